import type { Geo } from "../adapters/geo/geo.ts";
import type { Visit } from "../core/visit.ts";
import type { ReadAgent } from "../lib/agent.ts";
import type { ByteBuffer } from "../lib/byte-buffer.ts";
import { agentStep } from "./agent.ts";
import { languageStep } from "./language.ts";
import { writeLink } from "./link.ts";
import { networkStep, placeStep } from "./place.ts";
import { referrerStep } from "./referrer.ts";
import type { Salts } from "./salts.ts";
import { bytesOf } from "./step.ts";
import { triggerStep } from "./trigger.ts";
import { utmStep } from "./utm.ts";
import { visitorHash } from "./visitor.ts";

/** A named step writes its part of the click's row, as members of a JSON object. */
export type Step = { name: string; write(visit: Visit, row: ByteBuffer): void };

/**
 * Everything that is recorded of a click, step by step. Steps keep the bytes that they wrote for equal input: most input is. The
 * first opens the row.
 */
export function clickPipeline(geo: Geo, salts: Salts, readAgent: ReadAgent): Step[] {
  const nonce = nonceCounter();
  const agent = agentStep(readAgent);
  const place = placeStep(geo);
  const network = networkStep(geo);
  const referrer = referrerStep();
  const utm = utmStep();
  const language = languageStep();
  return [
    { name: "link", write: writeLink },
    { name: "trigger", write: triggerStep() },
    { name: "time", write: ({ at }, row) => writeTime(row, at, nonce()) },
    { name: "visitor", write: (visit, row) => writeNumber(row, VISITOR, visitorHash(salts, visit)) },
    { name: "agent", write: (visit, row) => row.put(agent(visit.agent, visit.purpose)) },
    { name: "place", write: (visit, row) => row.put(place(visit.address)) },
    { name: "network", write: (visit, row) => row.put(network(visit.address)) },
    { name: "referrer", write: (visit, row) => row.put(referrer(visit.referrer)) },
    { name: "utm", write: (visit, row) => row.put(utm(visit.link, visit.query)) },
    { name: "language", write: (visit, row) => row.put(language(visit.acceptLanguage)) },
  ];
}

/** Writes the click as one line of the journal. */
export function writeClick(steps: readonly Step[], visit: Visit, row: ByteBuffer): void {
  for (const step of steps) step.write(visit, row);
  row.put(END);
}

const AT = bytesOf(',"at":');
const NONCE = bytesOf(',"nonce":');
const VISITOR = bytesOf(',"visitor":');
const END = bytesOf("}\n");

function writeTime(row: ByteBuffer, at: number, nonce: number): void {
  writeNumber(row, AT, at);
  writeNumber(row, NONCE, nonce);
}

function writeNumber(row: ByteBuffer, name: Uint8Array, value: number): void {
  row.put(name);
  row.number(value);
}

/** Counts up from a random start, modulo 2^32: with the millisecond it tells every click of every process apart. */
function nonceCounter(): () => number {
  let next = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return () => {
    next = (next + 1) >>> 0;
    return next;
  };
}
