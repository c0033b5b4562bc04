import { expect, test } from "bun:test";
import type { RewriteFormat } from "@visoli/contract/rewrite";
import { applyRewrite } from "./apply.ts";
import { findLinks } from "./find-links.ts";
import { planRewrite } from "./plan.ts";

const MAIL = `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\r
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml">\r
<head><meta charset="utf-8"><title>Spring 🌷</title>\r
<!--[if mso]><xml><o:OfficeDocumentSettings></o:OfficeDocumentSettings></xml><![endif]-->\r
<style>.btn:hover{background:url(https://shop.example/bg.png)}</style></head>\r
<body bgcolor=#ffffff>\r
<img src="https://shop.example/pixel.gif?u={{id}}" width=1 height=1>\r
<table width="100%"><tr><td align=center>\r
  <A HREF='https://shop.example/sale?a=1&amp;b=2' target=_blank>Hi {{ first_name }}, look!</A><br/>\r
  <!--[if mso]><v:roundrect href="https://shop.example/sale?a=1&amp;b=2"></v:roundrect><![endif]-->\r
  <!--[if !mso]><!--><a class="btn" href="https://shop.example/sale?a=1&amp;b=2">Sale</a><!--<![endif]-->\r
  <p>Or <a href=https://blog.example/post#top>read on<p>unclosed\r
  {% if vip %}<a href="https://shop.example/vip/{{ code }}">VIP</a>{% endif %}\r
  <a href="mailto:hi@shop.example">mail</a> <a href="tel:+49123">call</a> <a href="#top">up</a>\r
  <a href="https://shop.example/unsubscribe?u=*|UNIQID|*">out</a> <a href="https://mail.example/prefs">prefs</a>\r
</td></tr></table>\r
</body></html>\r
`;

const README = `[![CI](https://ci.example/badge.svg)](https://ci.example/runs) [Docs][docs]

# Tool — see https://tool.example.

Install with \`curl https://tool.example/install.sh\`:

\`\`\`sh
curl https://tool.example/install.sh | sh
\`\`\`

| Name | Link |
|------|------|
| A    | [a](<https://a.example/with space> "A") |
| B    | https://b.example/x_(y) |

1. Read <https://tool.example/guide>,
   > quoted [link](https://a.example/q?x=1&amp;y=2)
2. <a href="https://html.example/">HTML</a> and [relative](docs/x.md#y)

![shot][shot]

[docs]: https://docs.example/ 'Docs'
[shot]: https://img.example/shot.png
`;

const rewrite = (content: string, format: RewriteFormat, skip: string[] = []) => {
  const plan = planRewrite(findLinks(content, format, { includeImages: false }), { skip, ownDomains: [] });
  const replacements = plan.targets.map(({ places }, index) => ({
    places,
    shortUrl: `https://go.example/${index}`,
  }));
  return { ...plan, rewritten: applyRewrite(content, replacements) };
};

/** What a rewrite should be, by plain replacement: pairs of old and new, each old once and in order. */
const expected = (content: string, pairs: [string, string][]) => {
  let rest = content;
  let done = "";
  for (const [before, after] of pairs) {
    const at = rest.indexOf(before);
    if (at === -1) throw new Error(`${before} is not there`);
    done += rest.slice(0, at) + after;
    rest = rest.slice(at + before.length);
  }
  return done + rest;
};

test("a mail", () => {
  const { rewritten, targets, skipped } = rewrite(MAIL, "html", ["mail.example"]);
  expect(rewritten).toBe(
    expected(MAIL, [
      ["HREF='https://shop.example/sale?a=1&amp;b=2'", "HREF='https://go.example/0'"],
      ['btn" href="https://shop.example/sale?a=1&amp;b=2"', 'btn" href="https://go.example/0"'],
      ["href=https://blog.example/post#top", "href=https://go.example/1"],
    ]),
  );
  expect(targets.map(({ url, places }) => [url, places.length])).toEqual([
    ["https://shop.example/sale?a=1&b=2", 2],
    ["https://blog.example/post#top", 1],
  ]);
  expect(skipped.map(({ url, reason }) => [url, reason])).toEqual([
    ["https://shop.example/vip/{{ code }}", "merge_tag"],
    ["mailto:hi@shop.example", "scheme"],
    ["tel:+49123", "scheme"],
    ["#top", "not_absolute"],
    ["https://shop.example/unsubscribe?u=*|UNIQID|*", "merge_tag"],
    ["https://mail.example/prefs", "skip_list"],
  ]);
});

test("a README", () => {
  const { rewritten, skipped } = rewrite(README, "markdown");
  expect(rewritten).toBe(
    expected(README, [
      ["(https://ci.example/runs)", "(https://go.example/0)"],
      ["see https://tool.example.", "see https://go.example/1."],
      ["<https://a.example/with space>", "<https://go.example/2>"],
      ["https://b.example/x_(y)", "https://go.example/3"],
      ["<https://tool.example/guide>", "<https://go.example/4>"],
      ["https://a.example/q?x=1&amp;y=2", "https://go.example/5"],
      ["https://html.example/", "https://go.example/6"],
      ["https://docs.example/", "https://go.example/7"],
    ]),
  );
  expect(skipped).toEqual([{ url: "docs/x.md#y", reason: "not_absolute", count: 1 }]);
});
