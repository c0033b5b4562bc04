/**
 * Networks of companies that follow the links in their customers' mail, to see what is behind them, and call themselves a browser:
 * only the address gives them away. By AS number. Networks where people are at home, too (Microsoft's, Google's, those of web proxies), are not here.
 */
export const SCANNER_NETWORKS: ReadonlyMap<number, string> = new Map([
  ...numbered("Proofpoint", 13_916, 22_843, 26_211, 52_129),
  ...numbered("Mimecast", 30_031, 33_538, 37_235, 39_588, 42_427, 60_492, 136_792, 208_638, 397_726),
  ...numbered("Barracuda", 15_324),
]);

function numbered(name: string, ...numbers: number[]): [number, string][] {
  return numbers.map((asn) => [asn, name]);
}
