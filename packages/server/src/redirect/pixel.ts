import type { Asking } from "./asking.ts";
import type { RedirectDependencies } from "./dependencies.ts";
import { findExact } from "./find.ts";
import type { Record } from "./record.ts";

// The smallest GIF: one pixel, transparent.
const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");
const PIXEL = /^(\/.+)\.gif$/;
const FOLDER = "/pixel";

/** Answers `/pixel/SLUG.gif`, always with the pixel, and records who opened a mail or a page that has it; null for all other paths. */
export function pixelAnswers(
  { links, now, newRequestId }: Pick<RedirectDependencies, "links" | "now" | "newRequestId">,
  record: Record,
): (asking: Asking) => Promise<Response> | null {
  async function open(asking: Asking, path: string): Promise<void> {
    const { domain, request } = asking;
    if (domain === null || request.method !== "GET") return;
    const link = await findExact(links, domain, path);
    if (link) await record(asking, { link, trigger: "open", rule: "", variant: "" }, now());
  }

  return (asking) => {
    const path = linkPathOf(asking.at.path);
    if (path === null) return null;
    // A reader shall see no broken image because a database is away.
    const opened = open(asking, path).catch(() => {});
    return opened.then(() => pixelResponse(newRequestId()));
  };
}

function linkPathOf(path: string): string | null {
  return path.startsWith(`${FOLDER}/`) ? (PIXEL.exec(path.slice(FOLDER.length))?.[1] ?? null) : null;
}

function pixelResponse(requestId: string): Response {
  return new Response(GIF, {
    headers: {
      "Content-Type": "image/gif",
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex",
      "X-Request-Id": requestId,
    },
  });
}
