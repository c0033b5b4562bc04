import ipaddr from "ipaddr.js";

export type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Reads `10.0.0.0/8`, `fd00::/8` or a single address; null where it is neither. */
export function parseCidr(text: string): Cidr | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return null;
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

/** Whether the address lies in one of the ranges; a malformed one lies in none. */
export function isInRanges(address: string, ranges: readonly Cidr[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some(([base, bits]) => parsed.kind() === base.kind() && parsed.match(base, bits));
}

/** The address alone, out of what proxies write: `1.2.3.4:567`, `[2001:db8::1]:567`, `::ffff:1.2.3.4`; "" where there is none. */
export function bareAddress(text: string): string {
  let address = text.trim();
  if (address.startsWith("[")) address = address.slice(1, address.indexOf("]"));
  else if (address.includes(".") && address.includes(":") && !address.startsWith("::")) {
    address = address.slice(0, address.indexOf(":"));
  }
  if (address.startsWith("::ffff:") && address.includes(".")) address = address.slice(7);
  return /^[0-9a-fA-F.:]{2,45}$/.test(address) ? address : "";
}
