import { lookup } from "node:dns/promises";
import { ask, type Settings } from "./ask.ts";
import type { FetchOutcome } from "./outcome.ts";
import { isPublicAddress, isUnicastAddress } from "./public-address.ts";
import type { TargetRules } from "./target.ts";

export type PublicFetchOptions = {
  /** Origin of the service, named in the User-Agent. */
  publicUrl: string;
  /** For everything together (names, connections, redirects, body): 10 s. */
  timeoutMs?: number;
  /** 512 KiB. */
  maxBodyBytes?: number;
  /** Whether private networks may be reached, too: by any port, and by names that only they know. */
  isPrivateAllowed?: boolean;
  /** 80, 443, 8080 and 8443. */
  ports?: readonly number[];
  /** All addresses of a name; rejects if it has none. */
  resolve?: (host: string) => Promise<string[]>;
  /** Which addresses may be connected to: a test's own server is on none that is public. Local names stay refused. */
  isAllowed?: (address: string) => boolean;
  /** Certificates (PEM) to trust instead of the machine's. */
  ca?: string;
};

export type FetchRequest = { timeoutMs?: number; maxBodyBytes?: number } & (
  | { method?: "GET" | "HEAD" }
  | { method: "POST"; body: string; headers: Record<string, string> }
);
export type FetchPublic = (url: string, request?: FetchRequest) => Promise<FetchOutcome>;

const MAX_REDIRECTS = 5;

/**
 * The one way to what a user named: HEAD or GET, http(s), public addresses only, checked anew at each redirect. POST goes the same
 * way and follows no redirect: that is its answer. What the other side does is never thrown; limits are in milliseconds and bytes.
 */
export function createPublicFetch(options: PublicFetchOptions): FetchPublic {
  return async (url, request = {}) => {
    const settings = settingsOf(options, request);
    const end = new AbortController();
    const late = Promise.withResolvers<FetchOutcome>();
    const at = { url };
    const giveUp = () => late.resolve({ kind: "failed", reason: "timeout", url: at.url });
    const timer = setTimeout(giveUp, settings.timeoutMs);
    try {
      return await Promise.race([follow(at, settings, end.signal), late.promise]);
    } finally {
      clearTimeout(timer);
      // closes whatever is still open
      end.abort();
    }
  };
}

/** Keeps in `at` how far it is. */
async function follow(at: { url: string }, settings: Settings, signal: AbortSignal): Promise<FetchOutcome> {
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const outcome = await ask(at.url, settings, signal);
    if (outcome.kind !== "reply") return outcome;
    const { location, kind: _, ...answer } = outcome;
    if (location === null || settings.method === "POST") return { kind: "answer", ...answer };
    at.url = URL.parse(location, outcome.url)?.href ?? location;
  }
  return { kind: "failed", reason: "redirects", url: at.url };
}

function settingsOf(options: PublicFetchOptions, request: FetchRequest): Settings {
  return {
    method: request.method ?? "GET",
    body: request.method === "POST" ? request.body : "",
    headers: request.method === "POST" ? request.headers : {},
    timeoutMs: request.timeoutMs ?? options.timeoutMs ?? 10_000,
    maxBodyBytes: request.maxBodyBytes ?? options.maxBodyBytes ?? 512 * 1024,
    userAgent: `Visoli/1 (+${options.publicUrl})`,
    ...reachOf(options),
    resolve: options.resolve ?? resolveAll,
    ca: options.ca,
  };
}

/** Which URLs may be asked for, and which addresses. */
export function reachOf({
  isPrivateAllowed = false,
  ports,
  isAllowed,
}: Pick<PublicFetchOptions, "isPrivateAllowed" | "ports" | "isAllowed">): TargetRules &
  Pick<Settings, "isAllowed"> {
  return {
    ports: ports ?? (isPrivateAllowed ? null : [80, 443, 8080, 8443]),
    areLocalNamesAllowed: isPrivateAllowed,
    isAllowed: isAllowed ?? (isPrivateAllowed ? isUnicastAddress : isPublicAddress),
  };
}

async function resolveAll(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}
