import { type Plan, planThatHas } from "@visoli/contract/plan";
import type { Trx } from "../db/schema.ts";
import { countedLinks, countLinks, holdLinks } from "../db/usage.ts";
import { boundsOfMonth, monthOf } from "../lib/months.ts";
import { iso } from "../lib/time.ts";
import type { Actor } from "./actor.ts";
import type { Ctx } from "./ctx.ts";
import type { ProblemError } from "./errors.ts";
import { quotaExceeded } from "./plan-problems.ts";
import type { NamedPlan } from "./plans.ts";

/** What the workspace may make of links, as far as that is known before the transaction. */
export type LinkQuota = {
  plan: NamedPlan;
  /** Why it makes none: its clicks of the month are spent. */
  refusal: ProblemError | null;
};

/** To be read before the transaction that makes links. */
export async function readLinkQuota(ctx: Ctx, actor: Actor): Promise<LinkQuota> {
  const { workspaceId } = actor;
  const plan = await ctx.plans.of(workspaceId);
  const clicks = await ctx.plans.spentClicks(workspaceId, ctx.now());
  return { plan, refusal: clicks === null ? null : clicksSpent(ctx, plan, clicks) };
}

/**
 * Counts one new link in the transaction that makes it; to be called before anything is written for it, and after. Whoever counts makes
 * others of the workspace wait until the end. Where there is a limit that is done first, in the order in which bulk requests hold things;
 * without one last, so that it is short. @throws plan.quota_exceeded
 */
export async function countLink(
  ctx: Ctx,
  trx: Trx,
  actor: Actor,
  quota: LinkQuota,
  when: "before" | "after",
): Promise<void> {
  const { linksPerMonth: limit } = quota.plan;
  if ((limit === null) !== (when === "after")) return;
  const month = monthFor(ctx, actor);
  if (await countLinks(trx, month, 1, limit)) return;
  throw linksSpent(ctx, quota.plan, await countedLinks(trx, month));
}

/** How many links a transaction that makes several may still make, and the count of those that it made. */
export type LinkRoom = {
  /** null is without end. */
  left: number | null;
  /** Why none is left. */
  refusal(): ProblemError;
  /** So many were written. */
  take(links: number): void;
  /** To be called once, at the end of the transaction. */
  count(): Promise<void>;
};

/** Where the plan has a limit, others who make links in the workspace wait until the transaction ends. */
export async function openLinkRoom(
  ctx: Ctx,
  trx: Trx,
  actor: Actor,
  { plan, refusal }: LinkQuota,
): Promise<LinkRoom> {
  const month = monthFor(ctx, actor);
  const { linksPerMonth: limit } = plan;
  const before = limit === null || refusal ? 0 : await holdLinks(trx, month);
  let taken = 0;
  const room: LinkRoom = {
    left: refusal ? 0 : limit === null ? null : Math.max(0, limit - before),
    refusal: () => refusal ?? linksSpent(ctx, plan, before + taken),
    take(links) {
      taken += links;
      if (room.left !== null) room.left -= links;
    },
    async count() {
      if (taken > 0) await countLinks(trx, month, taken, null);
    },
  };
  return room;
}

function monthFor(ctx: Ctx, { workspaceId }: Actor) {
  return { workspaceId, period: monthOf(ctx.now()) };
}

function linksSpent(ctx: Ctx, plan: NamedPlan, used: number): ProblemError {
  return spent(ctx, plan, { of: "linksPerMonth", what: "new links a month", used });
}

function clicksSpent(ctx: Ctx, plan: NamedPlan, used: number): ProblemError {
  return spent(ctx, plan, { of: "clicksPerMonth", what: "tracked clicks a month", used });
}

type Spent = { of: Extract<keyof Plan, "linksPerMonth" | "clicksPerMonth">; what: string; used: number };

function spent(ctx: Ctx, plan: NamedPlan, { of, what, used }: Spent): ProblemError {
  const upgradeTo = planThatHas(ctx.config.plans, plan, (other) => other[of] === null || other[of] > used);
  const resetsAt = iso(boundsOfMonth(ctx.now()).end);
  return quotaExceeded({ plan: plan.name, limit: plan[of] ?? 0, used, what, resetsAt, upgradeTo });
}
