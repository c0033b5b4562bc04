import type { Server } from "bun";
import type { Domain } from "../core/domains.ts";

/** Where a request goes, split already. */
export type Address = { host: string; path: string; query: string };

/** A request for a short link, as every part of the redirect sees it. */
export type Asking = {
  request: Request;
  server: Server<unknown>;
  at: Address;
  /** null where the host is nobody's. */
  domain: Domain | null;
};

/** Whether a program asks that reads JSON, rather than a person. */
export function prefersJson({ headers }: Request): boolean {
  const accept = headers.get("accept") ?? "";
  return /\bapplication\/(problem\+)?json\b/.test(accept) && !accept.includes("text/html");
}
