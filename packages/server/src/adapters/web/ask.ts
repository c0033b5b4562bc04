import { connect } from "./connect.ts";
import { exchange, type Reply } from "./exchange.ts";
import type { Failed, FailedReason, Refused } from "./outcome.ts";
import { readTarget, type Target, type TargetRules } from "./target.ts";

/** Everything that one fetch goes by. */
export type Settings = TargetRules & {
  method: "GET" | "HEAD" | "POST";
  /** For POST; empty otherwise. */
  body: string;
  /** Beside those that every request has. */
  headers: Record<string, string>;
  timeoutMs: number;
  maxBodyBytes: number;
  userAgent: string;
  /** All addresses of a name; rejects if it has none. */
  resolve: (host: string) => Promise<string[]>;
  isAllowed: (address: string) => boolean;
  ca: string | undefined;
};

const MAX_ADDRESSES_TRIED = 4;

/** Asks for one URL, without following where it redirects to. The name is resolved once, and only checked addresses are connected to. */
export async function ask(
  text: string,
  settings: Settings,
  signal: AbortSignal,
): Promise<(Reply & { url: string }) | Refused | Failed> {
  const target = readTarget(text, settings);
  if (typeof target === "string") return { kind: "refused", reason: target, url: text };
  const url = target.url.href;
  const addresses = await addressesOf(target, settings);
  if (addresses.length === 0) return { kind: "failed", reason: "dns", url };
  // all of them: a name that has a private address, too, is there to be asked until that one is taken
  const areAllowed = addresses.every((address) => settings.isAllowed(address));
  if (!areAllowed) return { kind: "refused", reason: "not_public", url };
  return { ...(await askAnyOf(addresses.slice(0, MAX_ADDRESSES_TRIED), target, settings, signal)), url };
}

async function addressesOf({ host, isAddress }: Target, { resolve }: Settings): Promise<string[]> {
  if (isAddress) return [host];
  try {
    return await resolve(host);
  } catch {
    return [];
  }
}

/** Tries the addresses until one takes the connection, each for its share of the time. */
async function askAnyOf(
  addresses: string[],
  target: Target,
  settings: Settings,
  signal: AbortSignal,
): Promise<Reply | { kind: "failed"; reason: FailedReason }> {
  const timeoutMs = settings.timeoutMs / addresses.length;
  let reason: FailedReason = "connection";
  for (const address of addresses) {
    const connection = await connect(address, target, { ca: settings.ca, timeoutMs, signal });
    if (connection.kind === "connected") return exchange(connection.socket, target.url, settings);
    reason = connection.reason;
  }
  return { kind: "failed", reason };
}
