import { planThatHas } from "@visoli/contract/plan";
import type { MiddlewareHandler } from "hono";
import type { Actor } from "../core/actor.ts";
import { actorName } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { type ProblemError, problem } from "../core/errors.ts";
import { type Env, problemResponse } from "../core/http.ts";
import { hiddenAddress, secondsOf } from "../core/limits.ts";
import { lacksFeature } from "../core/plan-problems.ts";
import type { NamedPlan } from "../core/plans.ts";
import { isOver, RATE_WINDOW_S, type Rate, setRateHeaders } from "../core/rate.ts";
import { readAddressBy } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";

/** A person clicks through pages that ask many things at once. */
const LEAST_FOR_PEOPLE = 600;
/** Of a key that may do nothing: it is told so, but not without end. */
const WITHOUT_API = 60;
const PER_ADDRESS = 10_000;
/** What keys may ask on any plan: how to get a better one. */
const WITHOUT_PLAN = /^\/api\/v1\/(billing|usage)(\/|$)/;

/**
 * Says in every answer how often may be asked. Where nobody is known by then who asks, the address is counted: before anything is done where
 * the request does not even say who sends it.
 */
export function rateHeaders(ctx: LinkCtx): MiddlewareHandler<Env> {
  const readAddress = readAddressBy(ctx.config.trust);
  return async (c, next) => {
    const isNameless = !c.req.header("Authorization") && !c.req.header("Cookie");
    const byAddress = async (): Promise<Rate> => {
      const name = hiddenAddress(addressOfVisitor(c, readAddress), ctx.visitors.secret);
      const counted = await ctx.windows.add(`rate:address:${name}`, RATE_WINDOW_S);
      return { ...counted, policy: "address", limit: PER_ADDRESS };
    };
    const refuse = (rate: Rate) => problemResponse(tooMany(rate), c.var.requestId, ctx.config.publicUrl);
    let rate = isNameless ? await byAddress() : undefined;
    if (rate && isOver(rate)) c.res = refuse(rate);
    else await next();
    if (!isNameless) {
      rate = c.var.rate ?? (await byAddress());
      if (rate.policy === "address" && isOver(rate)) c.res = refuse(rate);
    }
    if (rate) setRateHeaders(c.res.headers, rate);
  };
}

/** Counts the request of the actor, who is known by now. @throws request.rate_limited; plan.feature_required where the plan has no API */
export function rateLimit(ctx: LinkCtx): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { actor } = c.var;
    const known = ctx.plans.of(actor.workspaceId);
    const plan = known instanceof Promise ? await known : known;
    const limit = limitFor(actor, plan, ctx.config.apiRateLimit);
    const counted = await ctx.windows.add(`rate:${actor.workspaceId}:${actorName(actor)}`, RATE_WINDOW_S);
    const rate: Rate = { ...counted, policy: "default", limit };
    c.set("rate", rate);
    if (isOver(rate)) throw tooMany(rate);
    if (actor.kind === "key" && plan.apiRequestsPerMinute === 0 && !WITHOUT_PLAN.test(c.req.path))
      throw noApi(ctx, plan);
    await next();
  };
}

function limitFor(actor: Actor, plan: NamedPlan, otherwise: number | null): number | null {
  const limit = plan.apiRequestsPerMinute ?? otherwise;
  if (limit === null) return null;
  return actor.kind === "person" ? Math.max(limit, LEAST_FOR_PEOPLE) : limit || WITHOUT_API;
}

function tooMany(rate: Rate): ProblemError {
  const retryAfterS = secondsOf(rate);
  const detail = `${rate.limit} requests a minute are allowed; try again in ${retryAfterS} seconds`;
  return problem("request.rate_limited", detail, undefined, { retryAfterS });
}

function noApi({ config }: LinkCtx, plan: NamedPlan): ProblemError {
  const upgradeTo = planThatHas(config.plans, plan, ({ apiRequestsPerMinute: count }) => count !== 0);
  return lacksFeature({ plan: plan.name, what: "no access by API keys", upgradeTo });
}
