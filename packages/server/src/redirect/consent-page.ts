import type { Pixel } from "@visoli/contract/link-settings";
import { escapeHtml } from "../core/page.ts";
import { CONSENT_SCRIPT } from "./consent-script.ts";
import type { KnownLink } from "./known-link.ts";
import { PIXEL_PROVIDERS, pixelDirectives } from "./pixel-providers.ts";
import { placeOf, type Rendered, rendered } from "./rendered.ts";

/** Asks whether the companies whose pixels the link has may learn of the visit. Without an answer they learn nothing. */
export function consentPage({ behaviour }: KnownLink, location: string): Rendered {
  const pixels = behaviour?.pixels ?? [];
  const page = {
    title: "Before you go on",
    paragraphs: [
      `You are on your way to <strong>${escapeHtml(placeOf(location))}</strong>. Whoever made this link would like to tell these companies that you followed it, so that they can show you advertisements later:`,
    ],
    content: `<ul>\n${namesOf(pixels)}\n</ul>
<p>They know nothing so far. You get to the same place either way, and your answer is not remembered.</p>
<div class="choices">
<button class="button" type="button" id="agree" data-pixels="${dataOf(pixels)}" hidden>Agree and go on</button>
<a class="button" id="without" href="${escapeHtml(location)}">Go on without</a>
</div>
<p id="state" role="status"></p>`,
    script: CONSENT_SCRIPT,
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
