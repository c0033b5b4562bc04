import type { Dimension } from "@visoli/contract/dimensions";
import {
  PUBLIC_PERIODS,
  type PublicPart,
  type PublicPeriod,
  type PublicStatisticsData,
} from "@visoli/contract/public-stats";
import { type Stats, StatsQuerySchema } from "@visoli/contract/stats";
import type { ClickCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { shortUrl } from "../core/short-url.ts";
import { findByToken, type Shown } from "../db/public-stats.ts";
import { memoFor } from "../lib/memo-for.ts";
import { MINUTE_MS } from "../lib/time.ts";
import { TOKEN_LENGTH } from "./public-create.ts";
import { readStats } from "./read.ts";

/** What stands behind the token, counted a minute ago at most; null where there is nothing (any more). */
export type ReadPublic = (token: string, period: PublicPeriod) => Promise<PublicStatisticsData | null>;

/** How old numbers may be: who reloads and reloads does not make the click store count each time. */
export const FRESH_MS = MINUTE_MS;
const MAX_KEPT = 500;
const TOP = 10;
const TOKEN = new RegExp(`^[0-9A-Za-z]{${TOKEN_LENGTH}}$`);

const LISTS = {
  countries: "country",
  referrers: "referrer",
  devices: "device",
  browsers: "browser",
} as const;
type List = keyof typeof LISTS;
type Counted = Omit<PublicStatisticsData, "link">;
type Asked = Pick<Shown, "workspace_id" | "link_id" | "timezone"> & {
  parts: PublicPart[];
  period: PublicPeriod;
};

/** Whether the token still stands for something is asked each time, by one indexed look; what was counted is kept for a minute. */
export function publicReader(ctx: ClickCtx): ReadPublic {
  const counted = memoFor({ ttlMs: FRESH_MS, max: MAX_KEPT, now: ctx.now }, (key) =>
    count(ctx, JSON.parse(key) as Asked),
  );
  return async (token, period) => {
    const shown = TOKEN.test(token) ? await findByToken(ctx.reads, token) : null;
    if (!shown) return null;
    const { workspace_id, link_id, timezone, title } = shown;
    const parts = JSON.parse(shown.parts) as PublicPart[];
    const asked: Asked = { workspace_id, link_id, timezone, parts, period };
    const { domains, config } = ctx;
    const link = { title, shortUrl: shortUrl({ domains, publicUrl: config.publicUrl }, shown) };
    return { link, ...(await counted(JSON.stringify(asked))) };
  };
}

/** By the same questions as the owner's statistics: people alone. What the owner's plan lacks is not shown. */
async function count(ctx: ClickCtx, asked: Asked): Promise<Counted> {
  const { workspace_id, link_id, timezone, parts, period } = asked;
  const ask = (more: Record<string, string>) => {
    const metrics = "clicks,scans,visitors";
    const query = StatsQuerySchema.parse({ link: link_id, period, timezone, metrics, ...more });
    return readStats(ctx, { kind: "operator", workspaceId: workspace_id }, query);
  };
  const list = async (name: List) => {
    if (!parts.includes(name)) return {};
    const found = await unlessLacking(ask({ groupBy: LISTS[name], limit: String(TOP), other: "true" }));
    return found && { [name]: listOf(found) };
  };
  const [course, ...lists] = await Promise.all([
    unlessLacking(ask(parts.includes("series") ? { interval: "day" } : {})),
    ...(Object.keys(LISTS) as List[]).map(list),
  ]);
  if (course) return Object.assign({ period }, course, ...lists);
  const shorter = PUBLIC_PERIODS[PUBLIC_PERIODS.indexOf(period) - 1];
  if (!shorter) throw new Error("the plan has no statistics at all");
  return count(ctx, { ...asked, period: shorter });
}

async function unlessLacking(asked: Promise<Stats>): Promise<Stats | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProblemError && error.code === "plan.feature_required") return null;
    throw error;
  }
}

function listOf({ groups = [], other }: Stats) {
  return { top: groups, ...(other && { other }) };
}

/** A group's value in a list of that name. */
export function nameIn(list: List, group: { [Name in Dimension]?: string | number | undefined }): string {
  return String(group[LISTS[list]] ?? "");
}
