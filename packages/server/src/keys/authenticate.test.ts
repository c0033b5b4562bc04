import { expect, test } from "bun:test";
import { newApiKey } from "@visoli/contract/api-key";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { authenticate } from "./authenticate.ts";
import { createKey } from "./create.ts";
import { revokeKey } from "./revoke.ts";

const REFUSED = { code: "auth.unauthenticated", status: 401 };

forEachDatabase("authenticate", (world) => {
  const enter = (text: string) => authenticate(world().ctx, `Bearer ${text}`);
  const lastUsed = async (id: string) => {
    const row = await world()
      .ctx.db.selectFrom("api_keys")
      .select("last_used_at")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    return row.last_used_at;
  };

  test("a key stands for its workspace with its scopes", async () => {
    const { id, text } = await world().key("links:read", "stats:read");
    const actor = {
      kind: "key",
      keyId: id,
      workspaceId: world().operator.workspaceId,
      scopes: ["links:read", "stats:read"],
    };
    for (const header of [`Bearer ${text}`, `bearer ${text}`, `BEARER   ${text}`]) {
      expect(await authenticate(world().ctx, header)).toMatchObject(actor);
    }
  });

  test("none, malformed, unknown, expired and revoked get one answer, but for the request's id", async () => {
    const { ctx, operator, clock } = world();
    const expired = await createKey(ctx, operator, {
      name: "expired",
      expiresAt: new Date(clock.now - 1).toISOString(),
    });
    const revoked = await createKey(ctx, operator, { name: "revoked" });
    await revokeKey(ctx, operator, revoked.id);
    const { text } = await world().key();
    const headers = [
      undefined,
      "",
      "Bearer",
      "Bearer ",
      text,
      `Basic ${text}`,
      `Token ${text}`,
      `Bearer ${text} x`,
      "Bearer sk_api_x",
    ];
    const keys = [
      newApiKey(),
      expired.key,
      revoked.key,
      `${text}0`,
      text.slice(0, -1),
      text.toLowerCase(),
      `${text.slice(0, -1)}!`,
    ];
    const answers = new Set<string>();
    for (const header of [...headers, ...keys.map((key) => `Bearer ${key}`)]) {
      const response = await ask(world(), "GET", "/api/v1/links", {
        headers: header === undefined ? {} : { Authorization: header },
      });
      const { requestId, ...body } = (await response.json()) as Record<string, unknown>;
      // What is left of the rate goes down with each.
      const told = [...response.headers].map(([name, value]) => [name, /rate/.test(name) ? "" : value]);
      const fields = Object.fromEntries(told.filter(([name]) => name !== "x-request-id"));
      expect([requestId, response.status]).toEqual([response.headers.get("x-request-id"), 401]);
      answers.add(JSON.stringify([fields, body]));
    }
    expect([...answers]).toHaveLength(1);
    expect([...answers][0]).toContain('"www-authenticate":"Bearer"');
  });

  test("every address of the API is behind a key, known or not", async () => {
    for (const path of [
      "/api/v1/links",
      "/api/v1/keys",
      "/api/v1/stats",
      "/api/v1/nothing",
      "/api/link/x/stats",
      "/api/v1/links/x",
    ]) {
      for (const method of ["GET", "POST", "DELETE", "PUT"]) {
        expect([
          path,
          method,
          (await ask(world(), method, path, { body: method === "GET" ? undefined : "{" })).status,
        ]).toEqual([path, method, 401]);
      }
    }
  });

  test("a key stops at the instant it expires", async () => {
    const { ctx, operator, clock } = world();
    const end = clock.now + 10_000;
    const { key } = await createKey(ctx, operator, { name: "short", expiresAt: new Date(end).toISOString() });
    clock.now = end - 1;
    await enter(key);
    clock.now = end;
    await expect(enter(key)).rejects.toMatchObject(REFUSED);
  });

  test("a revoked key stops on the very next request", async () => {
    const { text, id } = await world().key();
    expect((await ask(world(), "GET", "/api/v1/keys", { key: text })).status).toBe(200);
    expect((await ask(world(), "DELETE", `/api/v1/keys/${id}`, { key: text })).status).toBe(200);
    expect((await ask(world(), "GET", "/api/v1/keys", { key: text })).status).toBe(401);
  });

  test("last use is written to the minute, and only of a key that works", async () => {
    const { clock, ctx, operator } = world();
    const { id, text } = await world().key();
    expect(await lastUsed(id)).toBeNull();
    const first = clock.now;
    await enter(text);
    for (const [after, seen] of [
      [59_999, first],
      [60_000, first + 60_000],
      [100_000, first + 60_000],
    ] as const) {
      clock.now = first + after;
      await enter(text);
      expect(await lastUsed(id)).toBe(seen);
    }
    await revokeKey(ctx, operator, id);
    clock.now += 600_000;
    await expect(enter(text)).rejects.toMatchObject(REFUSED);
    expect(await lastUsed(id)).toBe(first + 60_000);
  });

  test("what is in the database is no key: neither a hash nor a hint lets anybody in", async () => {
    const { id } = await world().key();
    const row = await world()
      .ctx.db.selectFrom("api_keys")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    for (const text of [row.hash, row.hint, row.id]) await expect(enter(text)).rejects.toMatchObject(REFUSED);
  });
});
