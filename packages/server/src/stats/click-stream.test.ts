import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Click, ClickSchema, ClickStreamQuerySchema } from "@visoli/contract/click";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { until } from "../../../../test/engines.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import type { ClickRow } from "../analytics/row.ts";
import type { Actor } from "../core/actor.ts";
import { problem } from "../core/errors.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { createStreams, type OpenStream } from "./click-stream.ts";
import { clickViews } from "./click-view.ts";

const NOW = Date.UTC(2027, 2, 15, 12);

type Event = { id: string; event: string; data: { link: string; slug: string } & Record<string, unknown> };
type Reader = {
  events: Event[];
  slugs(): string;
  hasEnded(): boolean;
  text(): string;
  leave(): Promise<void>;
};

/** Berlin has no summer time yet. */
const hourInBerlin = (at: number) => String(new Date(at + HOUR_MS).getUTCHours());

/** Reads server-sent events as they come. */
function readEvents(stream: ReadableStream<Uint8Array>): Reader {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let hasEnded = false;
  const events: Event[] = [];
  void (async () => {
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const some = decoder.decode(value, { stream: true });
      text += some;
      const blocks = (rest + some).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
        if (fields.event) events.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) });
      }
    }
    hasEnded = true;
  })();
  return {
    events,
    slugs: () => events.map(({ data }) => data.slug).join(" "),
    hasEnded: () => hasEnded,
    text: () => text,
    leave: () => reader.cancel(),
  };
}

