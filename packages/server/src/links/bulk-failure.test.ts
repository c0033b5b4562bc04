import { expect, spyOn, test } from "bun:test";
import { type AnyResult, BULK, bulk, own, said } from "../../../../test/bulk.ts";
import { ask, countRows, forEachDatabase, type World } from "../../../../test/context.ts";
import { DESTINATION, makeLink } from "../../../../test/links.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { LINES_PER_TRANSACTION } from "./bulk.ts";
import { type BulkKind, bulkList, bulkStream } from "./bulk-request.ts";

const url = DESTINATION;

/** The world, in which the clock breaks down after so many times that it was asked. */
function failing(world: World, times: number): LinkCtx {
  let left = times;
  const now = () => {
    if (left-- <= 0) throw new Error("the clock stopped");
    return world.clock.now;
  };
  return { ...world.ctx, now, createInThread: null };
}

/** The context, with somebody told of each bulk transaction that begins. */
function watched(ctx: LinkCtx, begin: () => void): LinkCtx {
  const bulkTransaction: LinkCtx["bulkTransaction"] = async (work) => {
    begin();
    return ctx.bulkTransaction(work);
  };
  return { ...ctx, bulkTransaction, createInThread: null };
}

forEachDatabase("a transaction that fails", (world) => {
  async function attempt(ctx: LinkCtx, kind: BulkKind, links: unknown[]): Promise<AnyResult[]> {
    const { results } = await bulkList(ctx, world().operator, { links }, { kind, requestId: "req_1" });
    return results as AnyResult[];
  }

  test("is the answer of each of its lines, but of those that had another, and leaves nothing", async () => {
    const link = await makeLink(world(), { tags: ["a"] });
    const before = await countRows(world());
    for (const [kind, lines] of [
      ["create", [{ url, tags: ["new"] }, { url: "no" }, { url }]],
      [
        "update",
        [
          { id: link.id, tags: ["new"] },
          { id: link.id, url: "no" },
          { id: link.id, title: "x" },
        ],
      ],
      ["delete", [link.id, {}, link.id]],
    ] as const) {
      // Later and later: before anything is written, between lines, before the event.
      for (const times of [0, 1, 2, 3]) {
        const results = await attempt(failing(world(), times), kind, [...lines]);
        if (results.some(({ status }) => status < 300)) break;
        expect(results.map(({ index }) => index)).toEqual([0, 1, 2]);
        expect([kind, times, results[0]?.problem?.code]).toEqual([kind, times, "internal.unknown"]);
        expect(results[2]?.problem?.requestId).toBe("req_1");
        expect(JSON.stringify(results)).not.toContain("clock");
        expect(await countRows(world())).toEqual(before);
      }
    }
  });

  test("spoils none of the transactions before and after it", async () => {
    const body = Array.from({ length: 3 * LINES_PER_TRANSACTION.create }, () => JSON.stringify({ url })).join(
      "\n",
    );
    let transactions = 0;
    const ctx = watched(world().ctx, () => {
      if (++transactions === 2) throw new Error("the second fails");
    });
    const stream = new Blob([body]).stream();
    const request = { kind: "create", requestId: "req_1" } as const;
    const text = await new Response(bulkStream(ctx, world().operator, stream, request)).text();
    const results = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as AnyResult);
    const failed = results.filter(({ status }) => status === 500).map(({ index }) => index);
    expect(results.map(({ index }) => index)).toEqual([...results.keys()]);
    expect(said(results)).toEqual(
      results.map(({ index }) => (failed.includes(index) ? "500 internal.unknown" : "201")),
    );
    // One run of lines, with others before and after it.
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.at(-1)).toBe((failed[0] ?? 0) + failed.length - 1);
    expect(transactions).toBeGreaterThan(2);
    expect([results[0]?.status, results.at(-1)?.status]).toEqual([201, 201]);
  });

  test("of two requests that wait for each other both are answered, and every line of them is done", async () => {
    const links = await Promise.all(Array.from({ length: 60 }, () => makeLink(world())));
    const lines = links.map(({ id }) => ({ id, title: "x" }));
    for (let round = 0; round < 5; round++) {
      const results = await Promise.all([
        bulk(world(), "update", lines),
        bulk(world(), "update", lines.toReversed()),
      ]);
      expect(new Set(results.flatMap(said))).toEqual(new Set(["200"]));
    }
  });
});

