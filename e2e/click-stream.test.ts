import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { clickhouseUrl, postgresUrl, until } from "../test/engines.ts";
import { type Client, click, createClient, type Link, type Problem } from "./client.ts";
import { type Environment, endAll, type Server, startServer } from "./server.ts";
import { freshClickHouse, freshPostgres } from "./stores.ts";

afterAll(endAll);

type Event = { id: string; event: string; data: Record<string, unknown> };
type Listening = {
  status: number;
  events: Event[];
  comments(): number;
  hasEnded(): boolean;
  leave(): void;
};

/** Listens, and keeps what comes. */
async function listen(
  server: { url: string },
  key: string,
  query = "",
  headers: Record<string, string> = {},
): Promise<Listening> {
  const gone = new AbortController();
  const response = await fetch(`${server.url}/api/v1/clicks/stream?${query}`, {
    headers: { Authorization: `Bearer ${key}`, ...headers },
    signal: gone.signal,
  });
  const events: Event[] = [];
  let [rest, comments, hasEnded] = ["", 0, false];
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const lines = block.split("\n").map((line) => /^(\w*): ?(.*)$/s.exec(line) ?? []);
        const {
          id = "",
          event = "",
          data = "{}",
        } = Object.fromEntries(lines.map(([, name, value]) => [name ?? "", value ?? ""]));
        if (event) events.push({ id, event, data: JSON.parse(data) });
        else if (block.startsWith(":")) comments++;
      }
    }
  };
  read()
    .catch(() => {})
    .finally(() => {
      hasEnded = true;
    });
  return {
    ...{ status: response.status, events },
    comments: () => comments,
    hasEnded: () => hasEnded,
    leave: () => gone.abort(),
  };
}

