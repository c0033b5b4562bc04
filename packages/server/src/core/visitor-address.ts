import type { TrustConfig } from "../config.ts";
import { bareAddress, type Cidr, isInRanges } from "../lib/address.ts";
import { memoByText } from "../lib/memo.ts";

/** The visitor's address out of the connection's and the X-Forwarded-For header, believed as far as the setting says. */
export type ReadAddress = (connection: Connection, forwardedFor: string | null) => string;
/** Asked only where it matters: finding out costs a system call. */
export type Connection = () => string;

/** Chooses the way once, at start. "" where the address cannot be known. */
export function readAddressBy(trust: TrustConfig): ReadAddress {
  switch (trust.kind) {
    case "none":
      return (connection) => bareAddress(connection());
    case "hops":
      return (connection, forwardedFor) =>
        bareAddress(entryFromRight(forwardedFor, trust.hops) ?? connection());
    case "ranges":
      return byRanges(trust.ranges);
  }
}

/** Each trusted proxy appends one entry, so the visitor is the n-th from the right, or the first where there are fewer. */
function entryFromRight(forwardedFor: string | null, hops: number): string | undefined {
  if (!forwardedFor) return undefined;
  const entries = forwardedFor.split(",");
  return entries[Math.max(0, entries.length - hops)];
}

/** From the connection leftwards, the first address that is no trusted proxy's. */
function byRanges(ranges: readonly Cidr[]): ReadAddress {
  const isTrusted = memoByText(10_000, (address) => isInRanges(address, ranges));
  return (connection, forwardedFor) => {
    const entries = forwardedFor ? forwardedFor.split(",") : [];
    let address = bareAddress(connection());
    while (isTrusted(address) && entries.length > 0) address = bareAddress(entries.pop() ?? "");
    return address;
  };
}
