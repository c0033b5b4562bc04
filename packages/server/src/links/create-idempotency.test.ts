import { expect, test } from "bun:test";
import { type ApiRequest, ask, countRows, forEachDatabase } from "../../../../test/context.ts";

const url = "https://example.com/";

forEachDatabase("Idempotency-Key", (world) => {
  const post = (key: string, idempotencyKey: string, body: unknown = { url }, path = "/api/v1/links") =>
    ask(world(), "POST", path, {
      key,
      body,
      headers: { "Idempotency-Key": idempotencyKey },
    } satisfies ApiRequest);

  async function codeOf(response: Response): Promise<[number, string]> {
    return [response.status, ((await response.json()) as { code: string }).code];
  }

  test("a second request gets the first one's answer, byte for byte, and changes nothing", async () => {
    const { text: key } = await world().key();
    for (const [path, body] of [
      ["/api/v1/links", { url, title: "ü😀\u2028", tags: ["b", "a"], externalId: "idem" }],
      ["/api/link/create", { url, expiredAt: "2028-01-01T00:00:00Z" }],
    ] as const) {
      const first = await post(key, `again${path}`, body, path);
      expect(first.status).toBe(201);
      const before = await countRows(world());
      world().clock.now += 3_600_000;
      const second = await post(key, `again${path}`, body, path);
      expect([second.status, await second.text()]).toEqual([201, await first.text()]);
      for (const name of ["ETag", "Location", "Content-Type"]) {
        expect(second.headers.get(name)).toBe(first.headers.get(name));
      }
      expect(await countRows(world())).toEqual(before);
    }
  });

  test("the answer stays the first one's after the link was changed and deleted", async () => {
    const { text: key } = await world().key();
    const first = await (await post(key, "kept", { url, slug: "kept-answer" })).text();
    const { id } = JSON.parse(first);
    await ask(world(), "PATCH", `/api/v1/links/${id}`, { key, body: { slug: "changed-answer" } });
    await ask(world(), "DELETE", `/api/v1/links/${id}`, { key });
    expect(await (await post(key, "kept", { url, slug: "kept-answer" })).text()).toBe(first);
  });

  test("the same fields in another order or spelling are the same request", async () => {
    const { text: key } = await world().key();
    const first = await post(
      key,
      "order",
      `{"url":"${url}","expiresAt":"2028-01-01T00:00:00Z","tags":["a","b"]}`,
    );
    const second = await post(
      key,
      "order",
      `{ "tags":["b","a","a"], "expiresAt":"2028-01-01T01:00:00+01:00", "url":"${url}" }`,
    );
    expect(await second.text()).toBe(await first.text());
  });

  test("another body, or another address, is refused and changes nothing", async () => {
    const { text: key } = await world().key();
    await post(key, "mismatch");
    const before = await countRows(world());
    expect(await codeOf(await post(key, "mismatch", { url, title: "x" }))).toEqual([
      409,
      "idempotency.mismatch",
    ]);
    expect(await codeOf(await post(key, "mismatch", { url }, "/api/link/create"))).toEqual([
      409,
      "idempotency.mismatch",
    ]);
    expect(await countRows(world())).toEqual(before);
  });

  test("twenty at once make one link and get one answer", async () => {
    const { text: key } = await world().key();
    const before = await countRows(world());
    const all = await Promise.all(Array.from({ length: 20 }, () => post(key, "race", { url, tags: ["t"] })));
    expect(new Set(all.map((response) => response.status))).toEqual(new Set([201]));
    expect(new Set(await Promise.all(all.map((response) => response.text()))).size).toBe(1);
    const after = await countRows(world());
    for (const table of ["links", "audit_log", "outbox", "idempotency_keys"]) {
      expect([table, (after[table] ?? 0) - (before[table] ?? 0)]).toEqual([table, 1]);
    }
  });

  test("two different requests at once under one key: one is made, the other refused", async () => {
    const { text: key } = await world().key();
    const all = await Promise.all(["a", "b", "c", "d"].map((title) => post(key, "race-two", { url, title })));
    expect(all.map((response) => response.status).sort()).toEqual([201, 409, 409, 409]);
  });

  test("a request that fails leaves its key unused", async () => {
    const { text: key } = await world().key();
    await post(key, "first", { url, slug: "in-the-way" });
    const refusals = [
      { url, slug: "in-the-way" },
      { url: "javascript:1" },
      { url: "http://localhost:3000/" },
    ];
    for (const body of refusals) expect((await post(key, "unused", body)).status).toBeOneOf([409, 422]);
    expect((await post(key, "unused", { url })).status).toBe(201);
  });

  test("a request that fails while its twin waits lets the twin fail the same way", async () => {
    const { text: key } = await world().key();
    await post(key, "holder", { url, slug: "held-slug" });
    const all = await Promise.all(
      Array.from({ length: 10 }, () => post(key, "twins", { url, slug: "held-slug" })),
    );
    for (const response of all) expect(await codeOf(response)).toEqual([409, "link.slug_taken"]);
  });

  test("keys belong to the workspace: another's is another key, its own keys share it", async () => {
    const [mine, theirs] = [await world().key(), await (await world().stranger()).key()];
    const answers = [mine, theirs, await world().key()].map(async ({ text }) =>
      (await post(text, "shared")).text(),
    );
    const [first, other, again] = await Promise.all(answers);
    expect(again).toBe(first ?? "");
    expect(other).not.toBe(first ?? "");
  });

  test("a key is 1 to 255 printable characters", async () => {
    const { text: key } = await world().key();
    for (const wrong of ["", "k".repeat(256), "é", "a\tb"]) {
      expect([wrong, ...(await codeOf(await post(key, wrong)))]).toEqual([wrong, 422, "request.invalid"]);
    }
    for (const right of ["k", "k".repeat(255), "{a b}~!"]) expect((await post(key, right)).status).toBe(201);
  });

  test("is refused for API keys, whose answer is kept nowhere", async () => {
    const { text: key } = await world().key();
    const before = await countRows(world());
    expect(await codeOf(await post(key, "k", { name: "n" }, "/api/v1/keys"))).toEqual([
      422,
      "request.invalid",
    ]);
    expect(await countRows(world())).toEqual(before);
  });
});
