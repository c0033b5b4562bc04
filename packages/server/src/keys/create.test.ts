import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isApiKey } from "@visoli/contract/api-key";
import { type KeyWithSecret, KeyWithSecretSchema } from "@visoli/contract/key";
import { SCOPES, WORKSPACE_SCOPES } from "@visoli/contract/scopes";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { createKey } from "./create.ts";

forEachDatabase("createKey", (world) => {
  test("gives a key of the contract's form, and shows it in that answer alone", async () => {
    const { text: key } = await world().key();
    const response = await ask(world(), "POST", "/api/v1/keys", { key, body: { name: "ci" } });
    expect(response.status).toBe(201);
    const made = KeyWithSecretSchema.strict().parse(await response.json());
    expect(isApiKey(made.key)).toBe(true);
    expect(made.hint).toBe(made.key.slice(-4));
    expect(made.scopes).toEqual([...WORKSPACE_SCOPES]);
    const list = await (await ask(world(), "GET", "/api/v1/keys", { key })).text();
    expect(list).toContain(made.id);
    expect(list).not.toContain(made.key);
  });

  test("the key's text is nowhere: no table, no file of the database, no log, no other answer", async () => {
    const { ctx, operator } = world();
    const { key, id } = await createKey(ctx, operator, { name: "secret" });
    const { key: trial } = await createKey(ctx, operator, { name: "trial", mode: "test" });
    const rotated = await ask(world(), "POST", `/api/v1/keys/${id}/rotate`, {
      key,
      body: { overlapSeconds: 60 },
    });
    const successor = (await rotated.json()) as KeyWithSecret;
    const texts = [key, trial, successor.key];
    const asked: [method: string, path: string, body?: unknown][] = [
      ["GET", "/links"],
      ["GET", "/links?oops=1"],
      ["GET", "/keys"],
      ["GET", `/keys/${successor.id}`],
      ["GET", `/keys/${key}`],
      ["DELETE", `/keys/${trial}`],
      ["PATCH", `/keys/${successor.id}`, { name: "renamed" }],
      ["POST", "/keys/leaked", { key: trial }],
      ["DELETE", `/keys/${id}`],
      ["GET", "/api-log"],
    ];
    const holds = (text: string) => texts.filter((each) => text.includes(each));
    for (const [method, path, body] of asked) {
      if (path === "/api-log")
        await world()
          .apiLog.flush()
          .catch(() => {});
      const response = await ask(world(), method, `/api/v1${path}`, { key: successor.key, body });
      const headers = JSON.stringify([...response.headers]);
      expect([method, path, holds(headers + (await response.text()))]).toEqual([method, path, []]);
    }
    for (const table of await ctx.db.introspection.getTables()) {
      const rows = await ctx.db
        .selectFrom(table.name as "outbox")
        .selectAll()
        .execute();
      expect([table.name, holds(JSON.stringify(rows))]).toEqual([table.name, []]);
    }
    expect(world().logged.length).toBeGreaterThan(0);
    expect(holds(world().logged.join(""))).toEqual([]);
    if (ctx.config.database.kind === "postgres") return;
    const folder = dirname(ctx.config.database.file);
    const files = readdirSync(folder).filter((name) => name.startsWith("visoli.db"));
    expect(files).toContain("visoli.db-wal");
    for (const file of files) expect(holds(readFileSync(join(folder, file), "latin1"))).toEqual([]);
  });

  test("a key makes no key that may do more than itself; the refusal names what is missing", async () => {
    const { text: key } = await world().key("keys:write", "links:read");
    const before = await countRows(world());
    for (const scope of SCOPES) {
      const response = await ask(world(), "POST", "/api/v1/keys", {
        key,
        body: { name: "x", scopes: ["links:read", scope] },
      });
      const allowed = scope === "keys:write" || scope === "links:read";
      expect([scope, response.status]).toEqual([scope, allowed ? 201 : 403]);
      const body = (await response.json()) as { detail?: string };
      if (!allowed)
        expect(body).toMatchObject({ code: "auth.missing_scope", detail: expect.stringContaining(scope) });
    }
    expect((await countRows(world())).api_keys).toBe((before.api_keys ?? 0) + 2);
  });

  test("without scopes a key gets those of the key that makes it", async () => {
    const { actor } = await world().key("keys:write", "stats:read");
    expect((await createKey(world().ctx, actor, { name: "child" })).scopes.sort()).toEqual([
      "keys:write",
      "stats:read",
    ]);
  });

  test("needs the scope keys:write", async () => {
    const { actor } = await world().key("keys:read", "links:write");
    await expect(createKey(world().ctx, actor, { name: "x" })).rejects.toMatchObject({
      code: "auth.missing_scope",
    });
  });

  test("writes an audit entry and an event", async () => {
    const { ctx, operator } = world();
    const { id } = await createKey(ctx, operator, { name: "audited", scopes: ["links:read"] });
    const entries = await ctx.db.selectFrom("audit_log").selectAll().where("subject", "=", id).execute();
    expect(entries).toMatchObject([
      { action: "key.create", actor: "operator", changes: '{"name":"audited","scopes":["links:read"]}' },
    ]);
    const events = await ctx.db.selectFrom("outbox").selectAll().where("type", "=", "key.created").execute();
    expect(events.filter((event) => event.data === JSON.stringify({ id }))).toHaveLength(1);
  });
});
