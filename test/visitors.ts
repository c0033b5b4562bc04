import { noNetwork } from "../packages/server/src/adapters/geo/network.ts";
import { nowhere, type Place } from "../packages/server/src/adapters/geo/place.ts";
import type { LinkSettings } from "../packages/server/src/db/link-settings.ts";
import type { FoundLink } from "../packages/server/src/db/lookup.ts";
import type { Agent } from "../packages/server/src/lib/agent.ts";
import { compileLink, type KnownLink } from "../packages/server/src/redirect/known-link.ts";
import type { Visitor } from "../packages/server/src/redirect/visitor.ts";

/** What is told of a visitor; all else is unknown. */
export type Told = Partial<
  Omit<Visitor, "agent" | "place" | "network" | "query" | "share" | "hasPassword">
> & {
  agent?: Partial<Agent>;
  place?: Partial<Place>;
  asn?: number;
  query?: string;
  share?: number;
  hasPassword?: boolean;
};

/** A person of whom nothing is known but this. */
export function aVisitor(told: Told = {}): Visitor {
  const { agent, place, asn = 0, query, share = 0, hasPassword = false, ...rest } = told;
  return {
    ...{ address: "", referrerHost: "", acceptLanguage: "", restOfPath: "", wantsPreview: false },
    ...rest,
    agent: { browser: "", os: "", device: "", deviceModel: "", class: "human", bot: "", ...agent },
    place: { ...nowhere, ...place },
    network: { ...noNetwork, asn },
    query: new URLSearchParams(query),
    share: () => share,
    hasPassword: () => hasPassword,
  };
}

/** A link as the redirect knows it. */
export function aLink(settings: LinkSettings | null, row: Partial<FoundLink> = {}): KnownLink {
  const found: FoundLink = {
    ...{ id: "lnk_1", workspaceId: "ws_1", domain: "", slug: "a", url: "https://example.com/", title: null },
    ...{ startsAt: null, expiresAt: null, disabledAt: null, blockedAt: null },
    settings: settings && JSON.stringify(settings),
    ...row,
  };
  const link = compileLink(found, null);
  if (!link) throw new Error(`no link can lead to ${found.url}`);
  return link;
}
