import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { type Say, words } from "../core/words.ts";
import type { KnownLink } from "./known-link.ts";
import { MESSAGES } from "./messages.ts";
import { type Rendered, rendered } from "./rendered.ts";

export type PreviewPlaces = { location: string; shortUrl: string; publicUrl: string; language: Language };

/** Where the link would lead, for those who want to know before. Of a limited link the place is part of what is limited. */
export function previewPage(
  link: KnownLink,
  { location, shortUrl, publicUrl, language }: PreviewPlaces,
): Rendered {
  const say = words(MESSAGES, language);
  const isLimited = (link.behaviour?.maxClicks ?? null) !== null;
  const facts: [name: string, markup: string][] = [[say.html("shortLink"), escapeHtml(shortUrl)]];
  if (link.title) facts.push([say.html("title"), escapeHtml(link.title)]);
  if (!isLimited) {
    const href = escapeHtml(location);
    facts.push([say.html("leadsTo"), `<a href="${href}" rel="noreferrer nofollow">${href}</a>`]);
  }
  const list = facts.map(([name, markup]) => `<dt>${name}</dt><dd>${markup}</dd>`).join("\n");
  const report = `${publicUrl}/report?link=${encodeURIComponent(shortUrl)}`;
  return rendered({
    title: say("preview"),
    paragraphs: [isLimited ? say.html("previewLimited") : say.html("previewText")],
    content: `<dl>\n${list}\n</dl>${isLimited ? "" : warningOf(location, say)}`,
    footer: `${say.html("report")} <a href="${escapeHtml(report)}">${say.html("reportLink")}</a>`,
    language,
  });
}

function warningOf(location: string, say: Say<(typeof MESSAGES)["en"]>): string {
  if (location.startsWith("https:")) return "";
  const text = say.html(location.startsWith("http:") ? "notEncrypted" : "opensProgram");
  return `\n<p class="note"><strong>${say.html("takeCare")}</strong> ${text}</p>`;
}
