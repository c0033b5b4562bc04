import type { Language } from "./language.ts";
import { PAGE_STYLE } from "./page-style.ts";

export const MARK = `<svg viewBox="0 0 44 44" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" aria-hidden="true">
<path d="M18 26l8-8M15 21l-4 4a7 7 0 0 0 10 10l4-4M29 23l4-4a7 7 0 0 0-10-10l-4 4"/></svg>`;

/** What a page of ours says; only `title` is text, the rest is markup: escape in it what comes from outside. */
export type Page = {
  title: string;
  paragraphs: string[];
  /** Behind the paragraphs: a form, a list, choices. */
  content?: string;
  footer?: string;
  /** Runs once the page is there; the headers must allow it by the same text. */
  script?: string;
  language: Language;
};

/** Any document of ours: a title in text, the rest in markup. */
export type Document = {
  title: string;
  style: string;
  head?: string;
  body: string;
  script?: string;
  language: Language;
};

export type PagePolicy = {
  style?: string;
  script?: string;
  /** Directives of the Content-Security-Policy beside or instead of our own, without semicolons. */
  directives?: Record<string, string>;
  referrer?: string;
};

/** The text, fit to stand in markup: between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return Bun.escapeHTML(text);
}

/** Nothing but our own style may load (no script, image or frame), except for what the policy names. */
export function pageHeaders(policy: PagePolicy = {}): Record<string, string> {
  const { style = PAGE_STYLE, script, directives, referrer = "no-referrer" } = policy;
  const all: Record<string, string> = {
    "default-src": "'none'",
    "style-src": hashOf(style),
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    ...directives,
  };
  if (script !== undefined) all["script-src"] = [hashOf(script), directives?.["script-src"]].join(" ").trim();
  return {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": Object.entries(all)
      .map(([name, value]) => `${name} ${value}`)
      .join("; "),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": referrer,
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
  };
}

function hashOf(text: string): string {
  return `'sha256-${new Bun.CryptoHasher("sha256").update(text).digest("base64")}'`;
}

/** A small page for people, server-rendered. */
export function renderPage({ title, paragraphs, content = "", footer, ...more }: Page): string {
  const body = `<main>
${MARK}
<h1>${escapeHtml(title)}</h1>
${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join("\n")}
${content}
${footer ? `<footer>${footer}</footer>` : ""}
</main>`;
  return renderDocument({ title, style: PAGE_STYLE, body, ...more });
}

export function renderDocument({ title, style, head = "", body, script, language }: Document): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${head}<style>${style}</style>
</head>
<body>
${body}
${script === undefined ? "" : `<script>${script}</script>\n`}</body>
</html>
`;
}
