import { expect, test } from "bun:test";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { makeLink } from "../../../../test/links.ts";
import { signedIn } from "../../../../test/people.ts";
import { keptFor, makeWebhook, sendDue } from "../../../../test/webhooks.ts";
import { DAY_MS } from "../lib/time.ts";
import { note } from "../people/security-log.ts";
import { clean } from "./clean.ts";

forEachDatabase("clean", (world) => {
  test("Idempotency-Keys are kept for 24 hours, and no longer", async () => {
    const { ctx, clock } = world();
    const { text: key } = await world().key();
    const post = async () => {
      const headers = { "Idempotency-Key": "daily" };
      return (
        await ask(world(), "POST", "/api/v1/links", { key, body: { url: "https://example.com/" }, headers })
      ).text();
    };
    const first = await post();
    clock.now += DAY_MS;
    await clean(ctx);
    expect(await post()).toBe(first);
    clock.now += 1;
    await clean(ctx);
    expect(await post()).not.toBe(first);
  });

  test("what happened at the doors of an account is kept for 90 days", async () => {
    const { ctx, clock } = world();
    const { userId } = await signedIn(world());
    await note(ctx, userId, "password.changed");
    const count = async () => (await ctx.db.selectFrom("security_log").select("id").execute()).length;
    clock.now += 90 * DAY_MS;
    await clean(ctx);
    expect(await count()).toBe(1);
    clock.now += 1;
    await clean(ctx);
    expect(await count()).toBe(0);
  });

  test("what webhooks were told is kept for 30 days, and how it went with it", async () => {
    const { ctx, clock } = world();
    await makeWebhook(world(), "http://127.0.0.1:9/", ["link.created"]);
    await makeLink(world());
    await sendDue(world());
    clock.now += 30 * DAY_MS;
    await clean(ctx);
    const [old] = (await keptFor(world())).deliveries;
    await makeLink(world());
    await sendDue(world());
    clock.now += 1;
    await clean(ctx);
    const { events, deliveries } = await keptFor(world());
    expect([events.length, deliveries.length]).toEqual([1, 1]);
    expect([typeof old?.id, deliveries[0]?.id === old?.id]).toEqual(["string", false]);
    const attempts = await ctx.db.selectFrom("webhook_attempts").select("delivery_id").execute();
    expect(new Set(attempts.map((one) => one.delivery_id))).toEqual(new Set([deliveries[0]?.id ?? ""]));
    await ctx.db.deleteFrom("webhooks").execute();
  });
});
