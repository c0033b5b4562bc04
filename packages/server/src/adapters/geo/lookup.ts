import { mappedIpv4, parseIpv4, parseIpv6 } from "./address.ts";

/** What a database knows of an address: IPv4 as a number of 32 bits, IPv6 as eight groups of 16. */
export type Lookup<T> = {
  ipv4(address: number): T;
  ipv6(groups: Uint16Array): T;
};

/** Asks the database for an address written as text; what is no address answers `nothing`. Never throws. */
export function byText<T>(lookup: Lookup<T>, nothing: T): (text: string) => T {
  const groups = new Uint16Array(8);
  return (text) => {
    const address = parseIpv4(text);
    if (address >= 0) return lookup.ipv4(address);
    if (!parseIpv6(text, groups)) return nothing;
    const mapped = mappedIpv4(groups);
    return mapped >= 0 ? lookup.ipv4(mapped) : lookup.ipv6(groups);
  };
}
