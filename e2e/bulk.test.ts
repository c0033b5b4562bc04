import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { until } from "../test/engines.ts";
import { type Client, click, createClient, type Problem } from "./client.ts";
import { type Duplex, openDuplex } from "./duplex.ts";
import { endAll, type Server, startServer } from "./server.ts";

type Result = { index: number; status: number; problem?: Problem; link?: { id: string; externalId: string } };

let server: Server;
let client: Client;
let database: Database;
beforeAll(async () => {
  server = await startServer();
  client = createClient(server.url, server.apiKey);
  database = new Database(join(server.dataDir, "visoli.db"), { readonly: true });
});
afterAll(endAll);

function open(method = "POST", path = "/api/v1/links/bulk", type = "application/x-ndjson"): Promise<Duplex> {
  const headers = [`Authorization: Bearer ${server.apiKey}`, `Content-Type: ${type}`];
  return openDuplex(server.port, `${method} ${path}`, headers);
}

async function nextResult(duplex: Duplex): Promise<Result | null> {
  const line = await duplex.line();
  return line === null || line === "\r" ? null : (JSON.parse(line) as Result);
}

async function memoryBytes(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^visoli_memory_bytes (\S+)$/m.exec(text)?.[1]);
}

/** Live links whose externalId begins so, by what follows, in order. */
function madeBy(prefix: string): number[] {
  const rows = database
    .query<{ external_id: string }, [string]>("select external_id from links where external_id like ? || '%'")
    .all(prefix);
  return rows.map((row) => Number(row.external_id.slice(prefix.length))).sort((a, b) => a - b);
}

