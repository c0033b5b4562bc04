/** Services whose links lead through another address that nobody sees before; also those that are gone, or sold. */
const SHORTENERS = new Set(
  `1url.com 2.gp 4sq.com adf.ly aka.ms amzn.to b.link bc.vc bit.do bit.ly bitly.com bl.ink buff.ly clck.ru cutt.ly cutt.us
  db.tt dlvr.it dub.co dub.sh fb.me gg.gg goo.gl han.gl hubs.li ift.tt is.gd j.mp kutt.it lnk.bio
  lnk.to lnkd.in mcaf.ee n9.cl ouo.io ow.ly po.st prf.hn qr.ae rb.gy rebrand.ly reurl.cc s.id shor.by short.gy short.io shorte.st shorturl.at
  shorturl.gg smarturl.it snip.ly soo.gd spoo.me su.pr surl.li t.co t.ly t2m.io tiny.cc tiny.one tiny.pl tinyurl.com tr.im trib.al u.to urlz.fr
  v.gd v.ht vk.cc wa.link waa.ai wp.me x.gd zpr.io`.split(/\s+/),
);

/** Whether the host is a known shortener's, or below one. */
export function isShortener(host: string): boolean {
  for (let name = host; name.includes("."); name = name.slice(name.indexOf(".") + 1))
    if (SHORTENERS.has(name)) return true;
  return false;
}
