const STYLE = `
:root{color-scheme:light dark;--ink:#1c1b22;--soft:#6a6775;--paper:#faf9fc;--line:#e5e2ec;--mark:#5b3df5}
@media(prefers-color-scheme:dark){:root{--ink:#f1eff7;--soft:#a29eb0;--paper:#131218;--line:#2b2933;--mark:#9d8bff}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--paper);color:var(--ink);
font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:30rem}
svg{display:block;width:44px;height:44px;color:var(--mark);margin:0 0 20px -7px}
h1{font-size:1.65rem;line-height:1.2;letter-spacing:-.02em;margin:0 0 10px;text-wrap:balance}
p{margin:0 0 10px;color:var(--soft);overflow-wrap:anywhere}
code{font:0.92em ui-monospace,SFMono-Regular,Menlo,monospace;color:var(--ink);background:var(--line);border-radius:6px;padding:2px 6px}
a{color:var(--mark)}
footer{margin-top:28px;padding-top:14px;border-top:1px solid var(--line);font-size:.85rem;color:var(--soft)}
`;

const MARK = `<svg viewBox="0 0 44 44" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" aria-hidden="true">
<path d="M18 26l8-8M15 21l-4 4a7 7 0 0 0 10 10l4-4M29 23l4-4a7 7 0 0 0-10-10l-4 4"/></svg>`;

export type Page = { title: string; paragraphs: string[]; footer?: string };

/** Nothing but our own style may load: no script, no image, no frame. */
export function pageHeaders(): Record<string, string> {
  const hash = new Bun.CryptoHasher("sha256").update(STYLE).digest("base64");
  return {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
  };
}

/** A small page for people, server-rendered; `paragraphs` may hold markup, so escape what comes from outside. */
export function renderPage({ title, paragraphs, footer }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${MARK}
<h1>${title}</h1>
${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join("\n")}
${footer ? `<footer>${footer}</footer>` : ""}
</main>
</body>
</html>
`;
}
