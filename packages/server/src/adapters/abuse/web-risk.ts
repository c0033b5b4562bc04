import type { Logger } from "pino";
import QuickLRU from "quick-lru";
import { z } from "zod";

export type WebRiskSettings = { key: string; url: string };

/** What Google Web Risk says of an address. */
export type WebRiskVerdict =
  | { kind: "clean" }
  | { kind: "threat"; types: string[] }
  /** It did not say; `isPassing` where asking again may help. */
  | { kind: "unknown"; isPassing: boolean };

/** Asks about a web address; never throws. What was said before is remembered for as long as Google lets it. */
export type AskWebRisk = (url: string) => Promise<WebRiskVerdict>;

const THREAT_TYPES = ["MALWARE", "SOCIAL_ENGINEERING", "UNWANTED_SOFTWARE"];
const TIMEOUT_MS = 5_000;
/** Of what is clean the answer says no time. */
const CLEAN_MS = 600_000;
const MAX_REMEMBERED = 20_000;

const AnswerSchema = z.object({
  threat: z.object({ threatTypes: z.array(z.string()).min(1), expireTime: z.string().optional() }).optional(),
});

/** The Lookup API, `uris:search`. `now` is the time in milliseconds since 1970. */
export function createWebRisk(settings: WebRiskSettings, log: Logger, now = Date.now): AskWebRisk {
  const known = new QuickLRU<string, { verdict: WebRiskVerdict; until: number }>({ maxSize: MAX_REMEMBERED });
  const asking = new Map<string, Promise<WebRiskVerdict>>();

  async function ask(address: string): Promise<WebRiskVerdict> {
    try {
      const response = await fetch(searchUrl(settings.url, address), {
        headers: { "X-Goog-Api-Key": settings.key },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: "error",
      });
      if (!response.ok) return refused(response.status);
      const { threat } = AnswerSchema.parse(await response.json());
      const verdict: WebRiskVerdict = threat
        ? { kind: "threat", types: threat.threatTypes }
        : { kind: "clean" };
      const expiry = threat ? Date.parse(threat.expireTime ?? "") : now() + CLEAN_MS;
      if (expiry > now()) known.set(address, { verdict, until: expiry });
      return verdict;
    } catch (error) {
      // An error of fetch may hold the address: that stays out of the log.
      log.warn({ failure: error instanceof Error ? error.name : "unknown" }, "Web Risk does not answer");
      return { kind: "unknown", isPassing: true };
    }
  }

  function refused(status: number): WebRiskVerdict {
    log.warn({ status }, "Web Risk refuses to answer");
    // A key that is wrong can be set right, a quota fills up again; an address that it cannot read stays as it is.
    return {
      kind: "unknown",
      isPassing: status === 401 || status === 403 || status === 429 || status >= 500,
    };
  }

  return async (url) => {
    const address = withoutSecrets(url);
    if (address === null) return { kind: "clean" };
    const remembered = known.get(address);
    if (remembered && remembered.until > now()) return remembered.verdict;
    const underway = asking.get(address) ?? ask(address).finally(() => asking.delete(address));
    asking.set(address, underway);
    return underway;
  };
}

function searchUrl(base: string, address: string): string {
  const query = new URLSearchParams(THREAT_TYPES.map((type): [string, string] => ["threatTypes", type]));
  query.set("uri", address);
  return `${base}/v1/uris:search?${query}`;
}

/** Password and fragment are nobody's business, and make no difference. Null for what is no web address. */
function withoutSecrets(url: string): string | null {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return null;
  parsed.username = "";
  parsed.password = "";
  parsed.hash = "";
  return parsed.href;
}
