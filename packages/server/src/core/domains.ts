import type { Config } from "../config.ts";
import { type DomainRow, type DomainSettings, verifiedDomains } from "../db/domains.ts";
import type { Db } from "../db/schema.ts";

/** The service's own domain as the database names it: its links stay where they are when PUBLIC_URL changes. */
export const OWN_DOMAIN = "";

/** A host that short links live on, as everybody asks for it: verified, in memory. */
export type Domain = {
  /** Empty for the service's own. */
  id: string;
  /** null for the service's own, on which every workspace has links. */
  workspaceId: string | null;
  /** The host that people see; the service's own may have a port. */
  host: string;
  isCaseSensitive: boolean;
  settings: DomainSettings;
  /** What its proof holds; the service's own needs none. */
  token?: string;
};

/** All domains that answer, held in memory: there are few, and every redirect asks. */
export type Domains = {
  own: Domain;
  byHost(host: string): Domain | null;
  byId(id: string): Domain | null;
  hosts(): string[];
  /** Reads them anew, and says whether anything had changed; call after each write to a domain. */
  reload(): Promise<boolean>;
  /** Another number after each change. */
  version(): number;
};

export async function openDomains(db: Db, config: Pick<Config, "domain">): Promise<Domains> {
  const own = { id: OWN_DOMAIN, workspaceId: null, host: config.domain, isCaseSensitive: true, settings: {} };
  let byHost = new Map<string, Domain>();
  let byId = new Map<string, Domain>();
  let known = "";
  let asked = 0;
  let shown = 0;
  let version = 0;

  async function reload(): Promise<boolean> {
    const turn = ++asked;
    const rows = await verifiedDomains(db);
    // Of two at once the one that asked later has seen more.
    if (turn < shown) return false;
    shown = turn;
    const domains = [...rows.map(toDomain), own];
    const before = known;
    known = JSON.stringify(domains);
    byHost = new Map(domains.map((domain) => [domain.host, domain]));
    byId = new Map(domains.map((domain) => [domain.id, domain]));
    if (known !== before) version++;
    return known !== before;
  }

  await reload();
  return {
    own,
    byHost: (host) => byHost.get(host) ?? null,
    byId: (id) => byId.get(id) ?? null,
    hosts: () => [...byHost.keys()],
    reload,
    version: () => version,
  };
}

/** Whether the URL leads to a domain of short links, the service's own or anybody's. */
export function leadsToUs(domains: Domains, url: string): boolean {
  // With a dot behind it a host name is the same host.
  const { hostname, host } = new URL(url);
  const isOurs = (name: string) => domains.byHost(name.replace(/\.(?=:|$)/, "")) !== null;
  return isOurs(hostname) || (host !== hostname && isOurs(host));
}

function toDomain(row: DomainRow): Domain {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    host: row.host,
    isCaseSensitive: row.is_case_sensitive === 1,
    settings: JSON.parse(row.settings) as DomainSettings,
    token: row.token,
  };
}
