import { afterAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { clickhouseUrl } from "../test/engines.ts";
import { createClient } from "./client.ts";
import { type FaultRound, runFaultRounds, verdictsOf } from "./fault-rounds.ts";
import { FLAWLESS, type Verdict } from "./load.ts";
import { endAll } from "./server.ts";
import { freshClickHouse } from "./stores.ts";

afterAll(endAll);

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

const flawless = (rounds: FaultRound[]) =>
  rounds.map(({ name, point }): [string, Verdict] => [`${name} ${point}`, FLAWLESS]);

function report(rounds: FaultRound[]): void {
  const sum = (pick: (round: FaultRound) => number) =>
    rounds.reduce((total, round) => total + pick(round), 0);
  const answered = sum(({ load }) => load.answered.size);
  console.log(
    `${rounds.length} ends, ${answered} clicks answered, ${sum(({ load }) => load.sent.size) - answered} cut off`,
  );
  for (const { load, point } of rounds) expect([point, load.wrong]).toEqual([point, []]);
  expect(answered).toBeGreaterThan(rounds.length * 5);
}

describe("the process ends at each place between a click and the ledger, and at random", () => {
  test("embedded ClickHouse: every answered click is counted, and once", async () => {
    const { server, rounds } = await runFaultRounds(16, {});
    report(rounds);
    const client = createClient(server.url, server.apiKey);
    expect(await verdictsOf(rounds, ({ link }) => client.namesOf(link.slug))).toEqual(flawless(rounds));
    expect(await server.stop()).toBe(0);
    // Nothing is left, be it to be sent or set aside.
    expect(filesIn(join(server.dataDir, "journal"))).toEqual([]);
  });

  test.skipIf(!clickhouseUrl)("ClickHouse by URL: the same, each click by its nonce too", async () => {
    const clickhouse = await freshClickHouse(clickhouseUrl ?? "");
    const { server, rounds } = await runFaultRounds(8, { CLICKHOUSE_URL: clickhouse.url });
    report(rounds);
    const namesOf = async ({ link }: FaultRound) => {
      const rows = await clickhouse.rows<{ name: string }>(
        `select utm_content as name from clicks where link = '${link.id}'`,
      );
      return rows.map(({ name }) => name);
    };
    expect(await verdictsOf(rounds, namesOf)).toEqual(flawless(rounds));
    const [row] = await clickhouse.rows("select count() = uniqExact(at, nonce) as distinct from clicks");
    expect(row).toEqual({ distinct: 1 });
    expect(await server.stop()).toBe(0);
    expect(filesIn(join(server.dataDir, "journal"))).toEqual([]);
  });
});
