import { join } from "node:path";
import { pino } from "pino";
import type { Analytics } from "../packages/server/src/analytics/client.ts";
import { readConfig } from "../packages/server/src/config.ts";
import type { Actor } from "../packages/server/src/core/actor.ts";
import type { ClickCtx } from "../packages/server/src/core/ctx.ts";
import { openDomains } from "../packages/server/src/core/domains.ts";
import { createPlans } from "../packages/server/src/core/plans.ts";
import { openDatabase } from "../packages/server/src/db/open.ts";
import { insertWorkspace } from "../packages/server/src/db/workspaces.ts";
import { temporaryFolder } from "./engines.ts";
import { addDomain, addFolder, addLink } from "./stats-rows.ts";

/** Two workspaces over one click store: ours, the service's first, with three links, and a stranger's with one. */
export type StatsWorld = {
  ctx: ClickCtx;
  actor: Actor;
  /** A key of our workspace, which sees no folder that is not for everybody. */
  key: Actor;
  stranger: Actor;
  strangersKey: Actor;
  /**
   * Ids. `one` has the externalId `first`, the alias `uno` and the tags mail and spring, `two` the tag mail; `hidden` lies in a folder
   * that only the operator sees and has the tags mail and secret.
   */
  links: { one: string; two: string; hidden: string; foreign: string };
  /** Ids of `go.example.com`, which is ours, and of `go.example.net`, a stranger's. */
  domains: { ours: string; theirs: string };
  close(): Promise<void>;
};

export async function openStatsWorld(analytics: Analytics, now: number): Promise<StatsWorld> {
  const config = readConfig({ DATA_DIR: temporaryFolder() });
  const file = join(config.dataDir, "visoli.db");
  const { close, ...database } = await openDatabase({ kind: "sqlite", file }, () => {});
  const [actor, stranger] = [
    operatorOf(await insertWorkspace(database.db, "Ours", now)),
    operatorOf(await insertWorkspace(database.db, "Theirs", now + 1)),
  ];
  const domains = await openDomains(database.db, config);
  const ctx = {
    config,
    log: pino({ enabled: false }),
    origin: "test",
    now: () => now,
    ...{ ...database, analytics, domains },
    plans: createPlans(config, database.reads, analytics),
    mail: { isOn: false, send: async () => {} },
    payments: null,
  };
  const { workspaceId } = actor;
  const folderId = await addFolder(ctx, workspaceId, "none");
  const links = {
    one: await addLink(ctx, workspaceId, "one", {
      tags: ["mail", "spring"],
      externalId: "first",
      aliases: ["uno"],
    }),
    two: await addLink(ctx, workspaceId, "two", { tags: ["mail"] }),
    hidden: await addLink(ctx, workspaceId, "hidden", { tags: ["mail", "secret"], folderId }),
    foreign: await addLink(ctx, stranger.workspaceId, "foreign", {
      tags: ["foreign"],
      externalId: "foreign",
    }),
  };
  const ids = {
    ours: await addDomain(ctx, workspaceId, "go.example.com"),
    theirs: await addDomain(ctx, stranger.workspaceId, "go.example.net"),
  };
  const keys = { key: keyOf(actor), strangersKey: keyOf(stranger) };
  return { ctx, actor, stranger, ...keys, links, domains: ids, close };
}

const operatorOf = ({ id }: { id: string }): Actor => ({ kind: "operator", workspaceId: id });
const keyOf = ({ workspaceId }: Actor): Actor => ({
  kind: "key",
  keyId: "key_1",
  workspaceId,
  scopes: ["stats:read"],
});
