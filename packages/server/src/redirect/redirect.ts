import type { Server } from "bun";
import type { Domain, Domains } from "../core/domains.ts";
import { createAnswers } from "./answers.ts";
import type { Address, Asking } from "./asking.ts";
import type { RedirectDependencies } from "./dependencies.ts";
import { findByPrefix, findExact } from "./find.ts";
import type { KnownLink } from "./known-link.ts";
import { isLedOn } from "./led-on.ts";
import { again, passwordPoster } from "./password-post.ts";
import { pixelAnswers } from "./pixel.ts";
import { addressReader, recorder, visitedNothing } from "./record.ts";
import { decider, type Respond, responder } from "./respond.ts";
import { createSend } from "./send.ts";
import { maySpecial, specialAnswers } from "./special.ts";

export type Redirect = (
  request: Request,
  server: Server<unknown>,
  address: Address,
) => Response | Promise<Response>;

/** The redirect: a plain function that waits for nothing but the journal, and for a database that is asked for an unknown slug. */
export function createRedirect(dependencies: RedirectDependencies): Redirect {
  const { domains, links, newRequestId, now } = dependencies;
  const send = createSend(newRequestId, dependencies.publicUrl);
  const addressOf = addressReader(dependencies);
  const record = recorder(dependencies, addressOf);
  const decideFor = decider(dependencies, addressOf);
  const answer = createAnswers(dependencies, send);
  const respond = responder(dependencies, decideFor, answer, record);
  const postPassword = passwordPoster(dependencies, send);
  const answerSpecial = specialAnswers(dependencies, send);
  const answerPixel = pixelAnswers(dependencies, record);

  return (request, server, at) => {
    const { method } = request;
    const asking: Asking = { request, server, at, domain: domainOf(domains, at.host) };
    if (method === "GET" || method === "HEAD") {
      const answered = maySpecial(at.path) ? special(asking) : null;
      return answered ?? withLink(asking, respond);
    }
    return method === "POST" && !maySpecial(at.path) ? withLink(asking, post) : send.wrongMethod(method);
  };

  function special(asking: Asking): Response | Promise<Response> | null {
    const answered = answerPixel(asking) ?? answerSpecial(asking);
    const isOrphan = asking.domain === null && asking.at.path.length < 2 && asking.request.method === "GET";
    if (answered === null || !isOrphan) return answered;
    return record(asking, visitedNothing(asking), now()).then(() => answered);
  }

  /** At once where the cache knows the link or the database answers at once. */
  function withLink(asking: Asking, then: Respond): Response | Promise<Response> {
    const { domain, at } = asking;
    if (domain === null) return then(asking, null, "");
    const isDeep = at.path.includes("/", 1);
    const byPrefix = (): Response | Promise<Response> => {
      const found = findByPrefix(links, domain, at.path);
      if (found instanceof Promise) return found.then(({ link, rest }) => then(asking, link, rest));
      return then(asking, found.link, found.rest);
    };
    const link = findExact(links, domain, at.path);
    if (link instanceof Promise)
      return link.then((late) => (late === null && isDeep ? byPrefix() : then(asking, late, "")));
    return link === null && isDeep ? byPrefix() : then(asking, link, "");
  }

  /** Only a link with a password takes a POST; whoever has shown it already, or need not any more, is led on or told why not. */
  function post(asking: Asking, link: KnownLink | null, rest: string): Response | Promise<Response> {
    const passwordHash = link?.behaviour?.passwordHash ?? null;
    if (link === null || passwordHash === null) return send.wrongMethod("POST");
    const outcome = decideFor(asking, link, rest, now());
    if (outcome.kind === "password") return postPassword(asking, link, passwordHash, addressOf(asking));
    const isOpen = isLedOn(outcome) || outcome.kind === "preview" || outcome.kind === "card";
    return isOpen ? again(asking, newRequestId()) : answer(asking, outcome);
  }
}

/** No name (HTTP/1.0), machines without one of their own, and names within a network stand for the service itself; another unknown name for nobody. */
export function domainOf(domains: Domains, host: string): Domain | null {
  if (host === domains.own.host) return domains.own;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  const known = domains.byHost(host) ?? domains.byHost(name);
  return known ?? (/^[^.]*$|^[\d.]+$|^\[.*\]$/.test(name) ? domains.own : null);
}
