import type { Answer } from "./answers.ts";
import type { Asking } from "./asking.ts";
import { clickMarker } from "./click-id.ts";
import { decide, type Outcome } from "./decide.ts";
import type { RedirectDependencies } from "./dependencies.ts";
import type { KnownLink } from "./known-link.ts";
import { isLedOn } from "./led-on.ts";
import { movedNowhere, notAhead } from "./moved.ts";
import { isPreviewPath } from "./path.ts";
import { type AddressOf, type Record, visitedBy } from "./record.ts";
import { isPrefetch } from "./visit.ts";
import type { Visitor } from "./visitor.ts";

type MaybeLater<Value> = Value | Promise<Value>;
/** What becomes of a request, given its link and what stands behind the slug. */
export type Decide = (asking: Asking, link: KnownLink | null, rest: string, at: number) => Outcome;
export type Respond = (asking: Asking, link: KnownLink | null, rest: string) => MaybeLater<Response>;

export function decider({ readVisitor }: RedirectDependencies, addressOf: AddressOf): Decide {
  const nobody = { address: () => "", headers: new Headers(), query: "", restOfPath: "" };
  // A link without behaviour does not ask who comes; it is not worth finding out.
  const follower = readVisitor({ ...nobody, wantsPreview: false });
  const looker = readVisitor({ ...nobody, wantsPreview: true });

  function visitorOf(asking: Asking, link: KnownLink | null, rest: string): Visitor {
    const { path, query } = asking.at;
    const wantsPreview = isPreviewPath(path);
    if (link === null || link.behaviour === null) return wantsPreview ? looker : follower;
    const { headers } = asking.request;
    const address = () => addressOf(asking);
    return readVisitor({ address, headers, query, restOfPath: rest, wantsPreview });
  }

  return (asking, link, rest, at) => decide(link, visitorOf(asking, link, rest), at);
}

/** Decides, counts, answers and records. Waits for nothing but the journal, and the count of uses where a link has one. */
export function responder(
  { uses, now, counts, newRequestId, newClick }: RedirectDependencies,
  decideFor: Decide,
  answer: Answer,
  record: Record,
): Respond {
  const mark = clickMarker(newClick);
  function settle(asking: Asking, outcome: Outcome, at: number): MaybeLater<Response> {
    counts[outcome.kind]++;
    const marked = mark(asking, outcome, at);
    const response = answer(asking, marked?.outcome ?? outcome);
    if (asking.request.method === "HEAD") return response;
    const visited = visitedBy(asking, outcome);
    if (visited === null) return response;
    if (marked) visited.nonce = marked.nonce;
    return record(asking, visited, at).then(() => response);
  }

  /** Only a GET that is led on takes a use, before it is answered. Nobody else may learn where the link leads. */
  async function limited(asking: Asking, link: KnownLink, limit: number, outcome: Outcome, at: number) {
    const isAsked = isLedOn(outcome);
    if (!isAsked && outcome.kind !== "preview" && outcome.kind !== "card") return settle(asking, outcome, at);
    const isTaking = isAsked && asking.request.method === "GET";
    if (isTaking && isPrefetch(asking.request.headers)) return notAhead(newRequestId());
    const isLeft = isTaking ? await uses.take(link.id, limit) : await uses.isLeft(link.id, limit);
    if (!isLeft) {
      const location = link.behaviour?.expiredLocation ?? null;
      return settle(asking, { kind: "expired", link, location }, at);
    }
    return isAsked && !isTaking ? movedNowhere(link, newRequestId()) : settle(asking, outcome, at);
  }

  return (asking, link, rest) => {
    const at = now();
    const outcome = decideFor(asking, link, rest, at);
    const limit = link?.behaviour?.maxClicks ?? null;
    return link === null || limit === null
      ? settle(asking, outcome, at)
      : limited(asking, link, limit, outcome, at);
  };
}
