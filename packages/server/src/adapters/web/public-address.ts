import ipaddr from "ipaddr.js";

// what IANA has given out as global unicast: beyond it lie IPv4-mapped and -compatible addresses, NAT64 and the unassigned
const GLOBAL_UNICAST = ipaddr.IPv6.parse("2000::");
const GLOBAL_UNICAST_BITS = 3;

/**
 * Whether the address, as a resolver writes it, is globally routable unicast; whatever carries an IPv4 address inside
 * an IPv6 one (mapped, NAT64, 6to4, Teredo) is not, nor is what cannot be read or names a zone.
 */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).range() === "unicast";
  if (address.includes("%") || !ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.match(GLOBAL_UNICAST, GLOBAL_UNICAST_BITS) && parsed.range() === "unicast";
}
