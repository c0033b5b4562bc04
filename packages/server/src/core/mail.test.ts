import { expect, test } from "bun:test";
import { renderMail } from "./mail.ts";

const content = {
  title: "You & <b>me</b>",
  paragraphs: ["One\ntwo", '"three"'],
  button: { label: "Go <there>", url: "https://go.example/x?a=1&b=2" },
  footer: "Sent by <us>",
};

test("a mail as text is what was said, with the address in it", () => {
  expect(renderMail(content).text).toBe(
    `You & <b>me</b>\n\nOne\ntwo\n\n"three"\n\nGo <there>:\nhttps://go.example/x?a=1&b=2\n\n-- \nSent by <us>\n`,
  );
});

test("nothing that is said is markup, and nothing is loaded", () => {
  const { html } = renderMail(content);
  expect(html).toContain("<h1>You &amp; &lt;b&gt;me&lt;/b&gt;</h1>");
  expect(html).toContain('href="https://go.example/x?a=1&amp;b=2"');
  expect(html).toContain("<p>One<br>two</p>");
  expect(html).not.toMatch(/<(img|script|link|iframe)|url\(|@import/i);
});
