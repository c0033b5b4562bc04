import type { Server } from "bun";
import { type Domain, openDomains } from "../packages/server/src/core/domains.ts";
import type { Visit } from "../packages/server/src/core/visit.ts";
import { readAddressBy } from "../packages/server/src/core/visitor-address.ts";
import { blockReason } from "../packages/server/src/db/block-reason.ts";
import type { LinkSettings } from "../packages/server/src/db/link-settings.ts";
import type { OpenDatabase } from "../packages/server/src/db/open.ts";
import type { LinkTable } from "../packages/server/src/db/schema-links.ts";
import { isDatabaseUnavailable } from "../packages/server/src/db/unavailable.ts";
import { countUses, takeUses } from "../packages/server/src/db/uses.ts";
import { insertWorkspace } from "../packages/server/src/db/workspaces.ts";
import { agentReader } from "../packages/server/src/lib/agent.ts";
import { newClicks } from "../packages/server/src/lib/click-id.ts";
import { createRequestIds } from "../packages/server/src/lib/request-ids.ts";
import { noOutcomes, type RedirectDependencies } from "../packages/server/src/redirect/dependencies.ts";
import { compileLink } from "../packages/server/src/redirect/known-link.ts";
import { createLinkCache } from "../packages/server/src/redirect/link-cache.ts";
import { passwordChecker } from "../packages/server/src/redirect/password.ts";
import { createPasswordAttempts } from "../packages/server/src/redirect/password-attempts.ts";
import { createPasswordCookies } from "../packages/server/src/redirect/password-cookie.ts";
import { splitUrl } from "../packages/server/src/redirect/path.ts";
import { createRedirect } from "../packages/server/src/redirect/redirect.ts";
import { createUses } from "../packages/server/src/redirect/uses.ts";
import { type VisitorDependencies, visitorReader } from "../packages/server/src/redirect/visitor.ts";

export const NOW = Date.UTC(2026, 0, 15);
export const HUMAN = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
export const CRAWLER = "facebookexternalhit/1.1";

export type Kind = "sqlite" | "postgres";
export type NewLink = Partial<LinkTable> & { url?: string; options?: LinkSettings; aliases?: string[] };

/** The redirect alone, served by HTTP over a real database, with what it records. */
export type Rig = {
  server: Server<unknown>;
  /** Asks a path of the own domain, or of `host`, without following. */
  ask(path: string, init?: RequestInit & { host?: string }): Promise<Response>;
  add(slug: string, link?: NewLink): Promise<string>;
  addDomain(host: string, settings?: Domain["settings"], isCaseSensitive?: boolean): Promise<string>;
  workspaceId: string;
  visits: Visit[];
  failures: unknown[];
  counts: RedirectDependencies["counts"];
  clock: { now: number };
  /** What a click waits for before it is answered. */
  journal: { recorded: Promise<void> };
  forget(): void;
  close(): Promise<void>;
};

export type RigOptions = Partial<Pick<RedirectDependencies, "publicUrl" | "uses" | "blockReason">> & {
  secret?: string;
};

let rigs = 0;

