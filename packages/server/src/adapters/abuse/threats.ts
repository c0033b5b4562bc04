import type { Logger } from "pino";
import { flagsOf } from "./flags.ts";
import { createListBuilder, type List } from "./list.ts";
import { normalizeEntry } from "./list-format.ts";
import { openLists } from "./lists.ts";
import { createPacer } from "./pacer.ts";
import { type Spellings, spellingsOf } from "./spelling.ts";
import { type AskWebRisk, createWebRisk, type WebRiskSettings } from "./web-risk.ts";

/** A host, or the beginning of a URL, that the service's operator has blocked. */
export type Blocked = { destination: string; reason: string };

export type ThreatSettings = {
  /** Files of the operator's lists, and folders of such files. */
  lists: string[];
  webRisk: WebRiskSettings | null;
};

/** All that is known of harmful destinations. */
export type Threats = {
  /** Whether a link may lead there, and what is unusual about it. Pure memory: takes microseconds, and never throws. */
  inspect(url: string): { refusal: string | null; flags: string[] };
  /** Why the address is on a list of ours, in a word or few; null where it is on none. */
  listed(url: string): string | null;
  /** Whether there is any list at all: without one nothing is listed. */
  hasLists(): boolean;
  /** A host or the beginning of a URL in the form in which lists compare it; null for anything else. */
  normalize(destination: string): string | null;
  /** null where no key for it is set. */
  askWebRisk: AskWebRisk | null;
  /** Reads files that changed; says whether any did. Call every few seconds. */
  refreshLists(): Promise<boolean>;
  /** Reads what the operator blocked anew; call after each write to it. */
  reloadBlocked(): Promise<void>;
  /** Another number after each change. */
  version(): number;
};

/** @throws where a list cannot be read */
export async function openThreats(
  settings: ThreatSettings,
  readBlocked: () => Promise<Blocked[]>,
  log: Logger,
): Promise<Threats> {
  const lists = await openLists(settings.lists, log);
  let entries = await readBlocked();
  let blocked = await listOf(entries);
  let version = 0;

  function listed(url: string): string | null {
    const parsed = webAddress(url);
    return parsed && reasonAgainst(spellingsOf(parsed));
  }

  function reasonAgainst(address: Spellings): string | null {
    return blocked.reasonAgainst(address) ?? lists.reasonAgainst(address);
  }

  return {
    inspect(url) {
      const parsed = webAddress(url);
      if (!parsed) return { refusal: null, flags: [] };
      const address = spellingsOf(parsed);
      const reason = reasonAgainst(address);
      const refusal = reason && `Nobody shall be led there: it is on a list of harmful addresses (${reason})`;
      return { refusal, flags: flagsOf(parsed, address) };
    },
    listed,
    hasLists: () => settings.lists.length > 0 || entries.length > 0,
    normalize: normalizeEntry,
    askWebRisk: settings.webRisk && createWebRisk(settings.webRisk, log),
    async refreshLists() {
      const isChanged = await lists.refresh();
      if (isChanged) version++;
      return isChanged;
    },
    async reloadBlocked() {
      entries = await readBlocked();
      blocked = await listOf(entries);
      version++;
    },
    version: () => version,
  };
}

/** What is no web address stands on no list. */
function webAddress(url: string): URL | null {
  const parsed = URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed : null;
}

async function listOf(blocked: Blocked[]): Promise<List> {
  const builder = createListBuilder();
  for (const { destination, reason } of blocked) {
    builder.setReason(reason);
    builder.addLine(destination);
  }
  return builder.build(createPacer());
}
