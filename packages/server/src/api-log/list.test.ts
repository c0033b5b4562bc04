import { expect, test } from "bun:test";
import type { ApiLogPage } from "@visoli/contract/api-log";
import { ApiLogPageSchema } from "@visoli/contract/api-log";
import { canEmbed } from "../../../../test/analytics.ts";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { createKey } from "../keys/create.ts";

forEachDatabase("GET /api-log", (world) => {
  async function list(key: string, query: Record<string, string> = {}): Promise<ApiLogPage> {
    await world().apiLog.flush();
    const response = await ask(world(), "GET", `/api/v1/api-log?${new URLSearchParams(query)}`, { key });
    if (response.status !== 200) throw new Error(await response.text());
    return ApiLogPageSchema.parse(await response.json());
  }

  test.skipIf(!canEmbed())(
    "shows each request by its pattern, with who asked and what came of it",
    async () => {
      const { text: key, id } = await world().key();
      const made = await ask(world(), "POST", "/api/v1/links?secret=s", {
        ...{
          key,
          body: { url: "https://example.com/private" },
          headers: { "X-Forwarded-For": "203.0.113.9" },
        },
      });
      world().clock.now += 1_000;
      await ask(world(), "GET", "/api/v1/links/lnk_none", { key });
      world().clock.now += 1_000;
      await ask(world(), "PUT", "/api/v1/nothing/here", { key, body: {} });
      const { data } = await list(key);
      const seen = data.map(({ method, route, status, actor }) => [method, route, status, actor]);
      expect(seen).toEqual([
        ["PUT", "/api/v1/*", 404, id],
        ["GET", "/api/v1/links/{id}", 404, id],
        ["POST", "/api/v1/links", made.status, id],
      ]);
      expect(data[2]?.requestId).toBe(made.headers.get("x-request-id") ?? "none");
      expect(JSON.stringify(data)).not.toMatch(/private|secret|203\.0\.113\.9|lnk_none/);
    },
  );

  test.skipIf(!canEmbed())("pages by a cursor, and filters", async () => {
    const { text: key, id } = await world().key();
    for (let count = 0; count < 5; count++) {
      await ask(world(), "GET", "/api/v1/tags", { key });
      await ask(world(), "GET", `/api/v1/links/${count}`, { key });
    }
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await list(key, {
        ...{ limit: "2", status: "2xx,404", key: id, method: "get", route: "/api/v1/links/{id}" },
        ...(cursor && { cursor }),
      });
      seen.push(...page.data.map(({ requestId }) => requestId));
      cursor = page.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
    const [first = ""] = seen;
    expect((await list(key, { requestId: first })).data).toMatchObject([{ requestId: first, status: 404 }]);
    expect((await list(key, { key: "key_none" })).data).toEqual([]);
    const from = new Date(world().clock.now + 1).toISOString();
    expect((await list(key, { from, status: "404" })).data).toEqual([]);
    expect((await list(key, { to: new Date(world().clock.now).toISOString() })).data).toEqual([]);
  });

  test.skipIf(!canEmbed())("each workspace sees its own, and its test keys' apart from them", async () => {
    const { ctx, operator } = world();
    const { text: key } = await world().key();
    const stranger = await (await world().stranger()).key();
    expect((await list(key, { mode: "test" })).data).toEqual([]);
    const trial = await createKey(ctx, operator, { name: "trial", mode: "test" });
    await ask(world(), "GET", "/api/v1/tags", { key: trial.key });
    await ask(world(), "GET", "/api/v1/tags", { key: stranger.text });
    const actors = async (mode: string) =>
      (await list(key, { mode, route: "/api/v1/tags" })).data.map(({ actor }) => actor);
    expect([await actors("live"), await actors("test")]).toEqual([[], [trial.id]]);
  });

  test.skipIf(!canEmbed())("what is older than 30 days is not shown", async () => {
    const { text: key } = await world().key();
    await ask(world(), "GET", "/api/v1/tags", { key });
    expect((await list(key, { route: "/api/v1/tags" })).data).toHaveLength(1);
    world().clock.now += 30 * 86_400_000 + 1;
    expect((await list(key, { route: "/api/v1/tags" })).data).toEqual([]);
  });

  test("names each faulty parameter; needs the scope audit:read", async () => {
    const { text: key } = await world().key();
    const faulty = {
      status: "6xx",
      from: "yesterday",
      limit: "0",
      nothing: "1",
      mode: "both",
      method: "G T",
    };
    const response = await ask(world(), "GET", `/api/v1/api-log?${new URLSearchParams(faulty)}`, { key });
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect([response.status, errors.map(({ path }) => path).sort()]).toEqual([
      422,
      ["from", "limit", "method", "mode", "nothing", "status"],
    ]);
    for (const cursor of ["x", "1", "1.", ".a", "99999999999999999.a", "1.a'b"])
      expect((await ask(world(), "GET", `/api/v1/api-log?cursor=${cursor}`, { key })).status).toBe(422);
    const { text: weak } = await world().key("links:read");
    expect((await ask(world(), "GET", "/api/v1/api-log", { key: weak })).status).toBe(403);
  });
});
