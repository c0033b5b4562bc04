import { newId } from "@visoli/contract/ids";
import { type Link, LinkCreateSchema, type LinkUpdate, LinkUpdateSchema } from "@visoli/contract/link";
import { slugKey } from "@visoli/contract/slug";
import type { Actor } from "../packages/server/src/core/actor.ts";
import type { DomainSettings } from "../packages/server/src/db/domains.ts";
import { createLink } from "../packages/server/src/links/create.ts";
import { getLink } from "../packages/server/src/links/get.ts";
import { updateLink } from "../packages/server/src/links/update.ts";
import { ask, type World } from "./context.ts";

export const DESTINATION = "https://example.com/";

/** Makes a link as a request with this body would; leads to example.com unless told. */
export async function makeLink(
  world: World,
  body: Record<string, unknown> = {},
  actor: Actor = world.operator,
): Promise<Link> {
  return (await createLink(world.ctx, actor, LinkCreateSchema.parse({ url: DESTINATION, ...body }))).link;
}

/** Changes a link as a request with this body would. */
export async function changeLink(
  world: World,
  reference: string,
  body: Record<string, unknown>,
  actor: Actor = world.operator,
): Promise<Link> {
  const input: LinkUpdate = LinkUpdateSchema.parse(body);
  return (await updateLink(world.ctx, actor, reference, input)).link;
}

export async function readLink(
  world: World,
  reference: string,
  actor: Actor = world.operator,
): Promise<Link> {
  return (await getLink(world.ctx, actor, reference)).link;
}

// biome-ignore lint/suspicious/noExplicitAny: what was answered is looked at member by member
export type Answer = { status: number; body: any; headers: Headers };

/** Asks the API with a key, and reads what it says. */
export async function askJson(
  world: World,
  key: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await ask(world, method, `/api/v1${path}`, { key, body, headers });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
}

/** A verified domain of the workspace, which answers at once. */
export async function addDomain(
  { ctx, operator }: World,
  host: string,
  {
    workspaceId = operator.workspaceId,
    isCaseSensitive = true,
    isVerified = true,
    settings = {},
  }: {
    workspaceId?: string;
    isCaseSensitive?: boolean;
    isVerified?: boolean;
    settings?: DomainSettings;
  } = {},
): Promise<string> {
  const now = ctx.now();
  const id = newId("dom", now);
  const times = { created_at: now, updated_at: now, verified_at: isVerified ? now : null, checked_at: now };
  const row = {
    id,
    workspace_id: workspaceId,
    host,
    token: "t",
    settings: JSON.stringify(settings),
    ...times,
  };
  await ctx.db
    .insertInto("domains")
    .values({ ...row, is_case_sensitive: isCaseSensitive ? 1 : 0 })
    .execute();
  await ctx.domains.reload();
  return id;
}

export type Role = "none" | "viewer" | "editor" | "manager";

/** A folder in which everybody has the role, but for those who are told apart. */
export async function addFolder(
  { ctx, operator }: World,
  name: string,
  role: Exclude<Role, "manager">,
  members: Record<string, Exclude<Role, "none">> = {},
): Promise<string> {
  const now = ctx.now();
  const id = newId("fld", now);
  const times = { created_at: now, updated_at: now };
  const row = { id, workspace_id: operator.workspaceId, name, default_role: role, ...times };
  await ctx.db.insertInto("folders").values(row).execute();
  for (const [member, memberRole] of Object.entries(members)) {
    await ctx.db.insertInto("folder_members").values({ folder_id: id, member, role: memberRole }).execute();
  }
  return id;
}

export async function addTemplate(
  { ctx, operator }: World,
  name: string,
  fields: Record<string, unknown>,
  workspaceId: string = operator.workspaceId,
): Promise<string> {
  const now = ctx.now();
  const id = newId("tpl", now);
  const row = { id, workspace_id: workspaceId, name, fields: JSON.stringify(fields) };
  await ctx.db
    .insertInto("templates")
    .values({ ...row, created_at: now, updated_at: now })
    .execute();
  return id;
}

export async function allowSchemes({ ctx, operator }: World, ...allowedSchemes: string[]): Promise<void> {
  await ctx.db
    .updateTable("workspaces")
    .set({ settings: JSON.stringify({ allowedSchemes }) })
    .where("id", "=", operator.workspaceId)
    .execute();
}

/**
 * What is wrong with the tables, in sentences: every link must hold just the address of its slug, and every alias that is shown; no
 * address may lead to a link that does not show it.
 */
export async function faultsOfAddresses({ ctx, operator }: World): Promise<string[]> {
  const { workspaceId } = operator;
  const links = await ctx.db
    .selectFrom("links")
    .select(["id", "domain", "slug"])
    .where("workspace_id", "=", workspaceId)
    .execute();
  const addresses = await ctx.db
    .selectFrom("addresses")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  const keyOf = (domain: string, slug: string) =>
    slugKey(slug, ctx.domains.byId(domain)?.isCaseSensitive ?? true);
  const faults: string[] = [];
  for (const link of links) {
    const first = addresses.filter((each) => each.link_id === link.id && each.is_alias === 0);
    const wanted = `${link.domain}/${link.slug} as ${keyOf(link.domain, link.slug)}`;
    const held = first.map((each) => `${each.domain}/${each.slug} as ${each.slug_key}`);
    if (held.join() !== wanted) faults.push(`${link.id} has the slug ${wanted}, and holds ${held}`);
  }
  for (const { link_id, domain, slug, slug_key, is_alias } of addresses) {
    if (slug_key !== keyOf(domain, slug)) faults.push(`${slug} is kept as ${slug_key}`);
    if (link_id === null && is_alias) faults.push(`${slug} is an alias of nothing`);
    if (link_id !== null && links.find((link) => link.id === link_id)?.domain !== domain)
      faults.push(`${domain}/${slug} leads to ${link_id}, which is not there`);
  }
  return faults;
}

/** Everything that the database holds, as text. */
export async function everythingStored({ ctx }: Pick<World, "ctx">): Promise<Record<string, string>> {
  const tables = [
    ...(["links", "link_history", "audit_log", "outbox", "idempotency_keys"] as const),
    ...(["addresses", "link_metadata", "tags", "api_keys", "templates"] as const),
  ];
  const all: Record<string, string> = {};
  for (const table of tables)
    all[table] = JSON.stringify(await ctx.db.selectFrom(table).selectAll().execute());
  return all;
}
