import { type Cidr, isInRanges, parseCidr } from "../../lib/address.ts";
import type { Holds } from "./holds.ts";

/** Whether the visitor's address lies in one of the ranges. */
export function addressTest(ranges: string[]): Holds {
  const parsed = ranges.flatMap((range) => {
    const cidr = parseCidr(range);
    return cidr ? [unmapped(cidr)] : [];
  });
  return ({ address }) => isInRanges(address, parsed);
}

/** Visitors' addresses are read as IPv4 where they are mapped (::ffff:192.0.2.1), so ranges are, too. */
function unmapped([base, bits]: Cidr): Cidr {
  const isMapped = "isIPv4MappedAddress" in base && base.isIPv4MappedAddress() && bits >= 96;
  return isMapped ? [base.toIPv4Address(), bits - 96] : [base, bits];
}
