import { toLocation } from "@visoli/contract/url";
import type { Domain } from "../core/domains.ts";
import { languageOf } from "../core/language.ts";
import type { Asking } from "./asking.ts";
import type { RedirectDependencies } from "./dependencies.ts";
import { ledAside } from "./moved.ts";
import { nowhere } from "./nowhere.ts";
import { PAGES } from "./pages.ts";
import type { Send } from "./send.ts";

const HOUR_S = 3_600;
const WEEK_S = 7 * 24 * HOUR_S;
const APPLE = "/apple-app-site-association";
const WELL_KNOWN = "/.well-known/";

/** Whether the path may be a special one: it has a dot, as no slug has, or is one of two that have none. Asked at each redirect. */
export function maySpecial(path: string): boolean {
  return path.length < 2 || path.includes(".") || path === APPLE;
}

/** Answers the addresses that are the domain's own, not a link's; null for all others. */
export function specialAnswers(
  { newRequestId }: Pick<RedirectDependencies, "newRequestId">,
  send: Send,
): (asking: Asking) => Response | null {
  const text = (content: string | null, type: string, maxAgeS: number) =>
    new Response(content, {
      status: content === null ? 204 : 200,
      headers: {
        ...(content !== null && { "Content-Type": type }),
        "Cache-Control": `public, max-age=${maxAgeS}`,
        "X-Content-Type-Options": "nosniff",
        "X-Request-Id": newRequestId(),
      },
    });
  const document = (asking: Asking, content: unknown) =>
    content === undefined
      ? nowhere(send, asking, "missing")
      : text(JSON.stringify(content), "application/json", HOUR_S);

  return (asking) => {
    const { path } = asking.at;
    const settings: Domain["settings"] = asking.domain?.settings ?? {};
    switch (path) {
      case "":
      case "/": {
        const location = settings.rootUrl ? toLocation(settings.rootUrl) : null;
        if (location !== null) return ledAside(location, newRequestId());
        return send.page(200, PAGES[languageOf(asking.request.headers)].home);
      }
      case "/robots.txt":
        // Allowed, because crawlers must come in to read that a link is not to be indexed, and to make cards.
        return text(robots(settings.robots === "disallow"), "text/plain; charset=utf-8", HOUR_S);
      case "/favicon.ico":
        return text(null, "", WEEK_S);
      case APPLE:
      case `${WELL_KNOWN}apple-app-site-association`:
        return document(asking, settings.appleAppSiteAssociation);
      case `${WELL_KNOWN}assetlinks.json`:
        return document(asking, settings.assetLinks);
      default:
        return path.startsWith(WELL_KNOWN) ? nowhere(send, asking, "missing") : null;
    }
  };
}

function robots(isClosed: boolean): string {
  return `User-agent: *\n${isClosed ? "Disallow: /" : "Allow: /"}\n`;
}
