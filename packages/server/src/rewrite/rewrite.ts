import type { BulkResult } from "@visoli/contract/bulk";
import type { Problem } from "@visoli/contract/errors";
import type { LinkCreate } from "@visoli/contract/link";
import type { Rewrite, RewriteResult } from "@visoli/contract/rewrite";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { invalid, type ProblemError, problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import type { Idempotency } from "../core/idempotency.ts";
import { applyRewrite } from "./apply.ts";
import type { ReadTarget } from "./read.ts";
import type { ContentReader } from "./reader.ts";

/** What the routes hand in: how content is read, and how links are made. */
export type RewriteParts = { readContent: ContentReader; makeLinks: MakeLinks };

const MAX_DESTINATIONS = 1_000;

/** Makes a link of each input, in order, once for an Idempotency-Key. Links belong to another noun: the routes are handed how it is done. */
export type MakeLinks = (
  actor: Actor,
  inputs: LinkCreate[],
  idempotency: Idempotency | undefined,
) => Promise<BulkResult[]>;

/**
 * The content with every link replaced by a short one, and all else as it was. What no link may lead to stays as it is, and is listed.
 * @throws request.invalid, idempotency.mismatch; plan.quota_exceeded where that is why there is none at all
 */
export async function rewrite(
  ctx: LinkCtx,
  actor: Actor,
  input: Rewrite,
  { readContent, makeLinks }: RewriteParts,
  idempotency?: Idempotency,
): Promise<RewriteResult> {
  guard(actor, "links:write");
  const plan = await readContent({ ...input, ownDomains: ctx.domains.hosts() });
  if ("refusal" in plan) throw invalid(...plan.refusal);
  if (plan.targets.length > MAX_DESTINATIONS) {
    const message = `Holds ${plan.targets.length} different destinations; a call makes ${MAX_DESTINATIONS} links at most`;
    throw invalid({ path: "content", code: "too_many_links", message });
  }
  const inputs = plan.targets.map((target) => linkFor(target, input));
  const results = await makeLinks(actor, inputs, idempotency);
  const done = plan.targets.map((target, place) => ({ target, result: results[place] }));
  const short = done.flatMap(({ target, result }) =>
    result && "link" in result ? { target, link: result.link, isNew: result.status === 201 } : [],
  );
  const refused = done.flatMap(({ target, result }) => {
    if (result && "link" in result) return [];
    return isOverQuota(result) ? { ...target.refused, reason: "quota" as const } : target.refused;
  });
  const lacking = short.length === 0 ? results.find(isOverQuota) : undefined;
  if (lacking) throw lackingProblem(lacking.problem);
  return {
    content: applyRewrite(
      input.content,
      short.map(({ target, link }) => ({ shortUrl: link.shortUrl, places: target.places })),
    ),
    links: short.map(({ target, link, isNew }) => ({
      url: link.url,
      shortUrl: link.shortUrl,
      linkId: link.id,
      count: target.places.length,
      isNew,
    })),
    skipped: [...plan.skipped, ...refused],
  };
}

function lackingProblem({ code, detail, plan, limit, used, resetsAt, upgradeTo }: Problem): ProblemError {
  return problem(code, detail, undefined, { plan: { plan, limit, used, resetsAt, upgradeTo } });
}

function isOverQuota(result: BulkResult | undefined): result is Extract<BulkResult, { problem: unknown }> {
  return result !== undefined && "problem" in result && result.problem.status === 402;
}

function linkFor({ url }: ReadTarget, { tags, domain, folder, expiresAt, reuse }: Rewrite): LinkCreate {
  return {
    url,
    ...(tags && { tags }),
    ...(domain !== undefined && { domain }),
    ...(folder !== undefined && { folder }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(reuse && { ifExists: "return" as const }),
  };
}
