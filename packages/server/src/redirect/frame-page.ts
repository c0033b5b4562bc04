import type { Language } from "../core/language.ts";
import { escapeHtml, pageHeaders, renderDocument } from "../core/page.ts";
import { FRAME_STYLE } from "../core/page-style.ts";
import { words } from "../core/words.ts";
import type { KnownLink } from "./known-link.ts";
import { MESSAGES } from "./messages.ts";
import { placeOf, type Rendered } from "./rendered.ts";

// It may do what pages do, but not lead the whole window elsewhere unless somebody clicks.
const SANDBOX =
  "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads allow-top-navigation-by-user-activation";

/** The destination in a frame; null where its origin cannot be named in a policy. Whether it lets itself be framed cannot be known. */
export function framePage({ title }: KnownLink, location: string, language: Language): Rendered | null {
  const say = words(MESSAGES, language);
  const { origin } = new URL(location);
  if (!/^https?:\/\/[\w.-]+(:\d+)?$/.test(origin)) return null;
  const heading = escapeHtml(title ?? placeOf(location));
  const href = escapeHtml(location);
  const body = `<iframe src="${href}" title="${heading}" sandbox="${SANDBOX}" referrerpolicy="strict-origin" allow="fullscreen"></iframe>
<p>${say.html("frame")} <a href="${href}">${say.html("frameLink", { place: placeOf(location) })}</a></p>`;
  return {
    // Nothing but the destination's own origin: a page that it redirects to elsewhere is no longer what the owner named.
    headers: pageHeaders({
      style: FRAME_STYLE,
      directives: { "frame-src": origin },
      referrer: "strict-origin",
    }),
    html: renderDocument({ title: title ?? placeOf(location), style: FRAME_STYLE, body, language }),
  };
}
