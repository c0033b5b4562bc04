import { CLICK_ID, type ClickListQuery, type ClickPage } from "@visoli/contract/click";
import { askClicks } from "../analytics/questions/click-rows.ts";
import type { Period } from "../analytics/where.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { pageOf } from "../lib/cursor.ts";
import { iso } from "../lib/time.ts";
import { clickSelection } from "./click-selection.ts";
import type { ReadView } from "./click-view.ts";
import { requireSingleClicks, requireTime } from "./gate.ts";

/** A click to go on after, and the period of the first page: what was left out of the question does not move with the clock. */
type Cursor = { after: string } & Period;

/** Single clicks, a page at a time. @throws plan.feature_required, request.invalid, link.not_found */
export async function listClicks(
  ctx: ClickCtx,
  readView: ReadView,
  actor: Actor,
  query: ClickListQuery,
): Promise<ClickPage> {
  guard(actor, "stats:read");
  await requireSingleClicks(ctx, actor);
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const { start, end } = query;
  const time = cursor && {
    ...{ start: start ?? iso(cursor.start), end: end ?? iso(cursor.end), period: undefined },
  };
  const selection = await clickSelection(ctx, actor, { ...query, ...time });
  await requireTime(ctx, actor, { now: selection, before: undefined });
  const view = await readView(new Set([actor.workspaceId]));
  const { order, limit } = query;
  const asked = { order, after: cursor?.after, limit: limit + 1 };
  const { data, nextCursor } = pageOf(await askClicks(ctx.analytics, view, selection, asked), limit);
  return { data, nextCursor: nextCursor && writeCursor(nextCursor, selection) };
}

function writeCursor(after: string, { start, end }: Period): string {
  return Buffer.from(`${after} ${start} ${end}`).toString("base64url");
}

/** @throws request.invalid where it is none of ours */
function readCursor(cursor: string): Cursor {
  const [after = "", start = "", end = "", ...rest] = Buffer.from(cursor, "base64url").toString().split(" ");
  const isTime = (text: string) => /^\d{1,15}$/.test(text) && Number(text) < 253_402_300_800_000;
  if (CLICK_ID.test(after) && isTime(start) && isTime(end) && rest.length === 0)
    return { after, start: Number(start), end: Number(end) };
  throw invalid({ path: "cursor", code: "invalid_format", message: "Is not the nextCursor of such a list" });
}
