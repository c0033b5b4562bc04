import type { Pixel } from "@visoli/contract/link-settings";
import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { words } from "../core/words.ts";
import { CONSENT_SCRIPT } from "./consent-script.ts";
import type { KnownLink } from "./known-link.ts";
import { MESSAGES } from "./messages.ts";
import { PIXEL_PROVIDERS, pixelDirectives } from "./pixel-providers.ts";
import { placeOf, type Rendered, rendered } from "./rendered.ts";

/** Asks whether the companies whose pixels the link has may learn of the visit. Without an answer they learn nothing. */
export function consentPage({ behaviour }: KnownLink, location: string, language: Language): Rendered {
  const say = words(MESSAGES, language);
  const pixels = behaviour?.pixels ?? [];
  const page = {
    title: say("consent"),
    paragraphs: [say.html("consentText", { place: placeOf(location) })],
    content: `<ul>\n${namesOf(pixels)}\n</ul>
<p>${say.html("consentNothing")}</p>
<div class="choices">
<button class="button" type="button" id="agree" data-pixels="${dataOf(pixels)}" hidden>${say.html("agree")}</button>
<a class="button" id="without" href="${escapeHtml(location)}">${say.html("without")}</a>
</div>
<p id="state" role="status" data-text="${say.html("goingOn")}"></p>`,
    script: CONSENT_SCRIPT,
    language,
  };
  // A pixel is told the site on which it is, as on every site, but not which link.
  return rendered(page, { directives: pixelDirectives(pixels), referrer: "strict-origin" });
}

function namesOf(pixels: Pixel[]): string {
  const names = new Set(pixels.map(({ provider }) => PIXEL_PROVIDERS[provider].name));
  return [...names].map((name) => `<li>${escapeHtml(name)}</li>`).join("\n");
}

function dataOf(pixels: Pixel[]): string {
  return escapeHtml(pixels.map(({ provider, id }) => `${provider}:${id}`).join(" "));
}
