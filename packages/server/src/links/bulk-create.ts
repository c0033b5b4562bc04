import type { BulkResult } from "@visoli/contract/bulk";
import { type Link, type LinkCreate, LinkCreateSchema } from "@visoli/contract/link";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { invalidInput } from "../core/http.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { emit } from "../core/outbox.ts";
import { takeTurn } from "../db/deadlock.ts";
import type { Trx } from "../db/schema.ts";
import { turnsEvery } from "../lib/turns.ts";
import { LINES_PER_TURN, type Line, type LineAnswers } from "./bulk.ts";
import { hashPasswords } from "./bulk-passwords.ts";
import { type Plan, planOf, writePlans } from "./bulk-plans.ts";
import { sameDestination } from "./create.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { type Draft, prepareLink } from "./prepare.ts";
import { presentLink, withCounts } from "./present.ts";
import { applyTemplate } from "./template.ts";

type Wish = { line: Line; input: LinkCreate; passwordHash: string | undefined };

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
  const results = new Map<Line, BulkResult>();
  // Before the transaction: nobody else writes while it lasts, and a hash takes its time.
  const wishes = await readWishes(lines, results, answers);
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      for (let start = 0; start < wishes.length; start += LINES_PER_TURN.create) {
        const some = wishes.slice(start, start + LINES_PER_TURN.create);
        await writeWishes(ctx, trx, actor, some, results, answers);
        await new Promise(setImmediate);
      }
      return lines.flatMap((line) => results.get(line) ?? []);
    }),
  );
  for (const result of answer)
    if ("link" in result && result.status === 201) forgetAddresses(ctx, result.link);
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

async function readWishes(
  lines: Line[],
  results: Map<Line, BulkResult>,
  answers: LineAnswers,
): Promise<Wish[]> {
  const wishes: Omit<Wish, "passwordHash">[] = [];
  const turn = turnsEvery(LINES_PER_TURN.create);
  for (const line of lines) {
    await turn();
    const parsed = LinkCreateSchema.safeParse(line.value);
    if (parsed.success) wishes.push({ line, input: parsed.data });
    else results.set(line, answers.refused(line, invalidInput(parsed.error)));
  }
  const hashes = await hashPasswords(wishes.map(({ input }) => input.password));
  return wishes.map((wish, place) => ({ ...wish, passwordHash: hashes[place] }));
}

async function writeWishes(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  wishes: Wish[],
  results: Map<Line, BulkResult>,
  answers: LineAnswers,
): Promise<void> {
  await takeTurn(trx, ctx.config.database.kind, actor.workspaceId);
  const environment = await readEnvironment(trx, actor);
  const plans: Plan<Line>[] = [];
  for (const wish of wishes) {
    const { line } = wish;
    const made = await draftOf(ctx, trx, actor, environment, wish).catch(expected);
    if (made instanceof ProblemError) results.set(line, answers.refused(line, made));
    else if ("row" in made) plans.push(planOf(line, made));
    else results.set(line, answers.done(line, 200, made));
  }
  const done = await writePlans(ctx, trx, actor, plans);
  const written: Draft[] = [];
  for (const [{ owner: line, draft }, outcome] of done) {
    if (outcome instanceof ProblemError) results.set(line, answers.refused(line, outcome));
    else {
      results.set(line, answers.done(line, outcome === draft ? 201 : 200, presentLink(ctx, outcome.row)));
      if (outcome === draft) written.push(draft);
    }
  }
  await tell(ctx, trx, actor, written);
}

/** The link to make, or the one that is there (`ifExists: return`). */
async function draftOf(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  environment: Environment,
  wish: Wish,
): Promise<Draft | Link> {
  const input = await applyTemplate(trx, actor, wish.input);
  const existing = input.ifExists === "return" ? await sameDestination(ctx, trx, actor, input) : null;
  return existing ?? prepareLink(ctx, actor, environment, input, wish.passwordHash);
}

/** One row in the audit log and one event for all of them: they name the links. */
async function tell(ctx: LinkCtx, trx: Trx, actor: Actor, drafts: Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  const ids = drafts.map(({ row }) => row.id);
  const fetchTitles = drafts.filter(({ input }) => input.fetchTitle).map(({ row }) => row.id);
  await audit(ctx, trx, actor, { action: "links.create", subject: `${ids.length} links`, changes: { ids } });
  await emit(ctx, trx, { type: "links.created", workspaceId: actor.workspaceId, data: { ids, fetchTitles } });
}

function expected(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  throw error;
}
