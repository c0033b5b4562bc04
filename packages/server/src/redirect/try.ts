import type { Tried, TryInput } from "@visoli/contract/try";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { mayViewLink } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import { readSettings } from "../db/link-settings.ts";
import { findLink, type LinkRow } from "../db/links.ts";
import type { FoundLink } from "../db/lookup.ts";
import { countUses } from "../db/uses.ts";
import { answerOf } from "./answer-of.ts";
import { decide, type Outcome } from "./decide.ts";
import { compileLink, type KnownLink } from "./known-link.ts";
import { madeUpVisitor } from "./made-up-visitor.ts";
import { explainRules } from "./rules/explain.ts";

type Uses = Tried["uses"];

/** What a made-up visitor would get at the link, and why. Nothing is recorded or used up. @throws link.not_found */
export async function tryLink(
  ctx: LinkCtx,
  actor: Actor,
  reference: string,
  input: TryInput,
): Promise<Tried> {
  guard(actor, "links:read");
  const row = await findLink(ctx.db, actor.workspaceId, parseReference(ctx.domains, reference));
  if (!row || !(await mayViewLink(ctx.db, actor, row)))
    throw problem("link.not_found", `There is no link ${reference}`);
  const domain = ctx.domains.byId(row.domain);
  const link = compileLink(foundOf(row), domain);
  const visitor = madeUpVisitor(ctx.visitors, input);
  const nowMs = input.at === undefined ? ctx.now() : Date.parse(input.at);
  const decided = decide(link, visitor, nowMs);
  const uses = await usesOf(ctx, link);
  const outcome = limited(decided, uses);
  const rules = "rule" in decided ? (readSettings(row.settings).rules ?? []) : [];
  return {
    // Nobody who is made up asks for the preview page.
    outcome: outcome.kind as Tried["outcome"],
    ...answerOf(outcome, domain),
    rule: ("rule" in outcome && outcome.rule) || null,
    variant: ("variant" in outcome && outcome.variant) || null,
    uses,
    why: explainRules(rules, visitor, nowMs),
  };
}

function foundOf(row: LinkRow): FoundLink {
  const { id, domain, slug, url, title, settings } = row;
  return {
    ...{ id, workspaceId: row.workspace_id, domain, slug, url, title, settings },
    startsAt: row.starts_at,
    expiresAt: row.expires_at,
    disabledAt: row.disabled_at,
    blockedAt: row.blocked_at,
  };
}

async function usesOf(ctx: LinkCtx, link: KnownLink | null): Promise<Uses> {
  const limit = link?.behaviour?.maxClicks ?? null;
  return link && limit !== null ? { used: await countUses(ctx.db, link.id), limit } : null;
}

/** A link that is used up leads to where an expired one does. */
function limited(outcome: Outcome, uses: Uses): Outcome {
  const isUsedUp = uses !== null && uses.used >= uses.limit;
  if (!isUsedUp || !("rule" in outcome || outcome.kind === "card")) return outcome;
  const { link } = outcome;
  return { kind: "expired", link, location: link.behaviour?.expiredLocation ?? null };
}
