import { type Plan, planThatHas } from "@visoli/contract/plan";
import type { Usage, Used } from "@visoli/contract/usage";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import type { Rate } from "../core/rate.ts";
import { statisticsNow } from "../core/statistics-gate.ts";
import { countKeys, countRowsOf } from "../db/plan-counts.ts";
import { countedLinks } from "../db/usage.ts";
import { boundsOfMonth, monthOf } from "../lib/months.ts";
import { iso } from "../lib/time.ts";

/** What the workspace's plan allows, and what of it is used. `rate` is that of whoever asks. */
export async function readUsage(ctx: ClickCtx, actor: Actor, rate: Rate | undefined): Promise<Usage> {
  guard(actor, "usage:read");
  const { workspaceId } = actor;
  const now = ctx.now();
  const plan = await ctx.plans.of(workspaceId);
  const countRows = (table: "domains" | "members" | "webhooks") => countRowsOf(ctx.reads, table, workspaceId);
  const [links, clicks, keys, domains, members, webhooks, statistics] = await Promise.all([
    countedLinks(ctx.reads, { workspaceId, period: monthOf(now) }),
    ctx.plans.clicksOf(workspaceId, now),
    countKeys(ctx.reads, workspaceId, now),
    countRows("domains"),
    countRows("members"),
    countRows("webhooks"),
    statisticsNow(ctx, actor),
  ]);
  const resetsAt = iso(boundsOfMonth(now).end);
  const more = (other: Plan) => isMore(other.linksPerMonth, plan.linksPerMonth);
  return {
    plan: plan.name,
    upgradeTo: planThatHas(ctx.config.plans, plan, more),
    links: used(plan.linksPerMonth, links, resetsAt),
    clicks: used(plan.clicksPerMonth, clicks, resetsAt),
    apiRequests: used(rate?.limit ?? null, rate?.count ?? 0, rate ? iso(now + rate.msLeft) : null),
    keys: used(plan.keys, keys),
    domains: used(plan.domains, domains),
    members: used(plan.members, members),
    webhooks: used(plan.webhooks, webhooks),
    statistics: statistics.level,
    statisticsDays: plan.statisticsDays,
    auditDays: plan.auditDays,
  };
}

function used(limit: number | null, count: number | null, resetsAt: string | null = null): Used {
  const left = limit === null || count === null ? null : Math.max(0, limit - count);
  return { limit, used: count, left, resetsAt };
}

function isMore(one: number | null, other: number | null): boolean {
  return other !== null && (one === null || one > other);
}