/** What `read` gives once it has stayed the same for a while: nobody is at work any more. */
async function settled(read: () => number): Promise<number> {
  let [last, since] = [read(), 0];
  await until(
    () => {
      const now = read();
      since = now === last ? since + 1 : 0;
      last = now;
      return since >= 20;
    },
    { everyMs: 50, timeoutMs: 60_000 },
  );
  return last;
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

test("20,000 lines, good and bad, are answered in order while redirects go on", async () => {
  const target = await client.createLink({ url: "https://example.com/" });
  const statusOf = (place: number) => [201, 201, 422, 400, 201, 413, 409][(place * 7919) % 11] ?? 201;
  await client.createLink({ url: "https://example.com/", slug: "held-by-another" });
  const textOf = (place: number) => {
    const url = `https://example.com/${place}`;
    const lines: Record<number, string> = {
      201: line({ url, externalId: `order-${place}` }),
      422: line({ url: "no url", externalId: `order-${place}` }),
      400: `{"url":"${url}"\n`,
      413: place < 60 ? `{"url":"${"x".repeat(1_100_000)}"}\n` : line({ url, externalId: `order-${place}` }),
      409: line({ url, externalId: `order-${place}`, slug: "held-by-another" }),
    };
    return lines[statusOf(place)] ?? "";
  };
  const expected = (place: number) => (statusOf(place) === 413 && place >= 60 ? 201 : statusOf(place));
  const duplex = await open();
  let isDone = false;
  const redirects = (async () => {
    let answered = 0;
    while (!isDone) {
      expect((await click(target.shortUrl)).status).toBe(302);
      answered++;
      await Bun.sleep(5);
    }
    return answered;
  })();
  const sending = (async () => {
    for (let place = 0; place < 20_000; place += 500)
      await duplex.send(Array.from({ length: 500 }, (_, more) => textOf(place + more)).join(""));
    duplex.end();
  })();
  for (let place = 0; place < 20_000; place++) {
    const result = await nextResult(duplex);
    if (result?.index !== place || result.status !== expected(place))
      throw new Error(`line ${place} was to be ${expected(place)}: ${JSON.stringify(result)}`);
  }
  expect(await nextResult(duplex)).toBeNull();
  await sending;
  isDone = true;
  expect(await redirects).toBeGreaterThan(10);
  const good = [...Array(20_000).keys()].filter((place) => expected(place) === 201);
  expect(madeBy("order-")).toEqual(good);
  duplex.destroy();
});

test("each line is answered when it is there, not when the request ends", async () => {
  const duplex = await open();
  for (let place = 0; place < 5; place++) {
    await duplex.send(line({ url: "https://example.com/", title: `t${place}` }));
    expect(await nextResult(duplex)).toMatchObject({ index: place, status: 201 });
  }
  // Half a line now, the rest later.
  await duplex.send('{"url":"https://exam');
  await duplex.send('ple.com/"}\n{"u');
  expect(await nextResult(duplex)).toMatchObject({ index: 5, status: 201 });
  await duplex.send('rl":"https://example.com/"}');
  duplex.end();
  expect(await nextResult(duplex)).toMatchObject({ index: 6, status: 201 });
  expect(await nextResult(duplex)).toBeNull();
  duplex.destroy();
});

test("a client that reads slowly is waited for: nothing piles up on our side", async () => {
  const count = 60_000;
  const duplex = await open();
  const good = (place: number) => place % 10 === 0;
  const notes = "n".repeat(900);
  const before = await memoryBytes();
  duplex.pause();
  let sent = 0;
  const sending = (async () => {
    for (; sent < count; sent += 500) {
      const some = Array.from({ length: 500 }, (_, more) => {
        const place = sent + more;
        const link = { url: "https://example.com/", notes, externalId: `slow-${place}` };
        return line(good(place) ? link : { ...link, url: "no url" });
      });
      await duplex.send(some.join(""));
    }
    duplex.end();
  })();
  const done = await settled(() => madeBy("slow-").length);
  // The pipes between us are full, and so we wait with the greater part of it.
  expect(duplex.isBlocked()).toBe(true);
  expect(sent).toBeLessThan(count);
  expect(done * 10).toBeLessThan(count * 0.75);
  duplex.resume();
  for (let place = 0; place < count; place++) {
    const result = await nextResult(duplex);
    if (result?.index !== place || result.status !== (good(place) ? 201 : 422))
      throw new Error(`line ${place}: ${JSON.stringify(result)}`);
  }
  await sending;
  expect(await nextResult(duplex)).toBeNull();
  duplex.destroy();
  // It is no leak, and the collector takes its time.
  expect(((await memoryBytes()) - before) / 1_048_576).toBeLessThan(500);
});

test("cut off, what was answered is there, and what came after it is whole, in order, and two transactions more at most", async () => {
  const duplex = await open();
  const send = async () => {
    for (let place = 0; place < 20_000; place += 100) {
      const some = Array.from({ length: 100 }, (_, more) => ({
        url: "https://example.com/",
        ...{ externalId: `cut-${place + more}`, notes: "n".repeat(2_000) },
        ...{ tags: ["cut"], metadata: { place: `${place + more}` } },
      }));
      await duplex.send(some.map(line).join(""));
    }
  };
  void send();
  let answered = 0;
  for (; answered < 500; answered++) expect(await nextResult(duplex)).toMatchObject({ index: answered });
  duplex.pause();
  const before = await settled(() => madeBy("cut-").length);
  expect(duplex.isBlocked()).toBe(true);
  duplex.destroy();
  const after = await settled(() => madeBy("cut-").length);
  expect(before).toBeGreaterThanOrEqual(answered);
  expect(after - before).toBeLessThanOrEqual(1_024);
  expect(madeBy("cut-")).toEqual([...Array(after).keys()]);
  const one = <Row>(sql: string) => database.query<Row, []>(sql).get();
  const ours = "(select id from links where external_id like 'cut-%')";
  for (const table of ["link_metadata", "link_tags", "addresses"])
    expect([table, one(`select count(*) as n from ${table} where link_id in ${ours}`)]).toEqual([
      table,
      { n: after },
    ]);
  const listed = "audit_log, json_each(audit_log.changes, '$.ids') as each";
  expect(one(`select count(*) as n from ${listed} where each.value in ${ours}`)).toEqual({ n: after });
  // The server is as it was.
  const again = await client.post<{ results: Result[] }>("/api/v1/links/bulk", {
    links: [{ url: "https://example.com/" }, { url: "https://example.com/", externalId: "cut-0" }],
  });
  expect(again.body.results.map(({ status }) => status)).toEqual([201, 409]);
});

test("a body past 1 MiB is refused, with its length or without, and does not fill the memory", async () => {
  const large = "x".repeat(2_000_000);
  const whole = await client.post<Problem>("/api/v1/links", { url: large });
  expect([whole.status, whole.body.code]).toEqual([413, "request.too_large"]);
  expect(whole.headers.get("content-type")).toBe("application/problem+json");
  const before = await memoryBytes();
  const duplex = await open("POST", "/api/v1/links", "application/json");
  await duplex.send('{"url":"');
  for (let sent = 0; sent < 100; sent++) await duplex.send(large);
  await duplex.send('"}');
  duplex.end();
  const head = await duplex.head();
  expect([head?.status, /application\/problem\+json/i.test(head?.text ?? "")]).toEqual([413, true]);
  duplex.destroy();
  expect(((await memoryBytes()) - before) / 1_048_576).toBeLessThan(100);
});

test("deletions are named in a body", async () => {
  const links = [
    await client.createLink({ url: "https://example.com/" }),
    await client.createLink({ url: "https://example.com/" }),
  ];
  const { status, body } = await client.ask<{ results: Result[] }>("DELETE", "/api/v1/links/bulk", {
    links: [links[0]?.id, { id: "lnk_nobody" }],
  });
  expect([status, body.results.map((result) => result.status)]).toEqual([200, [204, 404]]);
  const duplex = await open("DELETE");
  await duplex.send(line(links[1]?.id));
  duplex.end();
  expect(await nextResult(duplex)).toEqual({ index: 0, status: 204 });
  duplex.destroy();
  for (const { shortUrl } of links) expect((await click(shortUrl)).status).toBe(404);
});
