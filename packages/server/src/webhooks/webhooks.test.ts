import { expect, test } from "bun:test";
import {
  MAX_WEBHOOKS,
  WebhookPageSchema,
  WebhookSchema,
  WebhookWithSecretSchema,
} from "@visoli/contract/webhook";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson } from "../../../../test/links.ts";
import { makeWebhook } from "../../../../test/webhooks.ts";

const url = "https://hooks.example.com/visoli";

forEachDatabase("webhooks", (world) => {
  async function client(...scopes: Parameters<ReturnType<typeof world>["key"]>) {
    const { text, id } = await world().key(...scopes);
    const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
      askJson(world(), text, method, `/webhooks${path}`, body, headers);
    return { ask, id };
  }

  test("one is made, shown, listed, changed and deleted; its secret is shown once", async () => {
    const { ask, id: key } = await client();
    const made = await ask("POST", "", { url, events: ["link.broken", "link.broken"], description: "ops" });
    expect([made.status, made.headers.get("ETag")]).toEqual([201, '"1"']);
    const { secret, ...webhook } = WebhookWithSecretSchema.strict().parse(made.body);
    expect(Buffer.from(secret.replace("whsec_", ""), "base64")).toHaveLength(32);
    expect(made.headers.get("Location")).toBe(`/api/v1/webhooks/${webhook.id}`);
    expect(webhook).toMatchObject({
      url,
      events: ["link.broken"],
      description: "ops",
      enabled: true,
      createdBy: key,
    });

    const shown = await ask("GET", `/${webhook.id}`);
    expect(WebhookSchema.strict().parse(shown.body)).toEqual(webhook);
    expect(WebhookPageSchema.parse((await ask("GET", "")).body)).toEqual({
      data: [webhook],
      nextCursor: null,
    });

    world().clock.now += 1_000;
    const change = { events: ["link.updated", "*"], enabled: false, description: null };
    const changed = await ask("PATCH", `/${webhook.id}`, change, { "If-Match": '"1"' });
    expect([changed.status, changed.headers.get("ETag")]).toEqual([200, '"2"']);
    const after = { ...webhook, events: ["*"], enabled: false, description: null };
    expect(changed.body).toEqual({ ...after, updatedAt: new Date(world().clock.now).toISOString() });

    for (const method of ["PATCH", "DELETE"]) {
      const stale = await ask(method, `/${webhook.id}`, method === "PATCH" ? {} : undefined, {
        "If-Match": '"1"',
      });
      expect([stale.status, stale.body.code]).toEqual([412, "webhook.version_mismatch"]);
    }
    expect((await ask("DELETE", `/${webhook.id}`, undefined, { "If-Match": '"2"' })).status).toBe(204);
    expect((await ask("GET", `/${webhook.id}`)).body.code).toBe("webhook.not_found");
    const audited = await world()
      .ctx.db.selectFrom("audit_log")
      .select(["action", "actor", "changes"])
      .where("subject", "=", webhook.id)
      .orderBy("id")
      .execute();
    expect(audited.map(({ action }) => action)).toEqual([
      "webhook.create",
      "webhook.update",
      "webhook.delete",
    ]);
    expect(JSON.stringify(audited)).not.toContain("whsec");
  });

  test("a list has pages", async () => {
    const { ask } = await client();
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.unshift((await makeWebhook(world(), url)).id);
    const first = (await ask("GET", "?limit=2")).body;
    const second = (await ask("GET", `?limit=2&cursor=${first.nextCursor}`)).body;
    const seen = [...first.data, ...second.data].map(({ id }: { id: string }) => id);
    expect([seen, second.nextCursor]).toEqual([ids, null]);
  });

  test.each([
    ["file:///etc/passwd", "invalid_url"],
    ["https://user:pass@hooks.example.com/", "credentials"],
    ["http://127.0.0.1/", "not_public"],
    ["http://[::ffff:10.0.0.1]/", "not_public"],
    ["http://169.254.169.254/latest", "not_public"],
    ["http://0x7f000001/", "not_public"],
    ["http://hooks/", "not_public"],
    ["http://localhost/", "not_public"],
    ["https://hooks.example.com:22/", "port"],
    ["http://localhost:3000/api/v1/links", "self_loop"],
    ["https://hooks.example.com/LONG", "too_big"],
  ])("the receiver %s is refused: %s", async (named, code) => {
    const receiver = named.replace("LONG", "x".repeat(2_048));
    const { ask } = await client();
    const { id } = await makeWebhook(world(), url);
    for (const answer of [
      await ask("POST", "", { url: receiver, events: ["*"] }),
      await ask("PATCH", `/${id}`, { url: receiver }),
    ])
      expect([answer.status, answer.body.errors]).toEqual([
        422,
        [expect.objectContaining({ path: "url", code })],
      ]);
    expect((await ask("GET", "")).body.data).toHaveLength(1);
  });

  test("all faulty fields are named at once", async () => {
    const { ask } = await client();
    const { body } = await ask("POST", "", { url: "x", events: ["link.painted"], description: "", extra: 1 });
    const paths = body.errors.map(({ path }: { path: string }) => path.split(".")[0]);
    expect([...new Set(paths)].sort()).toEqual(["description", "events", "extra", "url"]);
    expect((await ask("POST", "", { url, events: [] })).status).toBe(422);
  });

  test("nothing is told that its maker could not read, nor made or read without the scope", async () => {
    const links = await client("webhooks:write", "links:read");
    expect((await links.ask("POST", "", { url, events: ["link.created", "*"] })).status).toBe(201);
    for (const events of [["key.created"], ["link.created", "domain.verified"], ["webhook.disabled"]])
      expect((await links.ask("POST", "", { url, events })).body.code).toBe("auth.missing_scope");
    const made = await links.ask("POST", "", { url, events: ["link.created"] });
    const change = { events: ["workspace.updated"] };
    expect((await links.ask("PATCH", `/${made.body.id}`, change)).body.code).toBe("auth.missing_scope");
    for (const path of ["", `/${made.body.id}`, `/${made.body.id}/deliveries`])
      expect((await links.ask("GET", path)).status).toBe(403);
    const reader = await client("webhooks:read");
    for (const path of ["/test", "/rotate-secret", "/deliveries/dlv_x/retry"])
      expect((await reader.ask("POST", `/${made.body.id}${path}`, {})).status).toBe(403);
  });

  test("of a workspace there are fifty at most, however many are made at once", async () => {
    const { ask } = await client();
    for (let count = 0; count < MAX_WEBHOOKS - 1; count++) await makeWebhook(world(), url);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask("POST", "", { url, events: ["*"] })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe("webhook.limit_reached");
  });

  test("another workspace's is not there", async () => {
    const { id } = await makeWebhook(world(), url);
    const theirs = await (await world().stranger()).key();
    const asks = [
      ["GET", ""],
      ["PATCH", "", {}],
      ["DELETE", ""],
      ["POST", "/test"],
      ["POST", "/rotate-secret", {}],
      ["GET", "/deliveries"],
      ["GET", "/deliveries/dlv_x"],
      ["POST", "/deliveries/dlv_x/retry"],
    ] as const;
    for (const [method, path, body] of asks) {
      const answer = await askJson(world(), theirs.text, method, `/webhooks/${id}${path}`, body);
      expect([method, path, answer.body.code]).toEqual([method, path, "webhook.not_found"]);
    }
  });

  test("a create and a rotation that are sent twice do it once, and answer the same secret", async () => {
    const { ask } = await client();
    const headers = { "Idempotency-Key": "once" };
    const body = { url, events: ["*"] };
    const [one, two] = [await ask("POST", "", body, headers), await ask("POST", "", body, headers)];
    expect(one.body).toEqual(two.body);
    expect((await ask("GET", "")).body.data).toHaveLength(1);
    const path = `/${one.body.id}/rotate-secret`;
    const rotate = () => ask("POST", path, { overlapHours: 1 }, { "Idempotency-Key": "rotate" });
    const [first, second] = [await rotate(), await rotate()];
    expect(first.body).toEqual(second.body);
    expect(first.body.secret).not.toBe(one.body.secret);
    expect(first.headers.get("ETag")).toBe('"2"');
    expect((await ask("POST", path, {}, headers)).body.code).toBe("idempotency.mismatch");
    for (const overlapHours of [-1, 169, 1.5, "1"])
      expect((await ask("POST", path, { overlapHours })).status).toBe(422);
  });

  test("no secret is in the database in clear, nor in the log", async () => {
    const { ask } = await client();
    const headers = { "Idempotency-Key": "clear" };
    const made = await ask("POST", "", { url, events: ["*"] }, headers);
    const rotated = await ask("POST", `/${made.body.id}/rotate-secret`, {}, { "Idempotency-Key": "clear 2" });
    const { db } = world().ctx;
    const stored: string[] = [...world().logged];
    for (const table of ["webhooks", "idempotency_keys", "audit_log", "outbox"] as const)
      stored.push(JSON.stringify(await db.selectFrom(table).selectAll().execute()));
    expect(stored.join()).toContain(made.body.id);
    for (const { secret } of [made.body, rotated.body]) {
      const bytes = secret.slice("whsec_".length);
      expect([bytes.length > 40, stored.join().includes(bytes)]).toEqual([true, false]);
    }
  });
});
