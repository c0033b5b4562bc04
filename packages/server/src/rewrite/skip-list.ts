import { isUrlPrefix, normalizeSkipPattern } from "@visoli/contract/rewrite";

/** Whether an address is on the list: by its host or a domain above it, or by how it begins. */
export function skipList(patterns: readonly string[]): (url: URL) => boolean {
  const hosts = new Set<string>();
  const prefixes: string[] = [];
  for (const pattern of patterns) {
    const normal = normalizeSkipPattern(pattern);
    if (normal === null) continue;
    if (isUrlPrefix(pattern)) prefixes.push(normal);
    else hosts.add(normal);
  }
  return (url) =>
    domainsOf(hostOf(url)).some((host) => hosts.has(host)) ||
    prefixes.some((prefix) => url.href.startsWith(prefix));
}

/** The host with its port, as one name: with a dot behind it a host is the same host. */
export function hostOf(url: URL): string {
  return url.host.replace(/\.(?=:|$)/, "");
}

/** The host and all domains above it, each with the port and without. */
function domainsOf(host: string): string[] {
  const [name = "", port] = host.startsWith("[") ? [host] : host.split(":");
  const labels = name.split(".");
  const domains = labels.map((_, index) => labels.slice(index).join("."));
  return port === undefined ? domains : [...domains, ...domains.map((domain) => `${domain}:${port}`)];
}
