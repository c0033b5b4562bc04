import type { Language } from "../core/language.ts";
import { escapeHtml, renderDocument } from "../core/page.ts";
import { PAGE_STYLE } from "../core/page-style.ts";
import type { KnownLink } from "./known-link.ts";
import { placeOf, type Rendered, rendered } from "./rendered.ts";

/** What crawlers of social networks make a card of. A limited link or one with a password does not tell them where it leads. */
export function cardPage(link: KnownLink, shortUrl: string, language: Language): Rendered {
  const { behaviour, location } = link;
  const isOpen = behaviour === null || (behaviour.maxClicks === null && behaviour.passwordHash === null);
  const target = isOpen ? location : shortUrl;
  const { title, description, image } = behaviour?.preview ?? {};
  const heading = title ?? link.title ?? placeOf(target);
  const tags: [attribute: string, name: string, content: string | null | undefined][] = [
    ["property", "og:type", "website"],
    ["property", "og:url", shortUrl],
    ["property", "og:title", heading],
    ["property", "og:description", description],
    ["property", "og:image", image],
    ["name", "twitter:card", image ? "summary_large_image" : "summary"],
    ["name", "twitter:title", heading],
    ["name", "twitter:description", description],
    ["name", "twitter:image", image],
    ["name", "description", description],
  ];
  const head = tags
    .filter(([, , content]) => content)
    .map(([kind, name, content]) => `<meta ${kind}="${name}" content="${escapeHtml(content ?? "")}">\n`)
    .join("");
  const href = escapeHtml(target);
  const body = `<main>
<h1>${escapeHtml(heading)}</h1>
${description ? `<p>${escapeHtml(description)}</p>` : ""}
<p><a href="${href}">${href}</a></p>
</main>`;
  const { headers } = rendered({ title: heading, paragraphs: [], language });
  return { headers, html: renderDocument({ title: heading, style: PAGE_STYLE, head, body, language }) };
}
