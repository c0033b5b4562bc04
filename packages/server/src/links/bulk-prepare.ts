import type { BulkResult } from "@visoli/contract/bulk";
import type { LinkCreate } from "@visoli/contract/link";
import { readLinkCreate } from "@visoli/contract/read-link-create";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { invalidInput } from "../core/http.ts";
import { turnsEvery } from "../lib/turns.ts";
import { LINES_PER_TURN, type Line, type LineAnswers } from "./bulk.ts";
import { hashPasswords } from "./bulk-passwords.ts";
import { type Plan, planOf } from "./bulk-plans.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { prepareLink } from "./prepare.ts";

/** What a line asks for; `plan` where that can be said without the database. */
export type Wish = {
  line: Line;
  input: LinkCreate;
  passwordHash: string | undefined;
  plan: Plan<Line> | null;
};
/** Lines to write, and the answers of those that are refused already. */
export type Wishes = { wishes: Wish[]; refused: Map<Line, BulkResult>; environment: Environment };

/**
 * Checks the lines and makes links of them, as far as that goes without the database: other lines are written meanwhile. Whatever waits in
 * the event loop has its turn every few lines.
 */
export async function prepareLines(
  ctx: LinkCtx,
  actor: Actor,
  lines: Line[],
  answers: LineAnswers,
): Promise<Wishes> {
  const environment = await readEnvironment(ctx.reads, actor);
  const wishes: Wish[] = [];
  const refused = new Map<Line, BulkResult>();
  const turn = turnsEvery(LINES_PER_TURN.create);
  for (const line of lines) {
    await turn();
    const parsed = readLinkCreate(line.value);
    if (!parsed.success) {
      refused.set(line, answers.refused(line, invalidInput(parsed.error)));
      continue;
    }
    const wish: Wish = { line, input: parsed.data, passwordHash: undefined, plan: null };
    const made = isPlain(parsed.data) ? planFor(ctx, actor, environment, wish) : null;
    if (made instanceof ProblemError) refused.set(line, answers.refused(line, made));
    else wishes.push({ ...wish, plan: made });
  }
  if (wishes.some(({ input }) => input.ifExists === "return")) await ctx.needIndex("links_by_url");
  const hashes = await hashPasswords(wishes.map(({ input }) => input.password));
  for (const [place, wish] of wishes.entries()) wish.passwordHash = hashes[place];
  return { wishes, refused, environment };
}

/** The link to make of the line, or why there is none. */
export function planFor(
  ctx: LinkCtx,
  actor: Actor,
  environment: Environment,
  { line, input, passwordHash }: Omit<Wish, "plan">,
): Plan<Line> | ProblemError {
  try {
    return planOf(line, prepareLink(ctx, actor, environment, input, passwordHash));
  } catch (error) {
    return expected(error);
  }
}

export function expected(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  throw error;
}

/** Whether it takes neither the database nor a hash to know the link. */
function isPlain({ ifExists, template, password }: LinkCreate): boolean {
  return ifExists !== "return" && template === undefined && !password;
}