forEachDatabase("an Idempotency-Key of many new links", (world) => {
  const send = async (key: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(world(), "POST", BULK, { key, body, headers: { "Idempotency-Key": "once", ...headers } });

  test("gives the same bytes again, and makes nothing", async () => {
    const { text: key } = await world().key();
    const links = [
      { url, password: "open sesame" },
      { url: "no" },
      ...Array.from({ length: 300 }, () => ({ url })),
    ];
    const first = await send(key, { links });
    expect(first.status).toBe(200);
    const text = await first.text();
    const before = await countRows(world());
    world().clock.now += 3_600_000;
    const second = await send(key, { links });
    expect([second.status, await second.text()]).toEqual([200, text]);
    expect(await countRows(world())).toEqual(before);
    const stored = await world().ctx.db.selectFrom("idempotency_keys").selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain("sesame");
  });

  test("is refused with other lines, and for a stream of lines", async () => {
    const { text: key } = await world().key();
    await send(key, { links: [{ url }] });
    const before = await countRows(world());
    const other = await send(key, { links: [{ url }, { url }] });
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([
      409,
      "idempotency.mismatch",
    ]);
    const stream = await send(key, `{"url":"${url}"}\n`, { "Content-Type": "application/x-ndjson" });
    expect([stream.status, await stream.json()]).toEqual([
      422,
      expect.objectContaining({
        errors: [expect.objectContaining({ path: "Idempotency-Key", code: "not_for_streams" })],
      }),
    ]);
    expect(await countRows(world())).toEqual(before);
  });

  test("asked ten times at once makes the links once, and one answer", async () => {
    const { text: key } = await world().key();
    const before = await countRows(world());
    const links = Array.from({ length: 20 }, () => ({ url }));
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(key, { links })));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    expect((await countRows(world())).links).toBe((before.links ?? 0) + 20);
  });

  test("where the work fails is left unused", async () => {
    const { operator } = world();
    const idempotency = { key: "failed", request: "x" };
    const body = { links: [{ url }] };
    const request = { kind: "create", requestId: "req_1", idempotency } as const;
    await expect(bulkList(failing(world(), 2), operator, body, request)).rejects.toThrow("the clock stopped");
    const { results } = await bulkList(world().ctx, operator, body, request);
    expect(said(results as AnyResult[])).toEqual(["201"]);
  });

  test("holds up no other writer while passwords are hashed: that is done before", async () => {
    const { ctx, operator } = world();
    const seen: string[] = [];
    const hash = spyOn(Bun.password, "hash").mockImplementation(async (password) => {
      seen.push("hash");
      return `hash of ${password}`;
    });
    const watching = watched(ctx, () => void seen.push("transaction"));
    const links = [{ url, password: "open sesame" }, { url, password: "open sesame" }, { url }];
    const request = { kind: "create", requestId: "req_1", idempotency: { key: "k", request: "x" } } as const;
    await bulkList(watching, operator, { links }, request).finally(() => hash.mockRestore());
    expect(seen).toEqual(["hash", "hash", "transaction"]);
  });
});

forEachDatabase("what the redirect is told to forget", (world) => {
  test("is written by then: it would remember what was before", async () => {
    const { ctx, database, operator } = world();
    const seen: unknown[] = [];
    const forgetLink = (domain: string, slug: string) => void seen.push(database.lookup(domain, slug));
    const request = { kind: "create", requestId: "req_1" } as const;
    const idempotency = { key: "k", request: "x" };
    const bodyOf = (text: string) => ({ links: [{ url, slug: own(world(), text) }] });
    await bulkList({ ...ctx, forgetLink }, operator, bodyOf("f1"), request);
    await bulkList({ ...ctx, forgetLink }, operator, bodyOf("f2"), { ...request, idempotency });
    expect(await Promise.all(seen)).toEqual([
      expect.objectContaining({ slug: own(world(), "f1") }),
      expect.objectContaining({ slug: own(world(), "f2") }),
    ]);
  });
});
