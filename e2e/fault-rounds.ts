import { until } from "../test/engines.ts";
import { createClient, type Link } from "./client.ts";
import { judge, type Load, startLoad, type Verdict } from "./load.ts";
import { type Environment, type Server, startServer } from "./server.ts";

/** The places that `packages/server/src/lib/faults.ts` names, and how often each is passed at most before it ends the process. */
const POINTS: Record<string, number> = {
  "journal.opened": 2,
  "journal.written": 300,
  "journal.sealing": 2,
  "journal.sealed": 2,
  "ingest.inserting": 2,
  "ingest.inserted": 2,
  "ingest.removed": 2,
};
const AT_RANDOM = "at random";
const PATIENCE_MS = 30_000;

export type FaultRound = { name: string; point: string; link: Link; load: Load };
export type FaultRun = { server: Server; rounds: FaultRound[] };

/**
 * Rounds on one data folder. In each, traffic comes while the process is about to end itself at one of the points, in turn, or (every
 * eighth time) is killed at a moment that nobody knows; then it is started again. The last start is left alone.
 */
export async function runFaultRounds(
  count: number,
  env: Environment,
  onRound: (round: FaultRound) => void = () => {},
): Promise<FaultRun> {
  let server = await startServer({ env });
  const { apiKey } = server;
  const links = await createLinks(server, count);
  await server.stop();
  const rounds: FaultRound[] = [];
  for (const [index, link] of links.entries()) {
    const point = [...Object.keys(POINTS), AT_RANDOM][index % 8] ?? AT_RANDOM;
    const load = await endUnderLoad(server, link, point);
    const round = { name: link.slug, point, link, load };
    rounds.push(round);
    onRound(round);
  }
  server = await server.restart();
  return { server: { ...server, apiKey }, rounds };
}

async function createLinks({ url, apiKey }: Server, count: number): Promise<Link[]> {
  const client = createClient(url, apiKey);
  const links: Link[] = [];
  for (let index = 0; index < count; index++) {
    const slug = `round-${String(index).padStart(4, "0")}`;
    links.push(await client.createLink({ url: `https://example.com/${slug}`, slug }));
  }
  return links;
}

async function endUnderLoad(place: Server, link: Link, point: string): Promise<Load> {
  const server = await startWith(place, point);
  const load = startLoad(link.shortUrl, link.url, link.slug, 4);
  if (point === AT_RANDOM) await Bun.sleep(Math.random() * 1_500);
  // At most the test of the point is missed where it is not passed; that it is, is expected of every one.
  else await until(server.hasEnded, { timeoutMs: PATIENCE_MS, everyMs: 5 });
  await server.kill();
  await load.stop();
  return load;
}

/** What waits from the round before may bring the process to the point before anybody has asked it: then it is started once more. */
async function startWith(place: Server, point: string): Promise<Server> {
  const most = POINTS[point];
  if (most === undefined) return place.restart();
  try {
    const FAULT_AT = `${point}:${Math.ceil(Math.random() * most)}`;
    return await place.restart({ NODE_ENV: "test", FAULT_AT });
  } catch {
    return startWith(place, point);
  }
}

/** What the ledger has of each round, once everything that was answered is in it: `namesOf` gives a name for each click. */
export async function verdictsOf(
  rounds: FaultRound[],
  namesOf: (round: FaultRound) => Promise<string[]>,
): Promise<[string, Verdict][]> {
  const verdicts: [string, Verdict][] = [];
  for (const round of rounds) {
    const { answered, sent } = round.load;
    // When it never becomes whole, the comparison says what is missing.
    await until(async () => (await namesOf(round)).length >= answered.size, {
      timeoutMs: 20_000,
      everyMs: 200,
    }).catch(() => {});
    verdicts.push([`${round.name} ${round.point}`, judge(await namesOf(round), answered, sent)]);
  }
  return verdicts;
}
