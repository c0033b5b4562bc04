import type { ClickFilters, ClickTime } from "@visoli/contract/click";
import type { Selection } from "../analytics/where.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { select } from "./select.ts";

/** What statistics would count by the same filters: single clicks are those clicks. `among`: only of these
 * links it has to be right. @throws link.not_found, request.invalid */
export async function clickSelection(
  ctx: ClickCtx,
  actor: Actor,
  query: ClickFilters & Partial<ClickTime>,
  among?: string[],
): Promise<Selection> {
  return (await select(ctx, actor, { ...query, order: "desc" }, among)).now;
}
