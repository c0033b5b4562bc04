import type { SummaryRhythm } from "@visoli/contract/notification";
import { StatsQuerySchema } from "@visoli/contract/stats";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { renderMail } from "../core/mail.ts";
import { queueMail } from "../core/mail-queue.ts";
import { shortUrl } from "../core/short-url.ts";
import { linksById } from "../db/links-by-id.ts";
import { dueSummaries, findAddressee, moveSummary, type NotificationRow } from "../db/notifications.ts";
import { getWorkspace } from "../db/workspaces.ts";
import { DAY_MS, iso } from "../lib/time.ts";
import { nextSummary, summarised } from "../notifications/next-summary.ts";
import { stopUrl } from "../notifications/stop-token.ts";
import { readStats } from "../stats/read.ts";
import { summaryMail } from "./summary-mail.ts";

const AT_ONCE = 20;
/** Whoever was not told for so long is not told of last month's news. */
const LATEST_MS = 2 * DAY_MS;

/** Writes the summaries that are due and has them sent: each once, whichever process comes first. What was missed for days is left out. */
export async function sendSummaries(ctx: LinkCtx, signal?: AbortSignal): Promise<void> {
  if (!ctx.mail.isOn) return;
  for (;;) {
    const due = await dueSummaries(ctx.db, ctx.now(), AT_ONCE);
    for (const row of due) {
      if (signal?.aborted) return;
      await sendSummary(ctx, row);
    }
    if (due.length < AT_ONCE) return;
  }
}

async function sendSummary(ctx: LinkCtx, row: NotificationRow): Promise<void> {
  const { workspace_id: workspaceId, user_id: userId, timezone, summary_at: dueAt } = row;
  const rhythm = row.summary as SummaryRhythm;
  const addressee = await findAddressee(ctx.db, workspaceId, userId);
  const nextAt = addressee ? nextSummary(rhythm, timezone, ctx.now()) : null;
  const isNews = dueAt !== null && dueAt > ctx.now() - LATEST_MS && rhythm !== "off";
  if (!addressee || !isNews) return void (await moveSummary(ctx.db, row, nextAt));
  const actor: Actor = { kind: "person", workspaceId, ...addressee };
  const mail = await write(ctx, actor, { rhythm, timezone, dueAt });
  await ctx.db.transaction().execute(async (trx) => {
    if ((await moveSummary(trx, row, nextAt)) && mail)
      await queueMail(ctx, trx, { to: addressee.email, ...mail });
  });
}

type Due = { rhythm: "daily" | "weekly"; timezone: string; dueAt: number };

/** null where there is nothing to say: nobody clicked, then as little as before. */
async function write(ctx: LinkCtx, actor: Actor & { kind: "person" }, { rhythm, timezone, dueAt }: Due) {
  const { workspaceId, userId } = actor;
  const { start, end } = summarised(rhythm, timezone, dueAt);
  const period = { start: iso(start), end: iso(end), timezone };
  const query = { ...period, compare: "previous", lists: "link,country,referrer", limit: "5" };
  const stats = await readStats(ctx, actor, StatsQuerySchema.parse(query));
  const isQuiet = ({ clicks = 0, scans = 0 }: { clicks?: number; scans?: number } = {}) =>
    clicks + scans === 0;
  if (isQuiet(stats.totals) && isQuiet(stats.previous?.totals)) return null;
  const ids = (stats.lists?.link ?? []).map((group) => String((group as { link?: string }).link));
  const links = await linksById(ctx.reads, workspaceId, ids);
  const at = { domains: ctx.domains, publicUrl: ctx.config.publicUrl };
  const unsubscribeUrl = await stopUrl(ctx, { workspaceId, userId, what: "summary" });
  const content = summaryMail({
    workspace: (await getWorkspace(ctx.reads, workspaceId)).name,
    ...{ rhythm, days: daysOf(start, end, timezone), stats },
    addresses: new Map(links.map((row) => [row.id, shortUrl(at, row)])),
    stopUrl: unsubscribeUrl,
  });
  return { subject: content.subject, unsubscribeUrl, ...renderMail(content) };
}

function daysOf(start: number, end: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "long" });
  const [first, last] = [format.format(start), format.format(end - 1)];
  return first === last ? first : `${first} to ${last}`;
}
