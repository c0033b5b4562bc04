import type { BulkResult } from "@visoli/contract/bulk";
import type { Link } from "@visoli/contract/link";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { emit } from "../core/outbox.ts";
import { type LinkQuota, openLinkRoom, readLinkQuota } from "../core/quota.ts";
import { takeTurn } from "../db/deadlock.ts";
import type { Trx } from "../db/schema.ts";
import { turnsEvery } from "../lib/turns.ts";
import { LINES_AT_ONCE, LINES_PER_TURN, type Line, type LineAnswers } from "./bulk.ts";
import { type Plan, writePlans } from "./bulk-plans.ts";
import { expected, planFor, prepareLines, type Wish, type Wishes } from "./bulk-prepare.ts";
import { sameDestination } from "./create.ts";
import type { Environment } from "./environment.ts";
import { isGuessable } from "./insert.ts";
import type { Draft } from "./prepare.ts";
import { presentLink, withCounts } from "./present.ts";
import { applyTemplate } from "./template.ts";

/**
 * Makes a link of each line, those that can be made, all in one transaction; answers every line. With an Idempotency-Key it does so once.
 * @throws auth.missing_scope, idempotency.mismatch
 */
export async function createLines(
  ctx: LinkCtx,
  actor: Actor,
  lines: Line[],
  answers: LineAnswers,
  idempotency?: Idempotency,
): Promise<BulkResult[]> {
  guard(actor, "links:write");
  const prepared = await prepareLines(ctx, actor, lines, answers);
  return createPrepared(ctx, actor, lines, prepared, answers, idempotency);
}

/** The same of lines that are prepared. */
export async function createPrepared(
  ctx: LinkCtx,
  actor: Actor,
  lines: Line[],
  prepared: Wishes,
  answers: LineAnswers,
  idempotency?: Idempotency,
): Promise<BulkResult[]> {
  const quota = await readLinkQuota(ctx, actor);
  const made: Draft[] = [];
  const { answer } = await ctx.bulkTransaction((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const written = await writeWishes(ctx, trx, actor, { ...prepared, quota }, answers, made);
      return lines.flatMap((line) => prepared.refused.get(line) ?? written.get(line) ?? []);
    }),
  );
  for (const draft of made) if (isGuessable(draft)) forgetAddresses(ctx, draft.row);
  // A kept answer must be the same again, so it goes without clicks.
  return idempotency ? answer : withClicks(ctx, actor, answer);
}

/** The links that were there before with their clicks; new ones have none. */
async function withClicks(ctx: LinkCtx, actor: Actor, results: BulkResult[]): Promise<BulkResult[]> {
  const found = results.flatMap((result) => ("link" in result && result.status === 200 ? [result.link] : []));
  if (found.length === 0) return results;
  const counted = new Map((await withCounts(ctx, actor.workspaceId, found)).map((link) => [link.id, link]));
  return results.map((result) =>
    "link" in result ? { ...result, link: counted.get(result.link.id) ?? result.link } : result,
  );
}

/** Some lines after the other: the database writes them while the answers of those before are made. `written` gets the new links. */
async function writeWishes(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  { wishes, environment, quota }: Wishes & { quota: LinkQuota },
  answers: LineAnswers,
  written: Draft[],
): Promise<Map<Line, BulkResult>> {
  const results = new Map<Line, BulkResult>();
  const turn = turnsEvery(LINES_PER_TURN.present);
  let answering = Promise.resolve();
  await takeTurn(trx, ctx.config.database.kind, actor.workspaceId);
  const room = await openLinkRoom(ctx, trx, actor, quota);
  for (let start = 0; start < wishes.length; ) {
    const plans: Plan<Line>[] = [];
    // No more than there is room for: a line that comes to nothing leaves it to those behind it.
    const end = start + Math.min(LINES_AT_ONCE, room.left || LINES_AT_ONCE);
    for (const wish of wishes.slice(start, end)) {
      const { line } = wish;
      const made = wish.plan ?? (await planWithDatabase(ctx, trx, actor, environment, wish));
      if (made instanceof ProblemError) results.set(line, answers.refused(line, made));
      else if ("draft" in made && room.left !== 0) plans.push(made);
      else if ("draft" in made) results.set(line, answers.refused(line, room.refusal()));
      else results.set(line, answers.done(line, 200, made));
    }
    const outcomes = [...(await writePlans(ctx, trx, actor, plans))];
    start = end;
    const before = written.length;
    for (const [{ draft }, outcome] of outcomes) if (outcome === draft) written.push(draft);
    room.take(written.length - before);
    answering = answering.then(() => answerAll(outcomes));
    // What fails is told where it is awaited.
    answering.catch(() => {});
  }
  await tell(ctx, trx, actor, written);
  await room.count();
  await answering;
  return results;

  async function answerAll(outcomes: [Plan<Line>, Draft | ProblemError][]): Promise<void> {
    for (const [{ owner: line, draft }, outcome] of outcomes) {
      await turn();
      if (outcome instanceof ProblemError) results.set(line, answers.refused(line, outcome));
      else
        results.set(line, answers.done(line, outcome === draft ? 201 : 200, presentLink(ctx, outcome.row)));
    }
  }
}

/** The link to make, or the one that is there (`ifExists: return`), or why there is none. */
async function planWithDatabase(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  environment: Environment,
  wish: Wish,
): Promise<Plan<Line> | Link | ProblemError> {
  try {
    const input = await applyTemplate(trx, actor, wish.input);
    const existing = input.ifExists === "return" ? await sameDestination(ctx, trx, actor, input) : null;
    return existing ?? planFor(ctx, actor, environment, { ...wish, input });
  } catch (error) {
    return expected(error);
  }
}

/** One row in the audit log and one event for all of them: they name the links. */
async function tell(ctx: LinkCtx, trx: Trx, actor: Actor, drafts: Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  const ids = drafts.map(({ row }) => row.id);
  const fetchTitles = drafts.filter(({ input }) => input.fetchTitle).map(({ row }) => row.id);
  await audit(ctx, trx, actor, { action: "links.create", subject: `${ids.length} links`, changes: { ids } });
  await emit(ctx, trx, { type: "links.created", workspaceId: actor.workspaceId, data: { ids, fetchTitles } });
}
