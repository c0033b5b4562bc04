import type { AsnIndex } from "./asn-index.ts";
import type { Lookup } from "./lookup.ts";
import { type Network, noNetwork } from "./network.ts";

/** Looks an address up by binary search. Each owner is one object, made when it is first asked for. */
export function asnLookup(index: AsnIndex): Lookup<Network> {
  const { ipv4, ipv6, owners } = index;
  const networks: (Network | undefined)[] = new Array(owners.numbers.length).fill(undefined);
  const decoder = new TextDecoder();

  const networkOf = (owner: number): Network => {
    const known = networks[owner];
    if (known !== undefined) return known;
    const name = decoder.decode(
      owners.names.subarray(owners.nameStarts[owner], owners.nameStarts[owner + 1]),
    );
    const network = { asn: owners.numbers[owner] ?? 0, name, domain: "", type: "" };
    networks[owner] = network;
    return network;
  };

  return {
    ipv4: (address) => {
      const range = lastStart(ipv4.starts, address);
      return range >= 0 && address <= (ipv4.ends[range] ?? 0)
        ? networkOf(ipv4.owners[range] ?? 0)
        : noNetwork;
    },
    ipv6: (groups) => {
      const high = (groups[0] ?? 0) * 0x10000 + (groups[1] ?? 0);
      const low = (groups[2] ?? 0) * 0x10000 + (groups[3] ?? 0);
      const range = lastStart64(ipv6.startsHigh, ipv6.startsLow, high, low);
      if (range < 0) return noNetwork;
      const endHigh = ipv6.endsHigh[range] ?? 0;
      if (high > endHigh || (high === endHigh && low > (ipv6.endsLow[range] ?? 0))) return noNetwork;
      return networkOf(ipv6.owners[range] ?? 0);
    },
  };
}

/** Index of the last start that is not above the key, or -1. */
function lastStart(starts: Uint32Array, key: number): number {
  let below = -1;
  let above = starts.length;
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    if ((starts[middle] ?? 0) <= key) below = middle;
    else above = middle;
  }
  return below;
}

function lastStart64(highs: Uint32Array, lows: Uint32Array, high: number, low: number): number {
  let below = -1;
  let above = highs.length;
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    const startHigh = highs[middle] ?? 0;
    if (startHigh < high || (startHigh === high && (lows[middle] ?? 0) <= low)) below = middle;
    else above = middle;
  }
  return below;
}
