import { afterAll, describe, expect, test } from "bun:test";
import { clickhouseUrl, until } from "../test/engines.ts";
import { click, createClient, type Link } from "./client.ts";
import { FLAWLESS, judge, type Load, startLoad, type Verdict } from "./load.ts";
import { endAll, launch, runAdmin, type Server, startAdmin, startServer } from "./server.ts";
import { freshClickHouse } from "./stores.ts";

afterAll(endAll);

const between = (least: number, most: number) => least + Math.random() * (most - least);

type Round = { name: string; link: Link; load: Load };

/** Load on a link of its own, and SIGKILL after a while that nobody knows. */
async function killUnderLoad(server: Server, name: string): Promise<Round> {
  const client = createClient(server.url, server.apiKey);
  const url = `https://example.com/${name}`;
  const link = await client.createLink({ url });
  const load = startLoad(link.shortUrl, url, name);
  await Bun.sleep(between(100, 1_500));
  await server.kill();
  await load.stop();
  expect(load.wrong).toEqual([]);
  return { name, link, load };
}

/** Rounds of load and SIGKILL on one data folder; in some, a start is killed as well, before or while it reads the journal. */
async function survive(first: Server, kills: number): Promise<{ server: Server; rounds: Round[] }> {
  const { apiKey, port, dataDir } = first;
  const rounds: Round[] = [];
  let server = first;
  for (let round = 0; round < kills; round++) {
    rounds.push(await killUnderLoad({ ...server, apiKey }, `r${String(round).padStart(2, "0")}`));
    if (round % 4 === 3) await killWhileStarting(server);
    server = await first.restart();
    expect(server.apiKey).toBe("");
  }
  return { server: { ...server, apiKey, port, dataDir }, rounds };
}

async function killWhileStarting({ port, dataDir }: Server): Promise<void> {
  const started = launch(["start"], { HOST: "127.0.0.1", PORT: `${port}`, DATA_DIR: dataDir });
  await Bun.sleep(between(300, 1_200));
  await started.kill();
}

/** What the ledger has of each round, once everything that was answered is in it. */
async function verdicts(
  rounds: Round[],
  namesOf: (round: Round) => Promise<string[]>,
): Promise<[string, Verdict][]> {
  const waiting = [...rounds];
  const isWhole = async () => {
    for (let round = waiting[0]; round; round = waiting[0]) {
      if ((await namesOf(round)).length < round.load.answered.size) return false;
      waiting.shift();
    }
    return true;
  };
  // When it never becomes whole, the comparison says what is missing.
  await until(isWhole, { timeoutMs: 20_000, everyMs: 500 }).catch(() => {});
  const found: [string, Verdict][] = [];
  for (const round of rounds)
    found.push([round.name, judge(await namesOf(round), round.load.answered, round.load.sent)]);
  return found;
}

function report(rounds: Round[]): void {
  const sum = (pick: (load: Load) => number) => rounds.reduce((total, { load }) => total + pick(load), 0);
  const answered = sum((load) => load.answered.size);
  console.log(
    `${rounds.length} kills, ${answered} clicks answered, ${sum((load) => load.sent.size) - answered} cut off`,
  );
  expect(answered).toBeGreaterThan(rounds.length * 20);
}

const flawless = (rounds: Round[]) => rounds.map(({ name }): [string, Verdict] => [name, FLAWLESS]);

describe("SIGKILL under load, again and again on one data folder", () => {
  test("embedded ClickHouse: every answered click is in the ledger exactly once", async () => {
    const { server, rounds } = await survive(await startServer(), 8);
    report(rounds);
    const client = createClient(server.url, server.apiKey);
    expect(await verdicts(rounds, ({ link }) => client.namesOf(link.slug))).toEqual(flawless(rounds));
    // The same through the other door, and again after an orderly stop: nothing is handed on a second time.
    const before = await client.stats({ include: "bots" });
    expect(await server.stop()).toBe(0);
    const again = await server.restart();
    const after = await createClient(again.url, server.apiKey).stats({ include: "bots" });
    expect(after.totals.clicks).toBe(before.totals.clicks);
    await again.stop();
  });

  test.skipIf(!clickhouseUrl)(
    "ClickHouse by URL: every answered click is in its table exactly once",
    async () => {
      const clickhouse = await freshClickHouse(clickhouseUrl ?? "");
      const { server, rounds } = await survive(
        await startServer({ env: { CLICKHOUSE_URL: clickhouse.url } }),
        4,
      );
      report(rounds);
      const namesOf = async ({ link }: Round) => {
        const rows = await clickhouse.rows<{ name: string }>(
          `select utm_content as name from clicks where link = '${link.id}'`,
        );
        return rows.map(({ name }) => name);
      };
      expect(await verdicts(rounds, namesOf)).toEqual(flawless(rounds));
      await server.stop();
    },
  );
});

describe("SIGKILL while the operator's command line works", () => {
  test("every key that was printed works, every link that was answered is there, and the service starts again", async () => {
    let server = await startServer();
    const { apiKey } = server;
    const keys: string[] = [apiKey];
    const links: Link[] = [];
    for (let round = 0; round < 3; round++) {
      const creating = runAdmin(server, {}, "keys", "create", "--name", `round ${round}`);
      const writing = createUntilNobodyAnswers(server, apiKey, links);
      await Bun.sleep(between(200, 700));
      await server.kill();
      const { exitCode, stdout } = await creating;
      // The command works on the database alone, so the service's end is none of its business.
      expect(exitCode).toBe(0);
      keys.push(stdout.trim());
      await writing;

      const killed = startAdmin(server, {}, "keys", "create", "--name", "killed");
      await Bun.sleep(between(150, 600));
      await killed.kill();
      if (killed.stdout()) keys.push(killed.stdout().trim());
      server = await server.restart();
    }
    for (const key of keys) {
      const answer = await createClient(server.url, key).get("/api/v1/links?limit=1");
      expect([key.length, answer.status]).toEqual([45, 200]);
    }
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect((await click(link.shortUrl)).headers.get("location")).toBe(link.url);
    await server.stop();
  });
});

async function createUntilNobodyAnswers(server: Server, apiKey: string, links: Link[]): Promise<void> {
  const client = createClient(server.url, apiKey);
  try {
    for (;;)
      links.push(await client.createLink({ url: `https://example.com/${links.length}`, tags: ["crash"] }));
  } catch {
    // It was killed: what was not answered may be there or not.
  }
}
