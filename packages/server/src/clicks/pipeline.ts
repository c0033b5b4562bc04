import type { Geo } from "../adapters/geo/geo.ts";
import type { Visit } from "../core/visit.ts";
import type { ReadAgent } from "../lib/agent.ts";
import type { ByteBuffer } from "../lib/byte-buffer.ts";
import { agentStep } from "./agent.ts";
import { classStep } from "./class.ts";
import type { Duplicates } from "./duplicates.ts";
import { languageStep } from "./language.ts";
import { writeLink } from "./link.ts";
import { nonceCounter } from "./nonce.ts";
import { networkStep, placeStep } from "./place.ts";
import { referrerStep } from "./referrer.ts";
import type { Salts } from "./salts.ts";
import { bytesOf } from "./step.ts";
import { triggerStep } from "./trigger.ts";
import { utmStep } from "./utm.ts";
import { recordedVisitor, visitorHash } from "./visitor.ts";

/** A named step writes its part of the click's row, as members of a JSON object. */
export type Step = { name: string; write(visit: Visit, row: ByteBuffer): void };

/** What the pipeline asks of the world. */
export type PipelineSources = {
  geo: Pick<Geo, "place" | "network">;
  salts: Salts;
  readAgent: ReadAgent;
  duplicates: Duplicates;
  /** Shared with whoever hands out ids of clicks before they are recorded. */
  nonce?: (at: number) => number;
};

/**
 * Everything that is recorded of a click, step by step. Steps keep the bytes that they wrote for equal input: most input is. The
 * first opens the row. Of a visit that is private, what could tell its visitor from others is left out: hash, network, language,
 * and whatever is finer than a country, a kind of device and a campaign.
 */
export function clickPipeline(sources: PipelineSources): Step[] {
  const nonce = sources.nonce ?? nonceCounter();
  const place = placeStep();
  const referrer = referrerStep();
  const utm = utmStep();
  const language = languageStep();
  return [
    { name: "link", write: writeLink },
    { name: "trigger", write: triggerStep() },
    { name: "time", write: (visit, row) => writeTime(row, visit.at, visit.nonce ?? nonce(visit.at)) },
    { name: "visitor", write: visitorStep(sources) },
    {
      name: "place",
      write: ({ address, isPrivate }, row) => row.put(place(sources.geo.place(address), isPrivate)),
    },
    { name: "referrer", write: (visit, row) => row.put(referrer(visit.referrer)) },
    { name: "utm", write: ({ link, query, isPrivate }, row) => row.put(utm(link, query, isPrivate)) },
    {
      name: "language",
      write: ({ acceptLanguage, isPrivate }, row) => {
        if (!isPrivate) row.put(language(acceptLanguage));
      },
    },
  ];
}

/** Who it was: the hash, the agent and the network, and the class, which follows from the three. */
function visitorStep({ geo, salts, readAgent, duplicates }: PipelineSources): Step["write"] {
  const agentPart = agentStep();
  const networkPart = networkStep();
  const classPart = classStep(duplicates);
  return (visit, row) => {
    const { isPrivate } = visit;
    const agent = readAgent(visit.agent);
    const network = geo.network(visit.address);
    const visitor = isPrivate ? 0 : visitorHash(salts, visit);
    row.put(classPart(visit, { agent, asn: network.asn, visitor }));
    row.put(agentPart(agent, isPrivate));
    if (isPrivate) return;
    writeNumber(row, VISITOR, recordedVisitor(visitor));
    row.put(networkPart(network));
  };
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
