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

const PRIVATE_RANGES = ["private", "loopback", "carrierGradeNat", "uniqueLocal"];
/** Where clouds tell a machine its own secrets, beside the link-local 169.254.169.254. */
const METADATA = ["100.100.100.200", "fd00:ec2::254"].map((address) => ipaddr.parse(address).toString());

/** The same with what private networks use; never what is link-local, where clouds keep a machine's secrets. */
export function isUnicastAddress(address: string): boolean {
  if (isPublicAddress(address)) return true;
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  if (address.includes("%") || !isAddress) return false;
  const parsed = ipaddr.parse(address);
  return PRIVATE_RANGES.includes(parsed.range()) && !METADATA.includes(parsed.toString());
}
