import { micromark } from "micromark";
import { escapeHtml } from "../core/page.ts";

const TABLE_RULE = /^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** Where a link between our own files leads; null for a file that is not shown. */
export type LinkTo = (href: string) => string | null;

/** CommonMark with tables, as markup. Markup in the text is shown, not used; headings get ids, and wide things can be scrolled. */
export function renderMarkdown(text: string, linkTo: LinkTo): string {
  const html = parts(text)
    .map((part) => (typeof part === "string" ? micromark(part) : table(part)))
    .join("\n");
  return html
    .replace(/<(h[2-4])>(.*?)<\/\1>/g, (_, tag, inner) => `<${tag} id="${slugOf(inner)}">${inner}</${tag}>`)
    .replaceAll("<pre>", '<pre tabindex="0">')
    .replace(/<a href="([^"]*)">(.*?)<\/a>/gs, (all, href: string, inner: string) => {
      if (/^(https?:|#)/.test(href)) return all;
      const path = linkTo(href);
      return path === null ? inner : `<a href="${escapeHtml(path)}">${inner}</a>`;
    });
}

/** Its first heading, as text. */
export function titleOf(text: string): string {
  return /^#\s+(.+)$/m.exec(text)?.[1]?.replaceAll("`", "").trim() ?? "";
}

/** `How to mend it` is `how-to-mend-it`. */
export function slugOf(text: string): string {
  return text
    .replace(/<[^>]+>|&\w+;/g, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, "-")
    .replace(/^-|-$/g, "");
}

type Rows = string[][];

/** Text, and tables in it as rows of cells. */
function parts(text: string): (string | Rows)[] {
  const all: (string | Rows)[] = [];
  const lines = text.split("\n");
  let plain: string[] = [];
  let isFenced = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (/^\s*(```|~~~)/.test(line)) isFenced = !isFenced;
    const isTable = !isFenced && line.startsWith("|") && TABLE_RULE.test(lines[at + 1] ?? "");
    if (!isTable) {
      plain.push(line);
      continue;
    }
    const rows = [cellsOf(line)];
    for (at += 2; (lines[at] ?? "").startsWith("|"); at++) rows.push(cellsOf(lines[at] ?? ""));
    at--;
    all.push(plain.join("\n"), rows);
    plain = [];
  }
  return [...all, plain.join("\n")];
}

/** A `\|` is a sign of the cell. */
function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function table([head = [], ...rows]: Rows): string {
  const inline = (cell: string) => micromark(cell).replace(/^<p>|<\/p>$/g, "");
  const isHeaded = head.some((cell) => cell !== "");
  const heads = head.map((cell) => `<th scope="col">${inline(cell)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${inline(cell)}</td>`).join("")}</tr>`);
  return `<div class="scroll" tabindex="0"><table>
${isHeaded ? `<thead><tr>${heads}</tr></thead>` : ""}
<tbody>\n${body.join("\n")}\n</tbody></table></div>`;
}
