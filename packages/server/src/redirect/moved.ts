import type { KnownLink } from "./known-link.ts";

/** Leads on to where the link leads, with the link's own status. */
export function moved({ behaviour }: KnownLink, location: string, requestId: string): Response {
  if (behaviour === null) return new Response(null, { status: 302, headers: headersOf(location, requestId) });
  const headers = headersOf(location, requestId);
  if (!behaviour.noindex) delete headers["X-Robots-Tag"];
  const isLimited =
    behaviour.maxClicks !== null || behaviour.passwordHash !== null || behaviour.clickIdParameter !== null;
  const isPermanent = behaviour.status === 301 || behaviour.status === 308;
  // A browser that kept it for good would never ask again, and no later visit would be counted. What is limited, or tells the click's id, is asked for each time.
  if (isPermanent && !isLimited) headers["Cache-Control"] = "private, max-age=90";
  return new Response(null, { status: behaviour.status, headers });
}

/** Leads to a place beside the link's own: where an expired link, an unknown one or a bare domain leads. */
export function ledAside(location: string, requestId: string): Response {
  return new Response(null, { status: 302, headers: headersOf(location, requestId) });
}

/** As a redirect of a limited link begins, without the place: whoever asks with HEAD takes no use. */
export function movedNowhere({ behaviour }: KnownLink, requestId: string): Response {
  const { Location: _, ...headers } = headersOf("", requestId);
  return new Response(null, { status: behaviour?.status ?? 302, headers });
}

/** A browser that looks ahead of its person gets nothing of a limited link; it asks again when the link is really followed. */
export function notAhead(requestId: string): Response {
  const { Location: _, ...headers } = headersOf("", requestId);
  return new Response(null, { status: 503, headers: { ...headers, "Retry-After": "1" } });
}

type Headers = Record<"Location" | "Cache-Control" | "X-Request-Id", string> & { "X-Robots-Tag"?: string };

function headersOf(location: string, requestId: string): Headers {
  return {
    Location: location,
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "X-Request-Id": requestId,
  };
}
