import { expect, test } from "bun:test";
import type { Key } from "@visoli/contract/key";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { authenticate } from "./authenticate.ts";
import { revokeKey } from "./revoke.ts";
import { rotateKey } from "./rotate.ts";

forEachDatabase("updateKey", (world) => {
  const patch = (key: string, id: string, body: unknown, headers = {}) =>
    ask(world(), "PATCH", `/api/v1/keys/${id}`, { key, body, headers });

  test("changes what is named and nothing else, from the next request on", async () => {
    const { clock } = world();
    const { text: key } = await world().key();
    const other = await world().key("links:read", "links:write");
    const expiresAt = new Date(clock.now + 1_000).toISOString();
    const before = (await (await ask(world(), "GET", `/api/v1/keys/${other.id}`, { key })).json()) as Key;
    const changes = { name: "new name", scopes: ["links:read"], expiresAt, allowedAddresses: ["10.0.0.0/8"] };
    const response = await patch(key, other.id, changes);
    expect([response.status, response.headers.get("etag")]).toEqual([200, '"2"']);
    expect((await response.json()) as Key).toEqual({ ...before, ...changes } as Key);
    await expect(authenticate(world().ctx, `Bearer ${other.text}`)).rejects.toMatchObject({ status: 401 });
    await patch(key, other.id, { allowedAddresses: null, expiresAt: null });
    expect(await authenticate(world().ctx, `Bearer ${other.text}`)).toMatchObject({ scopes: ["links:read"] });
  });

  test("nobody gives or changes more than they may themselves", async () => {
    const weak = await world().key("keys:write", "links:read");
    const strong = await world().key("links:read", "links:write");
    const alike = await world().key("links:read");
    const before = await countRows(world());
    for (const [id, body] of [
      [strong.id, { allowedAddresses: null }],
      [strong.id, { name: "mine" }],
      [strong.id, { scopes: ["links:read"] }],
      [alike.id, { scopes: ["links:read", "links:write"] }],
      [weak.id, { scopes: ["stats:read"] }],
    ] as const)
      expect([id, body, (await patch(weak.text, id, body)).status]).toEqual([id, body, 403]);
    expect(await countRows(world())).toEqual(before);
    expect((await patch(weak.text, alike.id, { name: "renamed" })).status).toBe(200);
  });

  test("revoked or replaced, a key does not come back", async () => {
    const { ctx, operator, clock } = world();
    const { text: key } = await world().key();
    const revoked = await world().key();
    await revokeKey(ctx, operator, revoked.id);
    const replaced = await world().key();
    await rotateKey(ctx, operator, replaced.id, { overlapSeconds: 60 });
    const body = { expiresAt: new Date(clock.now + 9_999_999).toISOString() };
    for (const { id } of [revoked, replaced]) {
      const response = await patch(key, id, body);
      expect([response.status, await response.json()]).toEqual([
        409,
        expect.objectContaining({ code: "key.inactive" }),
      ]);
    }
  });

  test("If-Match lets only those write who saw the last version", async () => {
    const { text: key, id } = await world().key();
    const read = await ask(world(), "GET", `/api/v1/keys/${id}`, { key });
    const etag = read.headers.get("etag") ?? "";
    expect((await patch(key, id, { name: "one" }, { "If-Match": etag })).status).toBe(200);
    const late = await patch(key, id, { name: "two" }, { "If-Match": etag });
    expect([late.status, await late.json()]).toEqual([
      412,
      expect.objectContaining({ code: "key.version_mismatch" }),
    ]);
  });

  test("names each faulty field, and changes nothing", async () => {
    const { text: key, id } = await world().key();
    const before = await countRows(world());
    const body = { allowedAddresses: ["10.0.0.0/8", "10/8", "example.com"] };
    const faulty = [
      [body, ["allowedAddresses.1", "allowedAddresses.2"]],
      [{ allowedAddresses: [] }, ["allowedAddresses"]],
      [{ allowedAddresses: Array.from({ length: 51 }, (_, at) => `10.0.0.${at}`) }, ["allowedAddresses"]],
      [{ scopes: [], name: "" }, ["name", "scopes"]],
      [{ mode: "test", linkAccess: "own" }, ["mode", "linkAccess"]],
    ] as const;
    for (const [body, paths] of faulty) {
      const response = await patch(key, id, body);
      const { errors = [] } = (await response.json()) as { errors?: { path: string }[] };
      expect([body, response.status, errors.map(({ path }) => path)]).toEqual([body, 422, [...paths]]);
    }
    expect(await countRows(world())).toEqual(before);
    expect((await patch(key, "key_none", { name: "x" })).status).toBe(404);
  });
});
