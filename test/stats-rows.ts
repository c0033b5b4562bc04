import { newId } from "@visoli/contract/ids";
import type { ClickCtx } from "../packages/server/src/core/ctx.ts";
import type { FolderRole } from "../packages/server/src/core/folders.ts";
import { takeAddresses } from "../packages/server/src/db/addresses.ts";
import { insertLinks } from "../packages/server/src/db/links.ts";
import { addTags } from "../packages/server/src/db/tags.ts";

type Parts = { tags?: string[]; externalId?: string; aliases?: string[]; folderId?: string; domain?: string };
type Base = Pick<ClickCtx, "db" | "config" | "now">;

/** A link as the database has it, past all rules; gives back its id. */
export async function addLink(
  { db, config, now }: Base,
  workspaceId: string,
  slug: string,
  { tags = [], externalId, aliases = [], folderId, domain = "" }: Parts = {},
): Promise<string> {
  const { kind } = config.database;
  const id = newId("lnk", now());
  const times = { created_at: now(), updated_at: now(), version: 1 };
  const optional = { external_id: externalId ?? null, folder_id: folderId ?? null };
  const url = "https://example.com";
  await insertLinks(db, kind, [{ id, workspace_id: workspaceId, domain, slug, url, ...times, ...optional }]);
  const addresses = [slug, ...aliases].map((each) => ({
    ...{ domain, slug_key: each, slug: each },
    ...{ workspace_id: workspaceId, link_id: id, is_alias: each === slug ? 0 : 1 },
  }));
  await takeAddresses(db, kind, addresses);
  await addTags(db, kind, workspaceId, [{ id, tags }], now());
  return id;
}

/** A verified domain; gives back its id. */
export async function addDomain(ctx: ClickCtx, workspaceId: string, host: string): Promise<string> {
  const id = newId("dom", ctx.now());
  const at = ctx.now();
  const times = { created_at: at, updated_at: at, verified_at: at, checked_at: null };
  const row = { id, workspace_id: workspaceId, host, token: "t", is_case_sensitive: 1, settings: "{}" };
  await ctx.db
    .insertInto("domains")
    .values({ ...row, ...times })
    .execute();
  await ctx.domains.reload();
  return id;
}

/** A folder with that role for everybody; gives back its id. */
export async function addFolder({ db, now }: Base, workspaceId: string, role: FolderRole): Promise<string> {
  const id = newId("fld", now());
  const times = { created_at: now(), updated_at: now() };
  await db
    .insertInto("folders")
    .values({ id, workspace_id: workspaceId, name: id, default_role: role, ...times })
    .execute();
  return id;
}
