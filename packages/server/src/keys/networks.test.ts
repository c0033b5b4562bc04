import { expect, test } from "bun:test";
import type { Key } from "@visoli/contract/key";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { authenticate } from "./authenticate.ts";
import { createKey } from "./create.ts";

forEachDatabase("keys of a network", (world) => {
  /** Asks the API as if from that address. */
  const from = (address: string, key: string, path = "/api/v1/links", body?: unknown) =>
    world().app.request(
      path,
      {
        method: body === undefined ? "GET" : "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
      { server: { requestIP: () => ({ address, family: "IPv4", port: 1 }) } },
    );
  const make = (...allowedAddresses: string[]) =>
    createKey(world().ctx, world().operator, { name: "office", allowedAddresses });

  test("work from there, and are unknown everywhere else", async () => {
    const { key } = await make("203.0.113.0/24", "198.51.100.7", "2001:db8::/32");
    const inside = ["203.0.113.0", "203.0.113.255", "::ffff:203.0.113.9", "198.51.100.7", "2001:db8:1::1"];
    const outside = ["203.0.114.0", "203.0.112.255", "198.51.100.8", "2001:db9::1", "127.0.0.1", ""];
    for (const address of inside)
      expect([address, (await from(address, key)).status]).toEqual([address, 200]);
    const answers = new Set<string>();
    for (const address of outside) {
      const response = await from(address, key);
      const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>;
      answers.add(JSON.stringify([response.status, body]));
    }
    const nobodys = await from(
      "203.0.113.9",
      key.replace(/.$/, (end) => (end === "A" ? "B" : "A")),
    );
    const { requestId: _, ...body } = (await nobodys.json()) as Record<string, unknown>;
    expect([...answers]).toEqual([JSON.stringify([nobodys.status, body])]);
  });

  test("what was refused is no use of the key", async () => {
    const { key, id } = await make("10.0.0.0/8");
    const origin = { address: "11.0.0.1", class: "private network" };
    await expect(authenticate(world().ctx, `Bearer ${key}`, origin)).rejects.toMatchObject({ status: 401 });
    const { text } = await world().key();
    const read = await ask(world(), "GET", `/api/v1/keys/${id}`, { key: text });
    expect((await read.json()) as Key).toMatchObject({ lastUsedAt: null, lastUsedFrom: null });
  });

  test("of an address its class is kept, with the last use and in the audit log, and never itself", async () => {
    const { text: key, id } = await world().key();
    await from("192.168.47.11", key, "/api/v1/keys", { name: "made there" });
    const read = await ask(world(), "GET", `/api/v1/keys/${id}`, { key });
    expect((await read.json()) as Key).toMatchObject({ lastUsedFrom: "private network" });
    const entries = await world()
      .ctx.db.selectFrom("audit_log")
      .selectAll()
      .where("actor", "=", id)
      .execute();
    expect(entries).toMatchObject([{ action: "key.create", actor_from: "private network" }]);
    const hook = { url: "https://example.com/hook", events: ["*"] };
    expect((await from("192.168.47.11", key, "/api/v1/webhooks", hook)).status).toBe(201);
    const tables = ["api_keys", "audit_log", "outbox", "webhooks"] as const;
    const rows = await Promise.all(
      tables.map((table) => world().ctx.db.selectFrom(table).selectAll().execute()),
    );
    expect(JSON.stringify([rows, world().logged])).not.toContain("192.168.47.11");
    expect(rows[3]?.map((row) => ("acts_for" in row ? JSON.parse(row.acts_for).from : null))).not.toContain(
      "private network",
    );
  });
});
