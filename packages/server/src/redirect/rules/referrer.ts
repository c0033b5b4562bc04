import type { Holds } from "./holds.ts";

/** Whether the visitor came from one of these hosts, or from a host below one. */
export function referrerTest(hosts: string[]): Holds {
  const wanted = new Set(hosts.map(hostOf).filter(Boolean));
  return ({ referrerHost }) => {
    for (let host = referrerHost; host !== ""; host = parentOf(host)) {
      if (wanted.has(host)) return true;
    }
    return false;
  };
}

function parentOf(host: string): string {
  const dot = host.indexOf(".");
  return dot < 0 ? "" : host.slice(dot + 1);
}

/** The host as a visitor's is read: in ASCII and without `www.`. Some paste a whole address. */
export function hostOf(text: string): string {
  const url = URL.parse(text.includes("://") ? text : `https://${text}`);
  return url ? url.hostname.toLowerCase().replace(/^www\./, "") : "";
}
