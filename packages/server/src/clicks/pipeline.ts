import type { Geo } from "../adapters/geo/geo.ts";
import type { Visit } from "../core/visit.ts";
import type { FoundLink } from "../db/lookup.ts";
import { memoByObject } from "../lib/memo.ts";
import { agentStep } from "./agent.ts";
import { languageStep } from "./language.ts";
import { networkStep, placeStep } from "./place.ts";
import { referrerStep } from "./referrer.ts";
import type { Salts } from "./salts.ts";
import { members } from "./step.ts";
import { utmStep } from "./utm.ts";
import { visitorHash } from "./visitor.ts";

/** A named step gives its part of the click's row, as members of a JSON object. */
type Step = { name: string; write(visit: Visit): string };

/** Everything that is recorded of a click, step by step. Steps remember what they wrote for equal input: most input is. */
export function clickPipeline(geo: Geo, salts: Salts): Step[] {
  const link = memoByObject((found: FoundLink) =>
    members({ workspace: found.workspaceId, link: found.id, slug: found.slug }),
  );
  const nonce = nonceCounter();
  const agent = agentStep();
  const place = placeStep(geo);
  const network = networkStep(geo);
  const referrer = referrerStep();
  const utm = utmStep();
  const language = languageStep();
  return [
    { name: "link", write: (visit) => link(visit.link) },
    { name: "time", write: (visit) => `"at":${visit.at},"nonce":${nonce()}` },
    { name: "agent", write: (visit) => agent(visit.agent, visit.purpose) },
    { name: "place", write: (visit) => place(visit.address) },
    { name: "network", write: (visit) => network(visit.address) },
    { name: "referrer", write: (visit) => referrer(visit.referrer) },
    { name: "utm", write: (visit) => utm(visit.link, visit.query) },
    { name: "language", write: (visit) => language(visit.acceptLanguage) },
    { name: "visitor", write: (visit) => `"visitor":${visitorHash(salts, visit)}` },
  ];
}

/** The click as one line of the journal. */
export function clickLine(steps: readonly Step[], visit: Visit): string {
  let line = "{";
  for (const step of steps) line += line.length > 1 ? `,${step.write(visit)}` : step.write(visit);
  return `${line}}\n`;
}

/** Counts up from a random start, modulo 2^32: with the millisecond it tells every click of every process apart. */
function nonceCounter(): () => number {
  let next = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return () => {
    next = (next + 1) >>> 0;
    return next;
  };
}
