import { escapeHtml } from "../core/page.ts";
import type { KnownLink } from "./known-link.ts";
import { type Rendered, rendered } from "./rendered.ts";

export type PreviewPlaces = { location: string; shortUrl: string; publicUrl: string };

/** Where the link would lead, for those who want to know before. Of a limited link the place is part of what is limited. */
export function previewPage(link: KnownLink, { location, shortUrl, publicUrl }: PreviewPlaces): Rendered {
  const isLimited = (link.behaviour?.maxClicks ?? null) !== null;
  const facts: [name: string, markup: string][] = [["Short link", escapeHtml(shortUrl)]];
  if (link.title) facts.push(["Title", escapeHtml(link.title)]);
  if (!isLimited) {
    const href = escapeHtml(location);
    facts.push(["Leads to", `<a href="${href}" rel="noreferrer nofollow">${href}</a>`]);
  }
  const list = facts.map(([name, markup]) => `<dt>${name}</dt><dd>${markup}</dd>`).join("\n");
  const report = `${publicUrl}/report?link=${encodeURIComponent(shortUrl)}`;
  return rendered({
    title: "Where this link leads",
    paragraphs: [
      isLimited
        ? "This link leads on a limited number of times, so its destination is shown only to those who follow it. Looking here has not used it up."
        : "You have not been there yet, and nobody was told that you looked.",
    ],
    content: `<dl>\n${list}\n</dl>${isLimited ? "" : warningOf(location)}`,
    footer: `Something wrong with it? <a href="${escapeHtml(report)}">Report this link</a>`,
  });
}

function warningOf(location: string): string {
  if (location.startsWith("https:")) return "";
  const text = location.startsWith("http:")
    ? "The way there is not encrypted: others on the network can read and change what you see and enter there."
    : "This address opens a program on your device instead of a web page.";
  return `\n<p class="note"><strong>Take care.</strong> ${text}</p>`;
}
