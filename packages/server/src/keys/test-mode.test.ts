import { expect, test } from "bun:test";
import { isApiKey } from "@visoli/contract/api-key";
import type { Key, KeyWithSecret } from "@visoli/contract/key";
import { type ApiRequest, ask, forEachDatabase } from "../../../../test/context.ts";
import { createKey } from "./create.ts";

type Named = { id: string; slug: string };

forEachDatabase("test keys", (world) => {
  const call = async <Body>(method: string, path: string, request: ApiRequest) => {
    const response = await ask(world(), method, `/api/v1${path}`, request);
    return { status: response.status, body: (await response.json()) as Body };
  };
  const testKey = () => createKey(world().ctx, world().operator, { name: "trial", mode: "test" });

  test("begin with sk_test_, and show their mode", async () => {
    const made = await testKey();
    expect([made.key.slice(0, 8), isApiKey(made.key), made.mode]).toEqual(["sk_test_", true, "test"]);
    const { text: key } = await world().key();
    const { body } = await call<KeyWithSecret>("POST", "/keys", { key, body: { name: "live" } });
    expect([body.mode, body.key.slice(0, 7)]).toEqual(["live", "sk_api_"]);
  });

  test("act on one sandbox of the workspace, which neither sees the other", async () => {
    const { text: live } = await world().key();
    const [one, two] = [await testKey(), await testKey()];
    const url = "https://example.com/";
    const lives = (await call<Named>("POST", "/links", { key: live, body: { url, externalId: "a" } })).body;
    const tests = (await call<Named>("POST", "/links", { key: one.key, body: { url, externalId: "a" } }))
      .body;
    expect([lives, tests]).toMatchObject([{ id: expect.any(String) }, { id: expect.any(String) }]);
    expect(tests.id).not.toBe(lives.id);
    const seen = async (key: string) =>
      (await call<{ data: Named[] }>("GET", "/links", { key })).body.data.map(({ id }) => id);
    expect([await seen(live), await seen(one.key), await seen(two.key)]).toEqual([
      [lives.id],
      [tests.id],
      [tests.id],
    ]);
    for (const method of ["GET", "DELETE"])
      expect((await call(method, `/links/${lives.id}`, { key: one.key })).status).toBe(404);
    expect((await call("GET", `/links/${tests.id}`, { key: live })).status).toBe(404);
    const workspace = async (key: string) => (await call<Named>("GET", "/workspace", { key })).body.id;
    expect(await workspace(one.key)).not.toBe(await workspace(live));
    expect(await workspace(one.key)).toBe(await workspace(two.key));
  });

  test("are listed, changed, rotated and revoked in the live workspace", async () => {
    const { text: key, id: own } = await world().key();
    const made = await testKey();
    const ids = async (query: string) =>
      (await call<{ data: Key[] }>("GET", `/keys${query}`, { key })).body.data.map(({ id }) => id);
    expect(await ids("")).toEqual([made.id, own]);
    expect([await ids("?mode=test"), await ids("?mode=live")]).toEqual([[made.id], [own]]);
    const renamed = await call<Key>("PATCH", `/keys/${made.id}`, { key, body: { name: "renamed" } });
    expect([renamed.status, renamed.body.name]).toEqual([200, "renamed"]);
    const rotated = await call<KeyWithSecret>("POST", `/keys/${made.id}/rotate`, { key, body: {} });
    expect([rotated.status, rotated.body.mode, rotated.body.key.slice(0, 8)]).toEqual([
      201,
      "test",
      "sk_test_",
    ]);
    expect((await call("GET", "/links", { key: rotated.body.key })).status).toBe(200);
    expect((await call("DELETE", `/keys/${rotated.body.id}`, { key })).status).toBe(200);
    expect((await call("GET", "/links", { key: rotated.body.key })).status).toBe(401);
    expect((await ids("?state=active")).includes(made.id)).toBe(false);
    expect([await ids("?state=revoked"), await ids("?state=expired")]).toEqual([
      [rotated.body.id],
      [made.id],
    ]);
  });

  test("another workspace's test keys are not there", async () => {
    const stranger = await world().stranger();
    const theirs = await createKey(world().ctx, stranger.operator, { name: "theirs", mode: "test" });
    const { text: key } = await world().key();
    await testKey();
    const paths = [`/keys/${theirs.id}`, "/keys/key_nobodys"];
    for (const method of ["GET", "DELETE"])
      for (const path of paths) expect((await call(method, path, { key })).status).toBe(404);
    expect(JSON.stringify((await call("GET", "/keys", { key })).body)).not.toContain(theirs.id);
  });

  test("make no keys, and have nothing that reaches out of the sandbox", async () => {
    const { scopes, key } = await testKey();
    for (const scope of ["keys:write", "members:write", "billing:write", "domains:write"] as const)
      expect(scopes).not.toContain(scope);
    expect(scopes).toContain("links:write");
    expect((await call("POST", "/keys", { key, body: { name: "x", mode: "live" } })).status).toBe(403);
    const { text } = await world().key();
    const body = { name: "x", mode: "test", scopes: ["links:read", "keys:write"] };
    const { status, body: problem } = await call<object>("POST", "/keys", { key: text, body });
    expect(status).toBe(422);
    expect(problem).toMatchObject({ errors: [{ path: "scopes.1", code: "live_only" }] });
  });

  test("ten at once make one sandbox", async () => {
    await Promise.all(Array.from({ length: 10 }, testKey));
    const sandboxes = world().ctx.db.selectFrom("workspaces").selectAll();
    const made = await sandboxes.where("sandbox_of", "=", world().operator.workspaceId).execute();
    expect(made).toHaveLength(1);
  });
});
