import { askBusyWorkspaces } from "../analytics/questions/busy-workspaces.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { countedLinks, workspacesWithLinks } from "../db/usage.ts";
import { boundsOfMonth, monthOf } from "../lib/months.ts";
import { iso } from "../lib/time.ts";
import { note } from "./find-alerts.ts";

const PERCENTS = [80, 100] as const;

/** Notes whose plan's links or clicks of the month are used up to 80 and 100 %: each once a month, the greater alone where both are new. */
export async function findQuotas(ctx: LinkCtx): Promise<void> {
  const now = ctx.now();
  const leastOf = (limit: "linksPerMonth" | "clicksPerMonth") => {
    const limits = Object.values(ctx.config.plans).flatMap((plan) => plan[limit] ?? []);
    return limits.length > 0 ? Math.ceil(Math.min(...limits) * 0.8) : null;
  };
  const [links, clicks] = [leastOf("linksPerMonth"), leastOf("clicksPerMonth")];
  if (links !== null)
    for (const workspaceId of await workspacesWithLinks(ctx.reads, monthOf(now), links))
      await noteUse(ctx, workspaceId, "links");
  if (clicks !== null)
    for (const workspaceId of await askBusyWorkspaces(ctx.analytics, boundsOfMonth(now), clicks))
      await noteUse(ctx, workspaceId, "clicks");
}

async function noteUse(ctx: LinkCtx, workspaceId: string, metric: "links" | "clicks"): Promise<void> {
  const now = ctx.now();
  const plan = await ctx.plans.of(workspaceId);
  const limit = metric === "links" ? plan.linksPerMonth : plan.clicksPerMonth;
  // Of nothing nobody has used anything up.
  if (!limit) return;
  const period = monthOf(now);
  const used =
    metric === "links"
      ? await countedLinks(ctx.reads, { workspaceId, period })
      : await ctx.plans.clicksOf(workspaceId, now);
  const percent = PERCENTS.findLast((each) => used !== null && used * 100 >= limit * each);
  if (percent === undefined) return;
  const resetsAt = iso(boundsOfMonth(now).end);
  const data = { metric, percent, used, limit, resetsAt, plan: plan.name };
  await note(ctx, { workspaceId, kind: "quota", subject: `${metric}.${percent}`, period }, data);
}
