import { randomText } from "@visoli/contract/base62";
import { timeOfClick } from "@visoli/contract/click";
import { AnalyticsUnavailable } from "../analytics/client.ts";
import {
  askClicksById,
  askLastClick,
  askLinksOfVisitor,
  type FoundClick,
} from "../analytics/questions/converted-click.ts";
import type { ClickCtx } from "../core/ctx.ts";
import type { ConversionRow } from "../db/conversions.ts";
import { serviceSecret } from "../db/secrets.ts";
import { ownLinkIds } from "../db/visible-links.ts";
import { DAY_MS } from "../lib/time.ts";

type Sought = Pick<
  ConversionRow,
  "id" | "workspace_id" | "owner_id" | "click_id" | "visitor_id" | "occurred_at"
>;

/** So long a click may be on its way from the journal to the click store, if that is away. */
const ON_ITS_WAY_MS = 7 * DAY_MS;

/**
 * The clicks that the conversions name, by the conversions' ids; those are missing that the click store does not have. What a key of its own
 * links recorded came of clicks on these alone.
 */
export async function findClicks(ctx: ClickCtx, sought: Sought[]): Promise<Map<string, FoundClick>> {
  const secret = await serviceSecret(ctx.db, "clicks", randomText(43));
  const found = new Map<string, FoundClick>();
  for (const [workspaceId, those] of Map.groupBy(sought, (one) => one.workspace_id)) {
    const ids = those.flatMap(({ click_id }) => click_id ?? []);
    const byId = await askClicksById(ctx.analytics, secret, workspaceId, ids);
    for (const one of those) {
      const click = one.visitor_id === null ? byId.get(one.click_id ?? "") : await lastClick(ctx, one);
      if (click && (await isOfOwner(ctx, one.owner_id, click))) found.set(one.id, click);
    }
  }
  return found;
}

async function isOfOwner({ db }: ClickCtx, ownerId: string | null, { link }: FoundClick): Promise<boolean> {
  return ownerId === null || (await ownLinkIds(db, ownerId, { among: [link] })).length === 1;
}

async function lastClick(ctx: ClickCtx, sought: Sought): Promise<FoundClick | null> {
  const { workspace_id: workspaceId, owner_id: ownerId, occurred_at: to } = sought;
  const asked = { visitorId: sought.visitor_id ?? "", from: Math.max(0, to - DAY_MS), to };
  if (ownerId === null) return askLastClick(ctx.analytics, workspaceId, asked);
  const among = await askLinksOfVisitor(ctx.analytics, workspaceId, asked);
  const links = await ownLinkIds(ctx.db, ownerId, { among });
  return links.length > 0 ? askLastClick(ctx.analytics, workspaceId, { ...asked, links }) : null;
}

/** ... or "away" where the click store does not answer. */
export async function tryFindClicks(
  ctx: ClickCtx,
  sought: Sought[],
): Promise<Map<string, FoundClick> | "away"> {
  try {
    return await findClicks(ctx, sought);
  } catch (error) {
    if (!(error instanceof AnalyticsUnavailable)) throw error;
    ctx.log.warn({ err: error }, "the click store does not answer; a conversion waits for its click");
    return "away";
  }
}

/** Whether the click may still come, though the click store does not have it. Visitors are known by clicks that it has. */
export function mayStillCome({ click_id }: Sought, now: number): boolean {
  return click_id !== null && timeOfClick(click_id) + ON_ITS_WAY_MS > now;
}
