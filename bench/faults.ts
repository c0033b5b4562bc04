import { createClient } from "../e2e/client.ts";
import { type FaultRound, runFaultRounds, verdictsOf } from "../e2e/fault-rounds.ts";
import { endAll } from "../e2e/server.ts";
import { createProgress } from "./progress.ts";
import { onEnd } from "./scope.ts";

/** Ends the service again and again while it is in use, and says whether the ledger has every answered click once. */
export async function tryFaults(count: number): Promise<boolean> {
  onEnd(endAll);
  const show = createProgress("ends", count);
  let done = 0;
  const { server, rounds } = await runFaultRounds(count, {}, () => show(++done));
  const client = createClient(server.url, server.apiKey);
  const verdicts = await verdictsOf(rounds, ({ link }) => client.namesOf(link.slug));
  const faulty = verdicts.filter(
    ([, { lost, twice, unknown }]) => lost.length + twice.length + unknown.length > 0,
  );
  for (const [name, verdict] of faulty) console.log(name, verdict);
  const wrong = rounds.flatMap(({ load }) => load.wrong);
  if (wrong.length > 0) console.log("answered otherwise:", wrong);
  console.log(summaryOf(rounds, faulty.length));
  await server.kill();
  return faulty.length + wrong.length === 0;
}

function summaryOf(rounds: FaultRound[], faulty: number): string {
  const sum = (pick: (round: FaultRound) => number) =>
    rounds.reduce((total, round) => total + pick(round), 0);
  const answered = sum(({ load }) => load.answered.size);
  const sent = sum(({ load }) => load.sent.size);
  const verdict = faulty === 0 ? "each counted once" : `${faulty} rounds whose clicks are not counted once`;
  return `${rounds.length} ends, ${answered} clicks answered, ${sent - answered} cut off: ${verdict}`;
}
