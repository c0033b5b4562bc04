import { join } from "node:path";
import { pino } from "pino";
import type { Analytics } from "../packages/server/src/analytics/client.ts";
import { readConfig } from "../packages/server/src/config.ts";
import type { Actor } from "../packages/server/src/core/actor.ts";
import type { ClickCtx } from "../packages/server/src/core/ctx.ts";
import { OWN_DOMAIN } from "../packages/server/src/core/domain.ts";
import { insertLink } from "../packages/server/src/db/links.ts";
import { openDatabase } from "../packages/server/src/db/open.ts";
import { setTags } from "../packages/server/src/db/tags.ts";
import { insertWorkspace } from "../packages/server/src/db/workspaces.ts";
import { temporaryFolder } from "./engines.ts";

/** Two workspaces over one click store: ours with two links and two tags, a stranger's with one of each. */
export type StatsWorld = {
  ctx: ClickCtx;
  actor: Actor;
  stranger: Actor;
  /** Ids. `one` has the externalId `first` and the tags mail and spring, `two` the tag mail. */
  links: { one: string; two: string; foreign: string };
  close(): Promise<void>;
};

let worlds = 0;

export async function openStatsWorld(analytics: Analytics, now: number): Promise<StatsWorld> {
  const config = readConfig({ DATA_DIR: temporaryFolder() });
  const file = join(config.dataDir, "visoli.db");
  const { db, close } = await openDatabase({ kind: "sqlite", file }, () => {});
  const workspace = async () => ({
    kind: "operator" as const,
    workspaceId: (await insertWorkspace(db, "Test", now)).id,
  });
  const [actor, stranger] = [await workspace(), await workspace()];
  const add = async (owner: Actor, slug: string, tags: string[], external_id: string | null) => {
    const id = `lnk_${slug}${worlds}`;
    const row = { id, workspace_id: owner.workspaceId, domain: OWN_DOMAIN, slug, external_id };
    await insertLink(db, { ...row, url: "https://example.com", created_at: now, updated_at: now });
    await setTags(db, owner.workspaceId, id, tags, now);
    return id;
  };
  worlds++;
  const links = {
    one: await add(actor, "one", ["mail", "spring"], "first"),
    two: await add(actor, "two", ["mail"], null),
    foreign: await add(stranger, "foreign", ["foreign"], "foreign"),
  };
  const ctx = { config, log: pino({ enabled: false }), now: () => now, db, analytics };
  return { ctx, actor, stranger, links, close };
}
