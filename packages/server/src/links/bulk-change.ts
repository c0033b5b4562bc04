import { BulkDeleteLineSchema, type BulkResult, BulkUpdateLineSchema } from "@visoli/contract/bulk";
import { sql } from "kysely";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { invalidInput } from "../core/http.ts";
import { takeTurn } from "../db/deadlock.ts";
import type { LinkRow } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { turnsEvery } from "../lib/turns.ts";
import { LINES_PER_TURN, type Line, type LineAnswers } from "./bulk.ts";
import { hashPasswords } from "./bulk-passwords.ts";
import { writeDeletion } from "./delete.ts";
import { readEnvironment } from "./environment.ts";
import { presentLinks } from "./present.ts";
import { type Written, writeChange } from "./update.ts";

/** Changes the link of each line; answers every line. @throws auth.missing_scope */
export async function updateLines(
  ctx: LinkCtx,
  actor: Actor,
  lines: Line[],
  answers: LineAnswers,
): Promise<BulkResult[]> {
  guard(actor, "links:write");
  const wishes = lines.map((line) => ({ line, parsed: BulkUpdateLineSchema.safeParse(line.value) }));
  const hashes = await hashPasswords(wishes.map(({ parsed }) => parsed.data?.password));
  const written = new Map<Line, Written>();
  const refused = new Map<Line, ProblemError>();
  await ctx.db.transaction().execute(async (trx) => {
    await takeTurn(trx, ctx.config.database.kind, actor.workspaceId);
    const environment = await readEnvironment(trx, actor);
    const turn = turnsEvery(LINES_PER_TURN.update);
    for (const [place, { line, parsed }] of wishes.entries()) {
      await turn();
      const result = parsed.success
        ? await alone(trx, () => {
            const { id, ...input } = parsed.data;
            return writeChange(ctx, trx, actor, environment, { reference: id, input }, hashes[place]);
          })
        : invalidInput(parsed.error);
      if (result instanceof ProblemError) refused.set(line, result);
      else written.set(line, result);
    }
  });
  for (const { before, after } of written.values())
    for (const row of [before, after]) forgetAddresses(ctx, row);
  const rows = [...written.values()].map(({ after }) => after);
  const links = await presentLinks(ctx, actor.workspaceId, rows);
  const byLine = new Map([...written.keys()].map((line, place) => [line, links[place]]));
  return lines.flatMap((line) => {
    const problem = refused.get(line);
    const link = byLine.get(line);
    return problem ? answers.refused(line, problem) : link ? answers.done(line, 200, link) : [];
  });
}

/** Puts the link of each line into the trash; answers every line. @throws auth.missing_scope */
export async function deleteLines(
  ctx: LinkCtx,
  actor: Actor,
  lines: Line[],
  answers: LineAnswers,
): Promise<BulkResult[]> {
  guard(actor, "links:write");
  const deleted: LinkRow[] = [];
  const results = await ctx.db.transaction().execute(async (trx) => {
    await takeTurn(trx, ctx.config.database.kind, actor.workspaceId);
    const access = await readEnvironment(trx, actor);
    const answered: BulkResult[] = [];
    const turn = turnsEvery(LINES_PER_TURN.delete);
    for (const line of lines) {
      await turn();
      const parsed = BulkDeleteLineSchema.safeParse(
        typeof line.value === "string" ? { id: line.value } : line.value,
      );
      const result = parsed.success
        ? await alone(trx, () => writeDeletion(ctx, trx, actor, { reference: parsed.data.id, access }))
        : invalidInput(parsed.error);
      if (!(result instanceof ProblemError)) deleted.push(result);
      answered.push(result instanceof ProblemError ? answers.refused(line, result) : answers.deleted(line));
    }
    return answered;
  });
  for (const row of deleted) forgetAddresses(ctx, row);
  return results;
}

/** What the work gives, or the problem that it throws; then the transaction is as it was before. */
async function alone<Result>(trx: Trx, work: () => Promise<Result>): Promise<Result | ProblemError> {
  await sql`savepoint line`.execute(trx);
  try {
    const result = await work();
    await sql`release savepoint line`.execute(trx);
    return result;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await sql`rollback to savepoint line`.execute(trx);
    await sql`release savepoint line`.execute(trx);
    return error;
  }
}
