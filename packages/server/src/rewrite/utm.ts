import type { Utm } from "@visoli/contract/rewrite";

/** The address with the UTM parameters that it does not have yet; the rest of it stays as it is written. */
export function withUtm(url: string, utm: Utm | undefined): string {
  const { beforeHash, hash } = splitHash(url);
  const question = beforeHash.indexOf("?");
  const query = question === -1 ? "" : beforeHash.slice(question + 1);
  const known = new Set([...new URLSearchParams(query).keys()].map((name) => name.toLowerCase()));
  const added = Object.entries(utm ?? {})
    .filter(([name, value]) => value !== undefined && !known.has(`utm_${name}`))
    .map(([name, value]) => `utm_${name}=${encodeURIComponent(value ?? "")}`);
  if (added.length === 0) return url;
  return beforeHash + separatorFor(question, query) + added.join("&") + hash;
}

function splitHash(url: string) {
  const at = url.indexOf("#");
  return at === -1 ? { beforeHash: url, hash: "" } : { beforeHash: url.slice(0, at), hash: url.slice(at) };
}

function separatorFor(question: number, query: string): string {
  if (question === -1) return "?";
  return query === "" || query.endsWith("&") ? "" : "&";
}
