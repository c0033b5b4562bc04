import { slugKey } from "@visoli/contract/slug";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import type { ProblemError } from "../core/errors.ts";
import type { Trx } from "../db/schema.ts";
import { insertDrafts } from "./insert.ts";
import type { Draft } from "./prepare.ts";

/** A link to write for its owner, and what of it another one of the same request could take. */
export type Plan<Owner> = {
  owner: Owner;
  draft: Draft;
  /** What one link only can have: slugs that were asked for, and the externalId. */
  wanted: string[];
  /** Domain and URL, by which `ifExists: return` finds a link. */
  destination: string;
};

export function planOf<Owner>(owner: Owner, draft: Draft): Plan<Owner> {
  const { row, domain, hasOwnSlug } = draft;
  const slugs = [...(hasOwnSlug ? [row.slug] : []), ...row.aliases];
  const wanted = slugs.map((slug) => `slug ${row.domain}/${slugKey(slug, domain.isCaseSensitive)}`);
  if (row.external_id !== null) wanted.push(`externalId ${row.external_id}`);
  return { owner, draft, wanted, destination: `url ${row.domain}/${row.url}` };
}

/**
 * Writes the plans with the outcome that they would have one by one, in order, by few statements: nothing that a plan took counts
 * unless it was written. The outcome is the plan's own draft, that of a plan before it (`ifExists: return`), or why there is none.
 */
export async function writePlans<Owner>(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  plans: Plan<Owner>[],
): Promise<Map<Plan<Owner>, Draft | ProblemError>> {
  const outcomes = new Map<Plan<Owner>, Draft | ProblemError>();
  const held = new Set<string>();
  const findable = new Map<string, Plan<Owner>>();
  const placeOf = new Map(plans.map((plan, place) => [plan, place]));
  const isBefore = (one: Plan<Owner>, other: Plan<Owner>) =>
    (placeOf.get(one) ?? 0) < (placeOf.get(other) ?? 0);
  const isAnyFound = plans.some(returnsExisting);
  for (let waiting = plans; waiting.length > 0; ) {
    const { now, later } = nextRound(waiting, held, isAnyFound);
    const own: Plan<Owner>[] = [];
    for (const plan of now) {
      const found = returnsExisting(plan) ? findable.get(plan.destination) : undefined;
      if (found && isBefore(found, plan)) outcomes.set(plan, found.draft);
      else own.push(plan);
    }
    const drafts = own.map(({ draft }) => draft);
    const problems = await insertDrafts(ctx, trx, actor, drafts);
    own.forEach((plan, place) => {
      const { draft, destination, wanted } = plan;
      outcomes.set(plan, problems[place] ?? draft);
      if (problems[place]) return;
      for (const each of wanted) held.add(each);
      if (!isAnyFound) return;
      const first = findable.get(destination);
      if (isFindable(plan) && !(first && isBefore(first, plan))) findable.set(destination, plan);
    });
    waiting = later;
  }
  return outcomes;
}

/** Those whose outcome does not hang on that of another before them; the first of them always is one. */
function nextRound<Owner>(waiting: Plan<Owner>[], held: Set<string>, isAnyFound: boolean) {
  const now: Plan<Owner>[] = [];
  const later: Plan<Owner>[] = [];
  const claimed = new Set<string>();
  for (const plan of waiting) {
    const { wanted, destination } = plan;
    const isLost = wanted.some((each) => held.has(each));
    const isOpen = !isLost && wanted.some((each) => claimed.has(each));
    const mayBeFound = returnsExisting(plan) && claimed.has(destination);
    (isOpen || mayBeFound ? later : now).push(plan);
    for (const each of wanted) claimed.add(each);
    if (isAnyFound && isFindable(plan)) claimed.add(destination);
  }
  return { now, later };
}

function returnsExisting<Owner>({ draft }: Plan<Owner>): boolean {
  return draft.input.ifExists === "return";
}

function isFindable<Owner>({ draft }: Plan<Owner>): boolean {
  return draft.row.archived_at === null;
}