forEachAnalytics("the stream of clicks", (suite) => {
  let world: StatsWorld;
  let openStream: OpenStream;
  let now = NOW;
  let turn = 0;
  const draining = new AbortController();
  const readers: Reader[] = [];
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
  });
  // Each test has a time of its own, far from the clicks of the others, and a node that has yet to tell of none of those.
  beforeEach(() => {
    now += 2 * HOUR_MS;
    openStream = start();
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) await reader.leave().catch(() => {});
  });
  afterAll(async () => {
    draining.abort();
    await world?.close();
  });

  /** A node of its own over the same stores. */
  const start = (signal = draining.signal) => {
    const ctx = { ...world.ctx, now: () => now };
    return createStreams(ctx, clickViews(ctx), signal);
  };
  const insert = (rows: Partial<ClickRow>[]) =>
    suite.analytics.insertClicks(
      fileOf(
        linesOf(
          rows.map((row) =>
            click({ workspace: world.actor.workspaceId, link: world.links.one, at: now, ...row }),
          ),
        ),
      ),
      `stream-${turn++}`,
    );
  const open = async (
    query: Record<string, string> = {},
    { actor = world.actor as Actor, node = openStream, recheck = async () => actor } = {},
  ) => {
    const request = { actor, query: ClickStreamQuerySchema.parse(query), recheck };
    const reader = readEvents(await node({ ...request, signal: new AbortController().signal }));
    readers.push(reader);
    return reader;
  };
  /** A slug that no other test has. */
  const named = (name: string) => `${name}-${turn}`;

  test("tells of each click once, as the list shows it, whoever brought it, and late ones too", async () => {
    await insert([{ slug: "before" }]);
    const reader = await open();
    await insert([{ slug: "a", country: "DE" }]);
    await until(() => reader.events.length === 1);
    await insert([
      { slug: "b", at: now + 1 },
      { slug: "late", at: now - 10 * MINUTE_MS },
    ]);
    await insert([{ slug: "c" }]);
    await until(() => reader.events.length === 4);
    expect(reader.slugs().split(" ").sort()).toEqual(["a", "b", "c", "late"]);
    const [first] = reader.events;
    expect(first?.event).toBe("click");
    const data: Click = ClickSchema.strict().parse(first?.data);
    expect(data).toMatchObject({ id: first?.id ?? "", slug: "a", country: "DE", link: world.links.one });
    expect(reader.text()).toStartWith("retry: 2000\n\n");
  });

  test("has the filters of statistics, and nothing of hidden folders or of others", async () => {
    const asked: [query: Record<string, string>, expected: string, actor?: Actor][] = [
      [{}, "de fr hidden"],
      [{}, "de fr", world.key],
      [{ include: "bots" }, "bot de fr hidden"],
      [{ class: "bot" }, "bot"],
      [{ country: "DE" }, "de"],
      [{ country: "!DE" }, "fr hidden"],
      [{ link: world.links.hidden }, "hidden"],
      [{ tag: "secret" }, "hidden"],
      [{ tag: "!spring" }, "hidden"],
      [{ domain: "go.example.com" }, "de"],
      [{ utm_source: "x" }, "fr"],
      [{ hour: hourInBerlin(now + HOUR_MS), timezone: "Europe/Berlin" }, "fr"],
      [{ asn: "7,8" }, "fr"],
      [{ referrer: "" }, "de fr hidden"],
      [{ trigger: "qr" }, "fr"],
      [{}, "", world.stranger],
    ];
    const open_ = await Promise.all(asked.map(([query, , actor]) => open(query, actor && { actor })));
    await insert([
      { slug: "de", country: "DE", domain: world.domains.ours },
      { slug: "fr", country: "FR", utm_source: "x", at: now + HOUR_MS, asn: 8, trigger: "qr" },
      { slug: "bot", class: "bot" },
      { slug: "none", trigger: "orphan" },
      { slug: "hidden", link: world.links.hidden },
    ]);
    const all = open_[2] as Reader;
    await until(() => all.events.length === 4);
    const seen = () => open_.map((reader) => reader.slugs().split(" ").sort().join(" "));
    await until(
      () => seen().filter((text, index) => text === asked[index]?.[1]).length === asked.length,
    ).catch(() => {});
    expect(seen()).toEqual(asked.map(([, expected]) => expected));
  });

  test("goes on after a click without gap or repetition, on this node and on another", async () => {
    const first = await open();
    const slug = named("on");
    await insert([{ slug: `${slug}-1`, nonce: 3_000_001 }]);
    await until(() => first.events.length === 1);
    const lastEventId = first.events[0]?.id ?? "";
    await first.leave();
    // One of them is older than what was seen last, but came later.
    await insert([
      { slug: `${slug}-2`, at: now + 5, nonce: 3_000_003 },
      { slug: `${slug}-late`, at: now - 2_000, nonce: 9_000_000 },
    ]);
    const [same, other] = [await open({ lastEventId }), await open({ lastEventId }, { node: start() })];
    await insert([{ slug: `${slug}-3`, at: now + 6, nonce: 3_000_004 }]);
    const expected = [`${slug}-2`, `${slug}-3`, `${slug}-late`];
    for (const reader of [same, other]) {
      await until(() => reader.slugs().includes(`${slug}-3`) && reader.slugs().includes(`${slug}-late`));
      const own = reader.events.filter(({ data }) => data.slug.startsWith(slug)).map(({ data }) => data.slug);
      expect(own.sort()).toEqual(expected);
    }
  });

  test("goes on while clicks come in, many times over", async () => {
    const slug = named("many");
    const seen: string[] = [];
    let lastEventId = "";
    let sent = 0;
    for (let round = 0; round < 8; round++) {
      const reader = await open(lastEventId ? { lastEventId } : {});
      for (let index = 0; index < 3; index++)
        await insert([
          { slug: `${slug}-${sent++}`, nonce: 5_000_000 + sent },
          { slug: `${slug}-${sent++}`, nonce: 5_000_000 + sent },
        ]);
      await until(() => reader.slugs().includes(slug));
      await reader.leave();
      seen.push(...reader.events.map(({ data }) => data.slug));
      lastEventId = reader.events.at(-1)?.id ?? lastEventId;
    }
    const last = await open({ lastEventId });
    await until(() => new Set([...seen, ...last.events.map(({ data }) => data.slug)]).size === sent);
    expect([...seen, ...last.events.map(({ data }) => data.slug)].length).toBe(sent);
  });

  test("tells once what is both missed and new, because it came while the missed were looked up", async () => {
    const slug = named("both");
    const first = await open();
    await insert([{ slug: `${slug}-1`, nonce: 6_000_001 }]);
    await until(() => first.slugs().includes(slug));
    const lastEventId = first.events.at(-1)?.id ?? "";
    const gate = Promise.withResolvers<void>();
    const lookedUp = Promise.withResolvers<void>();
    let told = 0;
    const query: typeof suite.analytics.query = async (sql, parameters) => {
      if (sql.includes("{after:String}")) {
        // By now the feed knows what was there before.
        lookedUp.resolve();
        await gate.promise;
      }
      if (sql.includes("domainId")) told++;
      return suite.analytics.query(sql, parameters);
    };
    const ctx = { ...world.ctx, analytics: { ...suite.analytics, query }, now: () => now };
    const opening = open({ lastEventId }, { node: createStreams(ctx, clickViews(ctx), draining.signal) });
    await lookedUp.promise;
    await insert([{ slug: `${slug}-2`, at: now + 1, nonce: 6_000_002 }]);
    await until(() => told > 0);
    await Bun.sleep(300);
    gate.resolve();
    const reader = await opening;
    await insert([{ slug: `${slug}-3`, at: now + 2, nonce: 6_000_003 }]);
    await until(() => reader.slugs().includes(`${slug}-3`));
    expect(reader.slugs()).toBe(`${slug}-2 ${slug}-3`);
  });

  test("says where too much was missed", async () => {
    const at = now - HOUR_MS - 1;
    const lastEventId = `clk_${at.toString(16).padStart(12, "0")}${"0".repeat(12)}`;
    const reader = await open({ lastEventId });
    await until(() => reader.events.length === 1);
    expect(reader.events[0]).toMatchObject({
      event: "missed",
      data: { start: new Date(at).toISOString() },
    });
    await insert([{ slug: "after" }]);
    await until(() => reader.slugs().includes("after"));
  });

  test("lets go of one that does not read, and no other", async () => {
    const actor = world.actor;
    const query = ClickStreamQuerySchema.parse({});
    const signal = new AbortController().signal;
    const slow = await openStream({ actor, query, recheck: async () => actor, signal });
    const fast = await open();
    for (let round = 0; round < 3; round++) {
      await insert(
        Array.from({ length: 600 }, (_, index) => ({
          slug: "flood",
          nonce: 7_000_000 + round * 600 + index,
        })),
      );
      await until(() => fast.events.length === (round + 1) * 600);
    }
    const late = readEvents(slow);
    await until(late.hasEnded);
    expect(late.events.map(({ event }) => event)).toEqual(["slow"]);
    expect(fast.hasEnded()).toBe(false);
  });

  test("ends with the key, with what it may see, and with the server", async () => {
    let isRevoked = false;
    const recheck = async () => {
      if (isRevoked) throw problem("auth.unauthenticated", "No key");
      return world.key;
    };
    const revoked = await open({ country: "DE" }, { actor: world.key, recheck });
    const other = await open();
    isRevoked = true;
    await until(revoked.hasEnded);
    expect(revoked.events.at(-1)).toMatchObject({ event: "end", data: { code: "auth.unauthenticated" } });
    expect(other.hasEnded()).toBe(false);

    const stopping = new AbortController();
    const there = await open({}, { node: start(stopping.signal) });
    stopping.abort();
    await until(there.hasEnded);
    expect(there.events.at(-1)?.event).toBe("end");
  });

  test("is for so many at once and no more; who leaves makes room", async () => {
    const node = start();
    const many = await Promise.all(Array.from({ length: 500 }, () => open({}, { node })));
    await expect(open({}, { node })).rejects.toMatchObject({ code: "request.rate_limited" });
    await expect(open({}, { node, actor: world.stranger })).resolves.toBeDefined();
    const slug = named("all");
    await insert([{ slug }]);
    await until(() => many.every((reader) => reader.slugs() === slug));
    await many[0]?.leave();
    await open({}, { node });
  });

  test("refuses what is not there, and keeps no place for it", async () => {
    const node = start();
    for (let count = 0; count < 501; count++)
      await expect(open({ link: world.links.foreign }, { node })).rejects.toMatchObject({
        code: "link.not_found",
      });
    const scopeless: Actor = {
      kind: "key",
      keyId: "key_2",
      workspaceId: world.actor.workspaceId,
      scopes: [],
    };
    await expect(open({}, { node, actor: scopeless })).rejects.toMatchObject({ code: "auth.missing_scope" });
    await open({}, { node });
  });

  test("waits for a click store that is away, and misses nothing", async () => {
    let isAway = false;
    let refused = 0;
    const analytics = {
      ...suite.analytics,
      query: ((...question: Parameters<typeof suite.analytics.query>) =>
        isAway && ++refused
          ? Promise.reject(new Error("away"))
          : suite.analytics.query(...question)) as never,
    };
    const ctx = { ...world.ctx, analytics, now: () => now };
    const node = createStreams(ctx, clickViews(ctx), draining.signal);
    const reader = await open({}, { node });
    isAway = true;
    await until(() => refused > 1);
    now += HOUR_MS / 2;
    await insert([{ slug: "meanwhile", at: now - HOUR_MS / 3 }]);
    isAway = false;
    await until(() => reader.slugs().includes("meanwhile"));
  });
});
