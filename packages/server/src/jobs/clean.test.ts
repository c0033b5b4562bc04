import { expect, test } from "bun:test";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { DAY_MS } from "../lib/time.ts";
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
});
