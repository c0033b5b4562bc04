import { afterAll, expect, test } from "bun:test";
import {
  billingOf,
  deliverAll,
  lastSession,
  lastSubscription,
  openShop,
  planOf,
  type Shop,
} from "../../../../test/billing.ts";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { startStripe } from "../../../../test/stripe.ts";
import { SECOND_MS } from "../lib/time.ts";
import { createLink } from "../links/create.ts";
import { changePlan } from "./change-plan.ts";
import { checkout } from "./checkout.ts";

const url = "https://example.com/";

forEachDatabase("a downgrade", (world) => {
  const stripe = startStripe(() => world().clock.now);
  afterAll(() => stripe.stop());

  const post = async (shop: Shop, key: string, path: string, body: object) => {
    const response = await ask(shop, "POST", `/api/v1/${path}`, { key, body });
    const { id, code } = (await response.json()) as { id?: string; code?: string };
    return { status: response.status, id: id ?? "", code };
  };
  const host = () => `d-${crypto.randomUUID()}.example`;

  test("takes nothing away: what is there works, and what the plan lacks cannot be made", async () => {
    const shop = openShop(world(), stripe);
    await checkout(billingOf(shop), shop.operator, { plan: "enterprise" });
    stripe.complete(lastSession(shop));
    await deliverAll(shop);
    expect(await planOf(shop, shop.operator)).toBe("enterprise");
    const { text: key } = await shop.key();
    const made: Record<string, string[]> = { domains: [], webhooks: [], keys: [], links: [] };
    for (let count = 0; count < 4; count++) {
      for (const [path, body] of [
        ["domains", { host: host() }],
        ["webhooks", { url: `https://hooks.example.com/${count}`, events: ["*"] }],
        ["keys", { name: `key ${count}`, scopes: ["links:read"] }],
        ["links", { url: `${url}${count}` }],
      ] as const) {
        const { status, id } = await post(shop, key, path, body);
        expect([path, status]).toEqual([path, 201]);
        made[path]?.push(id);
      }
    }
    const before = await countRows(shop);
    await changePlan(billingOf(shop), shop.operator, { plan: "pro" });
    expect(await planOf(shop, shop.operator)).toBe("pro");
    const spent = { status: 402, code: "plan.quota_exceeded" };
    expect(await post(shop, key, "domains", { host: host() })).toMatchObject(spent);
    expect(
      await post(shop, key, "webhooks", { url: "https://hooks.example.com/x", events: ["*"] }),
    ).toMatchObject(spent);
    expect(await post(shop, key, "links", { url: `${url}more` })).toMatchObject({ status: 201 });
    const after = await countRows(shop);
    for (const table of ["domains", "webhooks", "api_keys", "addresses", "folders"])
      expect([table, (after[table] ?? 0) - (before[table] ?? 0)]).toEqual([
        table,
        table === "addresses" ? 1 : 0,
      ]);
    for (const [path, ids] of Object.entries(made))
      for (const id of ids.filter(() => path !== "keys"))
        expect([path, (await ask(shop, "GET", `/api/v1/${path}/${id}`, { key })).status]).toEqual([
          path,
          200,
        ]);
    // What there is too much of can be changed and given away.
    const webhook = `/api/v1/webhooks/${made.webhooks?.[0]}`;
    expect((await ask(shop, "PATCH", webhook, { key, body: { description: "kept" } })).status).toBe(200);
    expect((await ask(shop, "DELETE", webhook, { key })).status).toBe(204);
  });

  test("to free: the month's links are spent, keys reach nothing but billing, and every link and its clicks stay", async () => {
    const shop = openShop(world(), stripe);
    await checkout(billingOf(shop), shop.operator, { plan: "pro" });
    stripe.complete(lastSession(shop));
    await deliverAll(shop);
    const { text: key } = await shop.key();
    for (let index = 0; index < 60; index++)
      await createLink(shop.ctx, shop.operator, { url: `${url}${index}` });
    stripe.end(lastSubscription(shop));
    await deliverAll(shop);
    expect(await planOf(shop, shop.operator)).toBe("free");
    const refused = { status: 402, code: "plan.feature_required" };
    expect(await post(shop, key, "links", { url })).toMatchObject(refused);
    const byPerson = createLink(shop.ctx, shop.operator, { url });
    await expect(byPerson).rejects.toMatchObject({ code: "plan.quota_exceeded" });
    expect((await ask(shop, "GET", "/api/v1/billing", { key })).status).toBe(200);
    const again = await ask(shop, "POST", "/api/v1/billing/checkout", { key, body: { plan: "pro" } });
    expect(again.status).toBe(200);
    const slugs = await shop.ctx.db
      .selectFrom("links")
      .select("slug")
      .where("workspace_id", "=", shop.operator.workspaceId)
      .where("deleted_at", "is", null)
      .where("disabled_at", "is", null)
      .execute();
    expect(slugs).toHaveLength(60);
    for (const { slug } of slugs.slice(0, 5))
      expect(await shop.database.lookup("", slug)).toMatchObject({ url: expect.stringContaining(url) });
    // Paid again, all is as it was.
    stripe.complete(lastSession(shop));
    await deliverAll(shop);
    shop.clock.now += SECOND_MS;
    await planOf(shop, shop.operator);
    expect(await post(shop, key, "links", { url })).toMatchObject({ status: 201 });
  });
});
