import { expect, test } from "bun:test";
import { KeyWithSecretSchema } from "@visoli/contract/key";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { authenticate } from "./authenticate.ts";
import { createKey } from "./create.ts";
import { getKey } from "./get.ts";
import { revokeKey } from "./revoke.ts";
import { rotateKey } from "./rotate.ts";

const REFUSED = { code: "auth.unauthenticated" };
const INACTIVE = { code: "key.inactive", status: 409 };

forEachDatabase("rotateKey", (world) => {
  const enter = (text: string) => authenticate(world().ctx, `Bearer ${text}`);
  const rotate = (id: string, overlapSeconds = 0) =>
    rotateKey(world().ctx, world().operator, id, { overlapSeconds });
  const read = async (id: string) => (await getKey(world().ctx, world().operator, id)).key;

  test("the new key is like the old one in all but text, id and time; the old one stops at once", async () => {
    const { ctx, operator, clock } = world();
    const old = await createKey(ctx, operator, {
      name: "ci",
      scopes: ["links:read"],
      allowedAddresses: ["10.0.0.0/8"],
      expiresAt: new Date(clock.now + 5_000_000).toISOString(),
    });
    clock.now += 1_000;
    const made = KeyWithSecretSchema.strict().parse(await rotate(old.id));
    const { id, key, hint, createdAt, rotatedFrom, ...same } = made;
    const { id: _id, key: _key, hint: _hint, createdAt: _at, rotatedFrom: _from, ...settings } = old;
    expect(same).toEqual(settings);
    expect([rotatedFrom, createdAt]).toEqual([old.id, new Date(clock.now).toISOString()]);
    expect([id === old.id, key === old.key, key.slice(-4)]).toEqual([false, false, hint]);
    const origin = { address: "10.1.1.1", class: undefined };
    await expect(authenticate(ctx, `Bearer ${old.key}`, origin)).rejects.toMatchObject(REFUSED);
    expect(await authenticate(ctx, `Bearer ${key}`, origin)).toMatchObject({ keyId: id });
    expect(await read(old.id)).toMatchObject({ state: "expired", replacedBy: id });
  });

  test("with an overlap both work until its end, and not an instant longer", async () => {
    const { clock } = world();
    const { id, text } = await world().key();
    const { key } = await rotate(id, 60);
    clock.now += 59_999;
    await Promise.all([enter(text), enter(key)]);
    clock.now += 1;
    await expect(enter(text)).rejects.toMatchObject(REFUSED);
    await enter(key);
  });

  test("no overlap is longer than the key's own life", async () => {
    const { ctx, operator, clock } = world();
    const expiresAt = new Date(clock.now + 5_000).toISOString();
    const { id } = await createKey(ctx, operator, { name: "short", expiresAt });
    expect((await rotate(id, 3_600)).expiresAt).toBe(expiresAt);
    expect((await read(id)).expiresAt).toBe(expiresAt);
  });

  test("revoked, expired or replaced, a key is replaced no more, and nothing is written", async () => {
    const { ctx, operator, clock } = world();
    const revoked = await world().key();
    await revokeKey(ctx, operator, revoked.id);
    const replaced = await world().key();
    await rotate(replaced.id, 600);
    const expired = await createKey(ctx, operator, {
      name: "expired",
      expiresAt: new Date(clock.now).toISOString(),
    });
    const before = await countRows(world());
    for (const { id } of [revoked, replaced, expired])
      await expect(rotate(id)).rejects.toMatchObject(INACTIVE);
    expect(await countRows(world())).toEqual(before);
  });

  test("ten at once make one new key", async () => {
    const { id } = await world().key();
    const before = await countRows(world());
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => rotate(id, 60)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await countRows(world())).api_keys).toBe((before.api_keys ?? 0) + 1);
  });

  test("nobody gets more by it than they have", async () => {
    const strong = await world().key("links:read", "links:write");
    const { text: key } = await world().key("keys:write", "links:read");
    const before = await countRows(world());
    const path = `/api/v1/keys/${strong.id}/rotate`;
    const response = await ask(world(), "POST", path, { key, body: {} });
    expect([response.status, await response.json()]).toEqual([
      403,
      expect.objectContaining({ code: "auth.missing_scope" }),
    ]);
    expect(await countRows(world())).toEqual(before);
    await enter(strong.text);
  });

  test("a key may replace itself", async () => {
    const { text: key, id } = await world().key("keys:write");
    const response = await ask(world(), "POST", `/api/v1/keys/${id}/rotate`, { key, body: {} });
    expect(response.status).toBe(201);
    expect((await ask(world(), "GET", "/api/v1/workspace", { key })).status).toBe(401);
  });

  test("the successor has its roles in folders", async () => {
    const { text, id } = await world().key();
    const folder = { name: "closed", defaultRole: "none" };
    const made = await ask(world(), "POST", "/api/v1/folders", { key: text, body: folder });
    const path = `/api/v1/folders/${((await made.json()) as { id: string }).id}`;
    const { key, id: successor } = await rotate(id, 60);
    expect((await ask(world(), "GET", path, { key })).status).toBe(200);
    const members = (await (await ask(world(), "GET", `${path}/members`, { key })).json()) as object;
    expect(members).toMatchObject({
      data: [
        { member: id, role: "manager" },
        { member: successor, role: "manager" },
      ],
    });
  });

  test("an overlap is a whole number of seconds up to a week", async () => {
    const { text: key, id } = await world().key();
    for (const overlapSeconds of [-1, 604_801, 1.5, "60", null]) {
      const request = { key, body: { overlapSeconds } };
      const response = await ask(world(), "POST", `/api/v1/keys/${id}/rotate`, request);
      const body = (await response.json()) as object;
      expect([overlapSeconds, response.status]).toEqual([overlapSeconds, 422]);
      expect(body).toMatchObject({ errors: [{ path: "overlapSeconds" }] });
    }
    const request = { key, body: {}, headers: { "Idempotency-Key": "a" } };
    expect((await ask(world(), "POST", `/api/v1/keys/${id}/rotate`, request)).status).toBe(422);
  });

  test("says so in the audit log and to webhooks, without the key", async () => {
    const { ctx } = world();
    const { id } = await world().key();
    const made = await rotate(id, 60);
    const entries = await ctx.db.selectFrom("audit_log").selectAll().where("subject", "=", id).execute();
    expect(entries.map(({ action }) => action)).toEqual(["key.create", "key.rotate"]);
    expect(entries[1]?.changes).toBe(JSON.stringify({ replacedBy: made.id, overlapSeconds: 60 }));
    const events = await ctx.db.selectFrom("outbox").selectAll().orderBy("sequence").execute();
    expect(events.slice(-2).map(({ type, data }) => [type, JSON.parse(data)])).toEqual([
      ["key.rotated", { id }],
      ["key.created", { id: made.id }],
    ]);
    expect(JSON.stringify([entries, events])).not.toContain(made.key);
  });
});
