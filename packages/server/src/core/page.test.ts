import { expect, test } from "bun:test";
import { pageHeaders, renderPage } from "./page.ts";

const page = { title: "A title", paragraphs: ["One.", "Two."] };

test("nothing but the page's own style may load", () => {
  const html = renderPage(page);
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
  const hash = new Bun.CryptoHasher("sha256").update(style).digest("base64");
  const policy = pageHeaders()["Content-Security-Policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`style-src 'sha256-${hash}'`);
  expect(html).not.toMatch(/<script|style=|\bsrc=|https?:\/\/(?!www\.w3\.org)/);
});

test("says its title twice, each paragraph once, and a footer only where there is one", () => {
  const html = renderPage(page);
  expect(html.split("A title")).toHaveLength(3);
  expect(html).toContain("<p>One.</p>\n<p>Two.</p>");
  expect(html).not.toContain("<footer>");
  expect(renderPage({ ...page, footer: "End" })).toContain("<footer>End</footer>");
});
