import type { Geo } from "../adapters/geo/geo.ts";
import { rangeOf } from "../lib/address.ts";

/**
 * What may be written down of an address: country and network (`DE, AS3320 Deutsche Telekom AG`), `private network`, `this machine`,
 * or `unknown network`; undefined where there is no address. Never so little that it is one household's.
 */
export function addressClass(geo: Pick<Geo, "place" | "network">, address: string): string | undefined {
  const range = rangeOf(address);
  if (range === null) return undefined;
  if (range === "loopback") return "this machine";
  if (PRIVATE.has(range)) return "private network";
  const { country } = geo.place(address);
  const { asn, name } = geo.network(address);
  const network = [asn ? `AS${asn}` : "", name].filter(Boolean).join(" ");
  return [country, network].filter(Boolean).join(", ") || "unknown network";
}

const PRIVATE = new Set(["private", "uniqueLocal", "linkLocal", "carrierGradeNat", "unspecified"]);
