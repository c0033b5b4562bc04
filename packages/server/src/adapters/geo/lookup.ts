import { mappedIpv4, parseIpv4, parseIpv6 } from "./address.ts";

/** What a database knows of an address: IPv4 as a number of 32 bits, IPv6 as eight groups of 16. */
export type Lookup<T> = {
  ipv4(address: number): T;
  ipv6(groups: Uint16Array): T;
};

/** An address that was read: `ipv4` is -1 where it is none, and then the groups count if it is IPv6. */
type Address = { ipv4: number; isIpv6: boolean; groups: Uint16Array };
export type AddressReader = (text: string) => Address;

/** Reads addresses into one object, and the same text twice in a row once: place and network are asked in pairs. */
export function createAddressReader(): AddressReader {
  const address: Address = { ipv4: -1, isIpv6: false, groups: new Uint16Array(8) };
  let last: string | undefined;
  return (text) => {
    if (text === last) return address;
    address.ipv4 = parseIpv4(text);
    address.isIpv6 = address.ipv4 < 0 && parseIpv6(text, address.groups);
    if (address.isIpv6) address.ipv4 = mappedIpv4(address.groups);
    last = text;
    return address;
  };
}

/** Asks the database for an address written as text; what is no address answers `nothing`. Never throws. */
export function byText<T>(lookup: Lookup<T>, nothing: T, read = createAddressReader()): (text: string) => T {
  return (text) => {
    const { ipv4, isIpv6, groups } = read(text);
    if (ipv4 >= 0) return lookup.ipv4(ipv4);
    return isIpv6 ? lookup.ipv6(groups) : nothing;
  };
}
