import { randomText } from "@visoli/contract/base62";
import type { Scope } from "@visoli/contract/scopes";
import type { ClickRow } from "../packages/server/src/analytics/row.ts";
import type { ClickCtx } from "../packages/server/src/core/ctx.ts";
import { serviceSecret } from "../packages/server/src/db/secrets.ts";
import { clickIdOf } from "../packages/server/src/lib/click-id.ts";
import { click, fileOf, linesOf } from "./clicks.ts";
import type { Tenant, World } from "./context.ts";
import { askJson, makeLink } from "./links.ts";

let count = 0;
let orders = 0;

/** An externalId that no other conversion has. */
export const newOrder = () => `order-${process.pid}-${++orders}`;

/** The conversions of a tenant by the API, with a key of these scopes. */
export async function conversionClient(world: World, tenant: Tenant = world, ...scopes: Scope[]) {
  const { text, actor } = await tenant.key(...scopes);
  const ask = (method: string, path = "", body?: unknown, headers?: Record<string, string>) =>
    askJson(world, text, method, `/conversions${path}`, body, headers);
  return { ask, actor, text, post: (body: unknown) => ask("POST", "", body) };
}

/** A link with tags and metadata, and a click on it an hour ago. */
export async function clickedLink(world: World, part: Partial<ClickRow> = {}) {
  const link = await makeLink(world, { tags: ["b", "a"], metadata: { affiliate: "42" } });
  const at = world.clock.now - 3_600_000;
  const clickId = await storedClick(world.ctx, world.operator.workspaceId, { link: link.id, at, ...part });
  return { link, clickId };
}

/** A click that is not in the click store yet, with the id that the API knows it by. */
export async function newClick(
  { db }: Pick<ClickCtx, "db">,
  workspaceId: string,
  part: Partial<ClickRow> & { link: string; at: number },
): Promise<{ id: string; row: ClickRow }> {
  const row = click({ workspace: workspaceId, ...part });
  const secret = await serviceSecret(db, "clicks", randomText(43));
  return { id: clickIdOf(secret, { workspaceId, at: row.at, nonce: row.nonce }), row };
}

/** Puts the clicks into the click store. */
export async function storeClicks(
  { analytics }: Pick<ClickCtx, "analytics">,
  rows: ClickRow[],
): Promise<void> {
  await analytics.insertClicks(fileOf(linesOf(rows)), `conversions-${process.pid}-${count++}`);
}

/** A click that is there; gives back its id. */
export async function storedClick(
  ctx: Pick<ClickCtx, "db" | "analytics">,
  workspaceId: string,
  part: Partial<ClickRow> & { link: string; at: number },
): Promise<string> {
  const { id, row } = await newClick(ctx, workspaceId, part);
  await storeClicks(ctx, [row]);
  return id;
}
