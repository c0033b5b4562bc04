import { expect, test } from "bun:test";
import type { Key, KeyWithSecret } from "@visoli/contract/key";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { createKey } from "./create.ts";

const OFFICE = "203.0.113.7";

forEachDatabase("a key within bounds", (world) => {
  const at = (offsetMs: number) => new Date(world().clock.now + offsetMs).toISOString();
  /** A key of the office's network that ends in a minute. */
  const bound = () =>
    createKey(world().ctx, world().operator, {
      ...{ name: "bound", expiresAt: at(60_000), allowedAddresses: ["203.0.113.0/24", "2001:db8::/32"] },
    });
  async function ask<Body>(key: string, method: string, path: string, body: object) {
    const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
    const request = { method, headers, body: JSON.stringify(body) };
    const server = { requestIP: () => ({ address: OFFICE, family: "IPv4", port: 1 }) };
    const response = await world().app.request(`/api/v1/keys${path}`, request, { server });
    return { status: response.status, body: (await response.json()) as Body & { code?: string } };
  }

  test("makes keys within them: what is not said is its own", async () => {
    const { key, expiresAt, allowedAddresses } = await bound();
    const like = await ask<KeyWithSecret>(key, "POST", "", { name: "like" });
    expect([like.status, like.body]).toMatchObject([201, { expiresAt, allowedAddresses }]);
    const narrower = { name: "narrower", expiresAt: at(30_000), allowedAddresses: ["203.0.113.7"] };
    expect((await ask(key, "POST", "", narrower)).body).toMatchObject(narrower);
  });

  test("makes, changes and replaces none that is freer, and nothing is written", async () => {
    const { key, id } = await bound();
    const free = await world().key();
    const early = await createKey(world().ctx, world().operator, { name: "early", expiresAt: at(1_000) });
    const before = await countRows(world());
    for (const [method, path, body] of [
      ["POST", "", { name: "x", expiresAt: null }],
      ["POST", "", { name: "x", expiresAt: at(60_001) }],
      ["POST", "", { name: "x", allowedAddresses: null }],
      ["POST", "", { name: "x", allowedAddresses: ["203.0.113.0/24", "198.51.100.1"] }],
      ["POST", "", { name: "x", allowedAddresses: ["203.0.113.0/23"] }],
      ["POST", "", { name: "x", mode: "test", scopes: ["links:read"], expiresAt: null }],
      ["PATCH", `/${id}`, { expiresAt: null }],
      ["PATCH", `/${id}`, { expiresAt: at(60_001) }],
      ["PATCH", `/${id}`, { allowedAddresses: null }],
      ["PATCH", `/${id}`, { allowedAddresses: ["0.0.0.0/0"] }],
      ["PATCH", `/${free.id}`, { name: "mine" }],
      ["PATCH", `/${early.id}`, { name: "mine" }],
      ["POST", `/${free.id}/rotate`, {}],
      ["POST", `/${early.id}/rotate`, {}],
    ] as const) {
      const answer = await ask<Key>(key, method, path, body);
      const is = [method, path, body, answer.status, answer.body.code];
      expect(is).toEqual([method, path, body, 403, "key.forbidden"]);
    }
    expect(await countRows(world())).toEqual(before);
    expect((await ask(key, "PATCH", `/${id}`, { name: "renamed" })).status).toBe(200);
    expect((await ask(key, "POST", `/${id}/rotate`, {})).status).toBe(201);
  });

  test("an overlap is an end, too: a key that was replaced makes none that lasts longer", async () => {
    const { text, id } = await world().key();
    const { body: successor } = await ask<KeyWithSecret>(text, "POST", `/${id}/rotate`, {
      overlapSeconds: 60,
    });
    const made = await ask<KeyWithSecret>(text, "POST", "", { name: "late" });
    expect([made.status, made.body.expiresAt]).toEqual([201, at(60_000)]);
    expect((await ask(text, "POST", `/${successor.id}/rotate`, {})).body.code).toBe("key.forbidden");
    expect((await ask(successor.key, "POST", "", { name: "free", expiresAt: null })).status).toBe(201);
  });
});
