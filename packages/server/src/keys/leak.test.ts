import { expect, test } from "bun:test";
import { newApiKey } from "@visoli/contract/api-key";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { createKey } from "./create.ts";
import { reportLeak } from "./report-leak.ts";
import { revokeKey } from "./revoke.ts";

forEachDatabase("a leaked key", (world) => {
  const report = (body: unknown) => ask(world(), "POST", "/api/v1/keys/leaked", { body });
  const eventsOf = async (workspaceId: string) => {
    const query = world().ctx.db.selectFrom("outbox").selectAll().where("workspace_id", "=", workspaceId);
    return (await query.orderBy("sequence").execute()).map(({ type, data }) => [type, JSON.parse(data)]);
  };

  test("anybody ends it; its workspace is told, and the audit log says so", async () => {
    const { ctx, operator } = world();
    const { text, id } = await world().key();
    const response = await report({ key: text });
    expect([response.status, await response.json()]).toEqual([202, { status: "received" }]);
    expect((await ask(world(), "GET", "/api/v1/links", { key: text })).status).toBe(401);
    expect((await eventsOf(operator.workspaceId)).slice(-2)).toEqual([
      ["key.leaked", { id }],
      ["key.revoked", { id }],
    ]);
    const entries = await ctx.db.selectFrom("audit_log").selectAll().where("subject", "=", id).execute();
    expect(entries.at(-1)).toMatchObject({ action: "key.leak", actor: id });
  });

  test("of a test key the live workspace is told", async () => {
    const { ctx, operator } = world();
    const { key, id } = await createKey(ctx, operator, { name: "trial", mode: "test" });
    await report({ key });
    expect((await ask(world(), "GET", "/api/v1/links", { key })).status).toBe(401);
    expect(await eventsOf(operator.workspaceId)).toContainEqual(["key.leaked", { id }]);
  });

  test("what is no key of ours gets the same answer, and changes nothing", async () => {
    const { ctx, operator } = world();
    const { text } = await world().key();
    const revoked = await createKey(ctx, operator, { name: "revoked" });
    await revokeKey(ctx, operator, revoked.id);
    const real = await world().key();
    const before = await countRows(world());
    const answers = new Set<string>();
    const others = [newApiKey(), newApiKey("test"), revoked.key, `${text}x`, "x", "sk_api_"];
    const answer = async (key: string) => {
      const response = await report({ key });
      const names = [...response.headers.keys()].sort();
      answers.add(JSON.stringify([response.status, names, await response.text()]));
    };
    for (const key of others) await answer(key);
    expect(await countRows(world())).toEqual(before);
    await answer(real.text);
    expect([...answers]).toHaveLength(1);
    expect((await ask(world(), "GET", "/api/v1/links", { key: text })).status).toBe(200);
  });

  test("reported by ten at once it is told once", async () => {
    const { ctx, operator } = world();
    const { text } = await world().key();
    await Promise.all(Array.from({ length: 10 }, () => reportLeak(ctx, text, undefined)));
    const types = (await eventsOf(operator.workspaceId)).map(([type]) => type);
    expect(types.filter((type) => type === "key.leaked")).toHaveLength(1);
  });

  test("fifty networks that report without end keep nobody else from reporting", async () => {
    const { text } = await world().key();
    const from = async (address: string, key: string) => {
      const headers = { "Content-Type": "application/json" };
      const request = { method: "POST", headers, body: JSON.stringify({ key }) };
      const server = { requestIP: () => ({ address, family: "IPv4", port: 1 }) };
      return (await world().app.request("/api/v1/keys/leaked", request, { server })).status;
    };
    for (let network = 0; network < 50; network++) {
      const reports = Array.from({ length: 31 }, () => from(`198.51.100.${network}`, "x"));
      expect((await Promise.all(reports)).filter((status) => status === 202)).toHaveLength(30);
    }
    expect(await from("203.0.113.7", text)).toBe(202);
    expect((await ask(world(), "GET", "/api/v1/links", { key: text })).status).toBe(401);
  });

  test("faulty reports are refused, without saying the key again", async () => {
    const { text } = await world().key();
    for (const body of [{}, { key: 5 }, { key: text, more: 1 }, { key: "" }, [], "{"]) {
      const response = await report(body);
      expect([400, 422]).toContain(response.status);
      expect(await response.text()).not.toContain(text);
    }
    expect((await ask(world(), "GET", "/api/v1/links", { key: text })).status).toBe(200);
    expect(world().logged.join("")).not.toContain(text);
  });
});
