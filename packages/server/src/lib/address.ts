import ipaddr from "ipaddr.js";

export type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Reads `10.0.0.0/8`, `fd00::/8` or a single address, IPv4 in either spelling (`::ffff:10.0.0.0/104`); null where it is none of them. */
export function parseCidr(text: string): Cidr | null {
  if (!isAddress(text.replace(/\/.*/s, ""))) return null;
  if (ipaddr.isValidCIDR(text)) return inOneSpelling(ipaddr.parseCIDR(text));
  if (!isAddress(text)) return null;
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

/** IPv4 in the spelling of IPv6 as IPv4, for so addresses are compared; null where it reaches beyond IPv4. */
function inOneSpelling([base, bits]: Cidr): Cidr | null {
  if (base.kind() === "ipv4" || !(base as ipaddr.IPv6).isIPv4MappedAddress()) return [base, bits];
  return bits < MAPPED_BITS ? null : [(base as ipaddr.IPv6).toIPv4Address(), bits - MAPPED_BITS];
}

const MAPPED_BITS = 96;

/** Whether all of the range lies in one of the others. */
export function isWithinRanges([base, bits]: Cidr, ranges: readonly Cidr[]): boolean {
  return ranges.some(
    ([outer, outerBits]) => base.kind() === outer.kind() && bits >= outerBits && base.match(outer, outerBits),
  );
}

/** Whether the address lies in one of the ranges; a malformed one lies in none. */
export function isInRanges(address: string, ranges: readonly Cidr[]): boolean {
  if (!isAddress(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some(([base, bits]) => parsed.kind() === base.kind() && parsed.match(base, bits));
}

/**
 * What stays of an address while devices draw new ones each day: of IPv6 the first 64 bits, of IPv4 all of it; of anything else, the text.
 */
export function lastingPart(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const parts = (parsed as ipaddr.IPv6).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(":")}::`;
}

/** In full: what inet_aton makes of 10/8 (0.0.0.10/8) or of 100 is what nobody means. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

/** The address alone, out of what proxies write: `1.2.3.4:567`, `[2001:db8::1]:567`, `::ffff:1.2.3.4`; "" where there is none. */
export function bareAddress(text: string): string {
  let address = text.trim();
  const colon = address.indexOf(":");
  if (address.startsWith("[")) address = address.slice(1).replace(/\].*/s, "");
  else if (colon > 0 && colon === address.lastIndexOf(":") && address.includes(".")) {
    address = address.slice(0, colon);
  }
  if (address.startsWith("::ffff:") && address.includes(".")) address = address.slice(7);
  return /^[0-9a-fA-F.:]{2,45}$/.test(address) ? address : "";
}

/** What kind of address it is, in the words of ipaddr.js (`unicast`, `private`, `loopback`, ...); null where it is none. */
export function rangeOf(address: string): string | null {
  return isAddress(address) ? ipaddr.process(address).range() : null;
}
