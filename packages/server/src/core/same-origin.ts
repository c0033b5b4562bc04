import { problem } from "./errors.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A write in somebody's name must come from a page of ours: a browser says so by Origin and Sec-Fetch-Site, and who carries a session's
 * cookie without being a browser says it, too. @throws auth.foreign_origin
 */
export function refuseForeign(
  request: { method: string; header(name: string): string | undefined },
  publicUrl: string,
  hasSession: boolean,
): void {
  if (SAFE.has(request.method)) return;
  const origin = request.header("origin");
  const site = request.header("sec-fetch-site");
  if (!hasSession && origin === undefined && site === undefined) return;
  const isOurs = origin === undefined ? site === "same-origin" : origin === publicUrl;
  if (isOurs && (site === undefined || site === "same-origin")) return;
  throw problem(
    "auth.foreign_origin",
    `This must come from a page at ${publicUrl}: send that as the header Origin`,
  );
}
