import { expect, test } from "bun:test";
import { renderMarkdown, slugOf, titleOf } from "./markdown.ts";

const to = (href: string) => (href.endsWith(".md") ? `/docs/${href.slice(0, -3)}` : null);
const render = (text: string) => renderMarkdown(text, to);

test("tables become tables, with code, links and signs in their cells", () => {
  const html = render("Before\n\n| a | b |\n|---|:-:|\n| `x \\| y` | [one](one.md) |\n| 1 | |\n\nAfter");
  expect(html).toContain('<th scope="col">a</th><th scope="col">b</th>');
  expect(html).toContain('<td><code>x | y</code></td><td><a href="/docs/one">one</a></td>');
  expect(html).toContain("<td>1</td><td></td>");
  expect(html).toMatch(/^<p>Before<\/p>.*<p>After<\/p>$/s);
  // What can be scrolled can be reached by the keyboard.
  expect(html).toContain('<div class="scroll" tabindex="0">');
});

test("a table without heads has none, and what stands in a fence is no table", () => {
  expect(render("| | |\n|---|---|\n| 1 | 2 |")).not.toContain("<thead>");
  const fenced = render("```\n| a |\n|---|\n```");
  expect(fenced).toContain('<pre tabindex="0"><code>| a |\n|---|\n</code></pre>');
});

test("links to what is not shown are text, others stay; headings can be linked to", () => {
  expect(render("[a](../security.txt) [b](https://example.com/) [c](#d)")).toBe(
    '<p>a <a href="https://example.com/">b</a> <a href="#d">c</a></p>',
  );
  expect(render("## What `x` is")).toBe('<h2 id="what-x-is">What <code>x</code> is</h2>');
  expect(slugOf("Über <b>uns</b> &amp; mehr!")).toBe("über-uns-mehr");
  expect(titleOf("text\n\n# A `title`\n\n# Another")).toBe("A title");
});

test("markup is shown, not used", () => {
  const html = render(
    "<script>alert(1)</script>\n\n| <img src=x onerror=y> |\n|---|\n| <b>1</b> |\n\n[x](javascript:alert)",
  );
  expect(html).not.toMatch(/<script|<img|<b>|javascript:/);
});
