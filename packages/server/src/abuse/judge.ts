import type { LinkCtx } from "../core/ctx.ts";
import { forgetAddresses } from "../core/forget.ts";
import { type JudgedLink, lockAnyLink } from "../db/blocked.ts";
import { destinationsOf } from "./destinations.ts";
import { allowance, isBlockedBy, reasonText } from "./reason.ts";
import { type Blocking, writeBlocking } from "./write-block.ts";

/** `settled`: the link is as the lists want it. `unknown`: Web Risk did not say; `isPassing` where it may the next time. */
export type Judgement = { kind: "settled" } | { kind: "unknown"; isPassing: boolean };

type Verdict =
  | { kind: "harmful"; reason: string }
  | { kind: "clean" }
  | { kind: "unknown"; isPassing: boolean };

const SETTLED = { kind: "settled" } as const;
/** Whom the history names where nobody decided. */
const LISTS = "lists";

/**
 * Blocks the link if a list has one of its destinations, and lets it go if none does any more and a list had blocked it. What a person
 * decided stays. `asksWebRisk` is for whether Google is asked about a link that nothing else speaks against.
 */
export async function judgeLink(ctx: LinkCtx, link: JudgedLink, asksWebRisk: boolean): Promise<Judgement> {
  const destinations = destinationsOf(link);
  const isBlocked = link.blocked_at !== null;
  const isByList =
    isBlocked && ["list", "web_risk"].some((by) => isBlockedBy(by as "list", link.block_reason));
  if (isBlocked ? !isByList : link.block_reason === allowance(destinations)) return SETTLED;
  const verdict = await verdictOn(ctx, destinations, link, asksWebRisk || isBlocked);
  if (verdict.kind === "unknown") return verdict;
  // One reason is as good as another.
  if ((verdict.kind === "harmful") === isBlocked) return SETTLED;
  await settle(ctx, link, verdict.kind === "harmful" ? { reason: verdict.reason } : { note: null });
  return SETTLED;
}

async function verdictOn(
  { threats }: LinkCtx,
  destinations: string[],
  link: JudgedLink,
  asksWebRisk: boolean,
): Promise<Verdict> {
  for (const url of destinations) {
    const listed = threats.listed(url);
    if (listed !== null) return { kind: "harmful", reason: reasonText("list", listed) };
  }
  const { askWebRisk } = threats;
  // What Web Risk blocked, nobody else can let go.
  if (!askWebRisk && isBlockedBy("web_risk", link.block_reason) && link.blocked_at !== null)
    return { kind: "unknown", isPassing: false };
  if (!askWebRisk || !asksWebRisk) return { kind: "clean" };
  let answer: Verdict = { kind: "clean" };
  for (const url of destinations) {
    const said = await askWebRisk(url);
    if (said.kind === "threat")
      return { kind: "harmful", reason: reasonText("web_risk", said.types.join(", ")) };
    if (said.kind === "unknown") answer = said;
  }
  return answer;
}

/** Writes it down, unless the link has changed meanwhile: then its change has asked for a judgement of its own. */
async function settle(ctx: LinkCtx, judged: JudgedLink, blocking: Blocking): Promise<void> {
  const after = await ctx.db.transaction().execute(async (trx) => {
    const link = await lockAnyLink(trx, ctx.config.database.kind, { id: judged.id });
    const isSame =
      link?.url === judged.url &&
      link.settings === judged.settings &&
      link.blocked_at === judged.blocked_at &&
      link.block_reason === judged.block_reason;
    return link && isSame ? writeBlocking(ctx, trx, link, blocking, LISTS) : null;
  });
  if (after) forgetAddresses(ctx, after);
}