/** Serves a redirect over the database. Its own domain is `go.example`. */
export async function openRig(database: OpenDatabase, kind: Kind, options: RigOptions = {}): Promise<Rig> {
  const { db } = database;
  const clock = { now: NOW };
  const journal = { recorded: Promise.resolve() };
  const visits: Visit[] = [];
  const failures: unknown[] = [];
  const { id: workspaceId } = await insertWorkspace(db, "Test", NOW);
  const domains = await openDomains(db, { domain: "go.example" });
  const links = createLinkCache(database.lookup, 1_000, (found) =>
    compileLink(found, domains.byId(found.domain)),
  );
  const counts = noOutcomes();
  const redirect = createRedirect({
    ...{ links, domains, counts, now: () => clock.now, newRequestId: createRequestIds() },
    ...passwordsAndUses(database, kind, clock, options),
    readAddress: readAddressBy({ kind: "hops", hops: 1 }),
    newClick: newClicks("secret", () => 7),
    record(visit) {
      visits.push(visit);
      return journal.recorded;
    },
  });
  const server = Bun.serve({
    ...{ hostname: "127.0.0.1", port: 0, development: false },
    fetch: (request, self) => redirect(request, self, splitUrl(request.url)),
    error: (error) => {
      failures.push(error);
      return new Response("failed", { status: isDatabaseUnavailable(error) ? 503 : 500 });
    },
  });
  return {
    ...{ server, workspaceId, visits, failures, counts, clock, journal },
    ask: asker(server),
    add: (slug, link) => addLink(database, workspaceId, slug, link),
    async addDomain(host, settings = {}, isCaseSensitive = true) {
      const id = await insertDomain(database, workspaceId, host, settings, isCaseSensitive);
      await domains.reload();
      links.forgetAll();
      return id;
    },
    forget: links.forgetAll,
    close: () => server.stop(true),
  };
}

function passwordsAndUses({ db }: OpenDatabase, kind: Kind, clock: Rig["clock"], options: RigOptions) {
  const { publicUrl = "https://go.example", secret = "secret" } = options;
  const isSecure = publicUrl.startsWith("https:");
  const passwordCookies = createPasswordCookies({ secret, isSecure, now: () => clock.now });
  const geo = { place: () => ({}), network: () => ({}) } as unknown as VisitorDependencies["geo"];
  const uses = createUses(
    (wanted) => takeUses(db, kind, wanted),
    (id) => countUses(db, id),
  );
  return {
    ...{ publicUrl, passwordCookies },
    readVisitor: visitorReader({ geo, readAgent: agentReader(), secret, hasPassword: passwordCookies.holds }),
    checkPassword: passwordChecker(createPasswordAttempts()),
    uses: options.uses ?? uses,
    blockReason: options.blockReason ?? ((id: string) => blockReason(db, id)),
  };
}

function asker(server: Server<unknown>): Rig["ask"] {
  return (path, { host, ...init } = {}) =>
    fetch(new URL(path, server.url), {
      redirect: "manual",
      ...init,
      headers: { ...(host !== undefined && { Host: host }), ...(init.headers as Record<string, string>) },
    });
}

async function insertDomain(
  { db }: OpenDatabase,
  workspace_id: string,
  host: string,
  settings: Domain["settings"],
  isCaseSensitive: boolean,
): Promise<string> {
  const id = `dom_${++rigs}_${process.pid}`;
  const times = { verified_at: NOW, checked_at: NOW, created_at: NOW, updated_at: NOW };
  const row = { id, host, workspace_id, token: id, settings: JSON.stringify(settings), ...times };
  await db
    .insertInto("domains")
    .values({ ...row, is_case_sensitive: isCaseSensitive ? 1 : 0 })
    .execute();
  return id;
}

/** A link as a verb would write it, at its slug and at its aliases; gives back its id. */
async function addLink(
  { db }: OpenDatabase,
  workspace_id: string,
  slug: string,
  { options, aliases = [], ...columns }: NewLink = {},
): Promise<string> {
  const id = columns.id ?? `lnk_${++rigs}${process.pid.toString(36)}${Date.now().toString(36)}`;
  const domain = columns.domain ?? "";
  const settings = options ? JSON.stringify(options) : null;
  const made = { created_at: NOW, updated_at: NOW };
  const row = { id, workspace_id, domain, slug, url: "https://example.com/landing", settings, ...made };
  await db
    .insertInto("links")
    .values({ ...row, ...columns } as never)
    .execute();
  for (const [index, name] of [slug, ...aliases].entries())
    await db
      .insertInto("addresses")
      .values({
        ...{ domain, slug_key: name, slug: name, workspace_id, link_id: id },
        is_alias: index === 0 ? 0 : 1,
      })
      .execute();
  return id;
}
