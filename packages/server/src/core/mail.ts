import { escapeHtml } from "./page.ts";

/** What a mail says, in plain text: nothing in it is markup. */
export type MailContent = {
  title: string;
  paragraphs: string[];
  button?: { label: string; url: string };
  footer?: string;
};

const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:32px 16px;background:#faf9fc;color:#1c1b22;font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:32rem;margin:0 auto}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 16px;overflow-wrap:anywhere}
p{margin:0 0 14px;overflow-wrap:anywhere}
.button{display:inline-block;padding:12px 20px;border-radius:10px;background:#5b3df5;color:#ffffff;font-weight:600;text-decoration:none}
.soft,footer{font-size:.85rem;color:#6a6775}
.soft a{color:#6a6775}
footer{margin-top:28px;padding-top:14px;border-top:1px solid #e5e2ec}
@media(prefers-color-scheme:dark){body{background:#131218;color:#f1eff7}.button{background:#9d8bff;color:#16131f}
.soft,footer,.soft a{color:#a29eb0}footer{border-color:#2b2933}}
`.trim();

/** The same mail as plain text and as a page that loads nothing from anywhere. */
export function renderMail(content: MailContent): { text: string; html: string } {
  return { text: renderText(content), html: renderHtml(content) };
}

function renderText({ title, paragraphs, button, footer }: MailContent): string {
  const parts = [title, ...paragraphs];
  if (button) parts.push(`${button.label}:\n${button.url}`);
  if (footer) parts.push(`-- \n${footer}`);
  return `${parts.join("\n\n")}\n`;
}

function renderHtml({ title, paragraphs, button, footer }: MailContent): string {
  const lines = paragraphs.map((paragraph) => `<p>${withBreaks(paragraph)}</p>`);
  if (button) {
    const url = escapeHtml(button.url);
    lines.push(`<p><a class="button" href="${url}">${escapeHtml(button.label)}</a></p>`);
    lines.push(`<p class="soft">Or copy this address: <a href="${url}">${url}</a></p>`);
  }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${lines.join("\n")}
${footer ? `<footer>${withBreaks(footer)}</footer>` : ""}
</main>
</body>
</html>
`;
}

function withBreaks(text: string): string {
  return escapeHtml(text).replaceAll("\n", "<br>");
}
