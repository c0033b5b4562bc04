const DOT = 46;
const COLON = 58;

/** The address as a number of 32 bits, or -1 if the text (from `start` on) is no dotted IPv4 without leading zeros. */
export function parseIpv4(text: string, start = 0): number {
  let address = 0;
  let octet = -1;
  let dots = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (octet < 0 || dots === 3) return -1;
      address = address * 256 + octet;
      octet = -1;
      dots++;
      continue;
    }
    if (code < 48 || code > 57 || octet === 0) return -1;
    octet = octet < 0 ? code - 48 : octet * 10 + code - 48;
    if (octet > 255) return -1;
  }
  return dots === 3 && octet >= 0 ? address * 256 + octet : -1;
}

/** Writes the eight groups of an IPv6 address; false if the text is none (a zone, as in "fe80::1%eth0", is none). */
export function parseIpv6(text: string, groups: Uint16Array): boolean {
  let count = 0;
  let gap = -1;
  let at = 0;
  if (text.startsWith("::")) {
    gap = 0;
    at = 2;
  }
  while (at < text.length) {
    const start = at;
    let group = 0;
    for (let digit = hexDigit(text, at); digit >= 0; digit = hexDigit(text, at)) {
      group = group * 16 + digit;
      at++;
    }
    if (at === start || at > start + 4 || count === 8) return false;
    if (text.charCodeAt(at) === DOT) return writeIpv4Tail(parseIpv4(text, start), groups, count, gap);
    groups[count++] = group;
    if (at === text.length) break;
    if (text.charCodeAt(at++) !== COLON || at === text.length) return false;
    if (text.charCodeAt(at) !== COLON) continue;
    if (gap >= 0) return false;
    gap = count;
    at++;
  }
  return openGap(groups, count, gap);
}

/** The IPv4 address inside an IPv4-mapped IPv6 address (::ffff:0:0/96), or -1. */
export function mappedIpv4(groups: Uint16Array): number {
  for (let at = 0; at < 5; at++) if (groups[at] !== 0) return -1;
  if (groups[5] !== 0xffff) return -1;
  return (groups[6] ?? 0) * 0x10000 + (groups[7] ?? 0);
}

function hexDigit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function writeIpv4Tail(address: number, groups: Uint16Array, count: number, gap: number): boolean {
  if (address < 0 || count > 6) return false;
  groups[count] = address >>> 16;
  groups[count + 1] = address & 0xffff;
  return openGap(groups, count + 2, gap);
}

/** Moves the groups after "::" to the end and puts zeros between; without a "::" there must be eight. */
function openGap(groups: Uint16Array, count: number, gap: number): boolean {
  if (gap < 0) return count === 8;
  if (count === 8) return false;
  const zeros = 8 - count;
  for (let at = 7; at >= gap + zeros; at--) groups[at] = groups[at - zeros] ?? 0;
  for (let at = gap; at < gap + zeros; at++) groups[at] = 0;
  return true;
}