/** The same over a bare connection: `fetch` has some 250 of them at most. Knows only which clicks came. */
async function listenBare(server: Server): Promise<{ ids(): string[]; leave(): void }> {
  let text = "";
  const socket = connect(server.port, "127.0.0.1", () => {
    const path = "/api/v1/clicks/stream";
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.apiKey}\r\n\r\n`);
  });
  socket.on("data", (chunk) => {
    text += chunk.toString();
  });
  socket.on("error", () => {});
  await until(() => text.includes("retry:"), { timeoutMs: 30_000 });
  return {
    ids: () => [...text.matchAll(/^id: (clk_\w+)/gm)].map(([, id = ""]) => id),
    leave: () => void socket.destroy(),
  };
}

/** How many bytes the system keeps at most of what is sent and not read. */
function systemKeeps(): number {
  return Number(readFileSync("/proc/sys/net/ipv4/tcp_wmem", "utf8").trim().split(/\s+/)[2]);
}

const ids = (listening: Listening) => listening.events.map(({ id }) => id);

describe("the stream", () => {
  let server: Server;
  let client: Client;
  let link: Link;
  beforeAll(async () => {
    server = await startServer();
    client = createClient(server.url, server.apiKey);
    link = await client.createLink({ url: "https://example.com/", tags: ["a"] });
  });
  const key = () => server.apiKey;

  test("has a click within some seconds, as the list has it", async () => {
    const listening = await listen(server, key());
    expect(listening.status).toBe(200);
    const begin = performance.now();
    await click(link.shortUrl);
    await until(() => listening.events.length === 1);
    console.log(`a click was in the stream after ${Math.round(performance.now() - begin)} ms`);
    const { body } = await client.get<{ data: { id: string }[] }>("/api/v1/clicks");
    expect(listening.events[0]).toEqual({
      id: body.data[0]?.id ?? "",
      event: "click",
      data: body.data[0] as never,
    });
    listening.leave();
  });

  test("goes on after a break, by header and by query, and across a restart", async () => {
    const first = await listen(server, key());
    await click(link.shortUrl);
    await until(() => first.events.length === 1);
    first.leave();
    const [last = ""] = ids(first);
    await click(link.shortUrl);
    await click(link.shortUrl);
    const byHeader = await listen(server, key(), "", { "Last-Event-ID": last });
    const byQuery = await listen(server, key(), `lastEventId=${last}`);
    await click(link.shortUrl);
    await until(() => byHeader.events.length >= 3 && byQuery.events.length >= 3);
    expect([new Set(ids(byHeader)).size, ids(byQuery)]).toEqual([3, ids(byHeader)]);

    const apiKey = key();
    expect(await server.stop()).toBe(0);
    await until(byHeader.hasEnded);
    expect(byHeader.events.at(-1)?.event).toBe("end");
    server = { ...(await server.restart()), apiKey };
    await click(link.shortUrl);
    const after = await listen(server, key(), `lastEventId=${last}`);
    await until(() => after.events.length >= 4);
    expect(ids(after).slice(0, 3)).toEqual(ids(byHeader).slice(0, 3));
    await Bun.sleep(1_500);
    expect(ids(after).length).toBe(4);
    after.leave();
  });

  test("is filtered, and says what it does not understand", async () => {
    const other = await client.createLink({ url: "https://example.com/", tags: ["b"] });
    const asked = ["tag=a", `link=${other.id}`, "class=bot", "include=bots", "country=DE"];
    const open = await Promise.all(asked.map((query) => listen(server, key(), query)));
    await click(link.shortUrl);
    await click(other.shortUrl);
    await click(link.shortUrl, { "User-Agent": "curl/8.5.0" });
    const counts = () => open.map(({ events }) => events.length);
    await until(() => counts().join(" ") === "1 1 1 3 0").catch(() => {});
    expect(counts()).toEqual([1, 1, 1, 3, 0]);
    for (const one of open) one.leave();
    for (const query of ["lastEventId=x", "limit=5", "hour=25"])
      expect((await client.get<Problem>(`/api/v1/clicks/stream?${query}`)).body.status).toBe(422);
    const { status } = await client.get("/api/v1/clicks/stream", { "Last-Event-ID": "nonsense" });
    expect(status).toBe(422);
    expect((await client.get("/api/v1/clicks/stream?link=lnk_none")).status).toBe(404);
  });

  test("has room for 500 of a workspace, and each hears the same; who leaves makes room", async () => {
    const many = await Promise.all(Array.from({ length: 500 }, () => listenBare(server)));
    const refused = await client.get<Problem>("/api/v1/clicks/stream");
    expect([refused.status, refused.body.code, Number(refused.headers.get("retry-after")) > 0]).toEqual([
      429,
      "request.rate_limited",
      true,
    ]);
    await click(link.shortUrl);
    await until(() => many.every((one) => one.ids().length === 1));
    expect(new Set(many.flatMap((one) => one.ids())).size).toBe(1);
    for (const one of many) one.leave();
    await until(async () => {
      const one = await listen(server, key());
      one.leave();
      return one.status === 200;
    });
  });

  test("ends within seconds for a key that is revoked, and lives otherwise", async () => {
    const { body } = await client.post<{ id: string; key: string }>("/api/v1/keys", {
      name: "stream",
      scopes: ["stats:read"],
    });
    const [theirs, ours] = [await listen(server, body.key), await listen(server, key())];
    expect((await client.ask("DELETE", `/api/v1/keys/${body.id}`)).status).toBeLessThan(300);
    await until(theirs.hasEnded, { timeoutMs: 15_000 });
    expect(theirs.events.at(-1)).toMatchObject({ event: "end", data: { code: "auth.unauthenticated" } });
    await until(() => ours.comments() > 0, { timeoutMs: 20_000 });
    expect(ours.hasEnded()).toBe(false);
    ours.leave();
  });

  test("lets go of one that reads nothing, while others hear on", async () => {
    const fast = await listen(server, key());
    let tail = "";
    const socket = connect(server.port, "127.0.0.1", () => {
      socket.pause();
      socket.write(`GET /api/v1/clicks/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key()}\r\n\r\n`);
    });
    socket.on("data", (chunk) => {
      tail = (tail + chunk.toString()).slice(-500);
    });
    socket.on("error", () => {});
    const utm = ["source", "medium", "campaign", "term", "content"].map(
      (name) => `utm_${name}=${"x".repeat(255)}`,
    );
    let total = 0;
    const send = async (count: number) => {
      for (let sent = 0; sent < count; sent += 200)
        await Promise.all(Array.from({ length: 200 }, () => click(`${link.shortUrl}?${utm.join("&")}`)));
      total += count;
      await until(() => fast.events.length >= total, { timeoutMs: 60_000 });
    };
    // More than both ends' systems keep for it, some 1.5 KB each; then more than may wait, but never so many that they are one piece.
    await send(200 * Math.ceil((2 * systemKeeps()) / 300_000));
    for (let round = 0; round < 4; round++) await send(400);
    socket.resume();
    await until(() => tail.endsWith("0\r\n\r\n"), { timeoutMs: 30_000 });
    expect(tail).toContain("event: slow");
    socket.destroy();
    expect(fast.hasEnded()).toBe(false);
    expect(new Set(ids(fast)).size).toBe(fast.events.length);
    fast.leave();
  });
});

describe.skipIf(!postgresUrl || !clickhouseUrl)("streams of two services on one ClickHouse", () => {
  test("each hears what the other recorded, and goes on where the other ended", async () => {
    const env: Environment = {
      DATABASE_URL: await freshPostgres(postgresUrl ?? ""),
      CLICKHOUSE_URL: (await freshClickHouse(clickhouseUrl ?? "")).url,
    };
    const one = await startServer({ env });
    const other = await startServer({ env });
    const link = await createClient(one.url, one.apiKey).createLink({ url: "https://example.com/" });
    const at = (server: Server) => `${server.url}/${link.slug}`;
    await until(async () => (await click(at(other))).status === 302);
    const [here, there] = [await listen(one, one.apiKey), await listen(other, one.apiKey)];
    for (let round = 0; round < 5; round++) {
      await click(at(one));
      await click(at(other));
    }
    await until(() => here.events.length >= 10 && there.events.length >= 10);
    expect(ids(here).sort()).toEqual(ids(there).sort());
    const last = here.events.at(-1)?.id ?? "";
    here.leave();
    for (let round = 0; round < 5; round++) {
      await click(at(one));
      await click(at(other));
    }
    const moved = await listen(other, one.apiKey, "", { "Last-Event-ID": last });
    await until(() => there.events.length >= 20);
    const all = () => new Set([...ids(here), ...ids(moved)]);
    await until(() => ids(there).every((id) => all().has(id)));
  });
});
