import { expect, test } from "bun:test";
import { escapeHtml, pageHeaders, renderDocument, renderPage } from "./page.ts";

const page = { title: "A title", paragraphs: ["One.", "Two."], language: "en" as const };

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

test("a title is text, whatever is in it, and so is what was escaped", () => {
  const odd = `</title><script>alert("1")</script>&'`;
  expect(renderPage({ ...page, title: odd })).not.toContain("<script");
  expect(renderDocument({ title: odd, style: "", body: escapeHtml(odd), language: "en" })).not.toContain(
    "<script",
  );
  expect(escapeHtml(odd)).not.toMatch(/[<>"']/);
});

test("a script runs only where the headers name its text", () => {
  const script = "document.title = 'x'";
  const hash = new Bun.CryptoHasher("sha256").update(script).digest("base64");
  expect(renderPage({ ...page, script })).toContain(`<script>${script}</script>`);
  const policy = (more: Parameters<typeof pageHeaders>[0]) => pageHeaders(more)["Content-Security-Policy"];
  expect(policy({})).not.toContain("script-src");
  expect(policy({ script })).toEndWith(`; script-src 'sha256-${hash}'`);
  const directives = { "script-src": "https://a.example", "form-action": "'self'" };
  const both = policy({ script, directives });
  expect(both).toContain(`script-src 'sha256-${hash}' https://a.example`);
  expect(both?.match(/form-action/g)).toHaveLength(1);
  expect(both).toContain("form-action 'self'");
});
