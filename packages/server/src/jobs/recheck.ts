import { LISTS_ROUND } from "../abuse/blocked-destinations.ts";
import { judgeLink } from "../abuse/judge.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { isAnyBlocked, type JudgedLink, judgedLink, nextJudgedLinks } from "../db/blocked.ts";
import { beginRoundAnew, moveJobCursor, readJobCursor, writeJobCursor } from "../db/job-cursors.ts";
import type { OutboxRow } from "../db/outbox.ts";
import { insertTasks } from "../db/tasks.ts";
import { DAY_MS } from "../lib/time.ts";
import type { DoTask } from "./tasks.ts";

/** One way of going through all links of all workspaces, once a day. */
type Round = { name: string; linksAtOnce: number; asksWebRisk: boolean };

const BY_LISTS: Round = { name: LISTS_ROUND, linksAtOnce: 25, asksWebRisk: false };
/** Each link is a request to Google. */
const BY_WEB_RISK: Round = { name: "abuse_web_risk", linksAtOnce: 8, asksWebRisk: true };
/** How long a run works, the next begins a second later: a million links take half an hour, and redirects a twentieth of the time. */
const RUN_MS = 50;

/** Reads lists that changed; then all links are looked at anew. */
export async function refreshLists(ctx: LinkCtx): Promise<void> {
  if (await ctx.threats.refreshLists()) await beginRoundAnew(ctx.db, LISTS_ROUND);
}

/** Goes on with the day's round by the lists, where the last run has got to. */
export async function recheckByLists(ctx: LinkCtx): Promise<void> {
  await goOn(ctx, BY_LISTS);
}

/** The same by Web Risk, where that is set up. @throws where it does not answer: the links that were asked about are so again */
export async function recheckByWebRisk(ctx: LinkCtx): Promise<void> {
  if (ctx.threats.askWebRisk) await goOn(ctx, BY_WEB_RISK);
}

async function goOn(ctx: LinkCtx, round: Round): Promise<void> {
  const began = performance.now();
  while (await judgeNext(ctx, round)) {
    if (performance.now() - began > RUN_MS) return;
    // SQLite answers at once: without that no redirect would come between.
    await Bun.sleep(1);
  }
}

/** Judges the next few links; false where there are none until tomorrow. */
async function judgeNext(ctx: LinkCtx, { name, linksAtOnce, asksWebRisk }: Round): Promise<boolean> {
  const cursor = await cursorOf(ctx, name);
  const isBeginning = cursor.position === "";
  if (isBeginning && ctx.now() - cursor.updatedAt < DAY_MS) return false;
  if (isBeginning && !asksWebRisk && (await isNothingToFind(ctx))) {
    await moveJobCursor(ctx.db, name, cursor, { position: "", updatedAt: ctx.now() });
    return false;
  }
  const links = await nextJudgedLinks(ctx.db, cursor.position, linksAtOnce);
  if (asksWebRisk) await Promise.all(links.map((link) => judge(ctx, link, true)));
  else for (const link of links) await judge(ctx, link, false);
  const last = links.length < linksAtOnce ? undefined : links.at(-1);
  const updatedAt = isBeginning ? ctx.now() : cursor.updatedAt;
  await moveJobCursor(ctx.db, name, cursor, { position: last?.id ?? "", updatedAt });
  return last !== undefined;
}

/** Without any list no link can be on one; but some may be blocked that were. */
async function isNothingToFind({ db, threats }: LinkCtx): Promise<boolean> {
  return !threats.hasLists() && !(await isAnyBlocked(db));
}

async function cursorOf(ctx: LinkCtx, name: string) {
  const cursor = await readJobCursor(ctx.db, name);
  if (cursor) return cursor;
  const first = { position: "", updatedAt: 0 };
  await writeJobCursor(ctx.db, name, first);
  return first;
}

async function judge(ctx: LinkCtx, link: JudgedLink, asksWebRisk: boolean): Promise<void> {
  const judgement = await judgeLink(ctx, link, asksWebRisk);
  // What only concerns this link must not hold up the others.
  if (judgement.kind === "unknown" && judgement.isPassing && asksWebRisk)
    throw new Error("Web Risk did not say");
}

/** Notes down which links are new or changed, to be judged in a moment. New ones were compared with the lists already. */
export async function askForJudgement(ctx: LinkCtx, event: OutboxRow): Promise<void> {
  const isNew = event.type === "link.created" || event.type === "links.created";
  if (isNew && !ctx.threats.askWebRisk) return;
  const {
    link,
    id,
    ids = [],
  } = JSON.parse(event.data) as { link?: { id: string }; id?: string; ids?: string[] };
  const one = link?.id ?? id;
  const tasks = (one === undefined ? ids : [one]).map((link_id) => ({
    kind: "judge",
    link_id,
    workspace_id: event.workspace_id,
    run_at: ctx.now(),
    attempts: 0,
  }));
  await insertTasks(ctx.db, ctx.config.database.kind, tasks);
}

/** Judges a link by lists and Web Risk. @throws where Web Risk does not answer now */
export function judgeTask(ctx: LinkCtx): DoTask {
  return async ({ link_id }) => {
    const link = await judgedLink(ctx.db, link_id);
    if (link) await judge(ctx, link, true);
  };
}
