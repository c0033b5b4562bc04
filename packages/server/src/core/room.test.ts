import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson } from "../../../../test/links.ts";
import { givePlan } from "../../../../test/plans.ts";

const times = <Result>(count: number, work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

forEachDatabase("as many of a thing as the plan has", (world) => {
  const give = (plan: string | null) => givePlan(world(), world().operator.workspaceId, plan);
  const MAKE = {
    keys: (index: number) => ["/keys", { name: `key ${index}` }] as const,
    domains: (index: number) => ["/domains", { host: `n${index}.${crypto.randomUUID()}.example` }] as const,
    webhooks: () => ["/webhooks", { url: "https://hooks.example/", events: ["*"] }] as const,
  };
  const make = (key: string, what: keyof typeof MAKE, index = 0) => {
    const [path, body] = MAKE[what](index);
    return askJson(world(), key, "POST", path, body);
  };

  test.each(["keys", "domains", "webhooks"] as const)(
    "%s: of twenty at once no more than there is room for",
    async (what) => {
      const { text: key } = await world().key();
      await give("pro");
      const answers = await times(20, (index) => make(key, what, index));
      const limit = what === "keys" ? 5 : 3;
      // The key that asks is one of them.
      const made = answers.filter(({ status }) => status === 201);
      expect(made).toHaveLength(what === "keys" ? limit - 1 : limit);
      const { body, status } = answers.find(({ status }) => status !== 201) ?? {};
      expect([status, body]).toMatchObject([
        402,
        {
          code: "plan.quota_exceeded",
          plan: "pro",
          limit,
          used: limit,
          resetsAt: null,
          upgradeTo: "enterprise",
        },
      ]);
      expect(body.detail).toBe(
        `The plan pro has ${limit} ${what}, and ${limit} are used. The plan enterprise has more`,
      );
      await give("enterprise");
      expect((await make(key, what, 20)).status).toBe(201);
    },
  );

  test("a plan without any says which one has them", async () => {
    const { text: key } = await world().key();
    world().ctx.config.plans = {
      ...world().ctx.config.plans,
      none: { ...(world().ctx.config.plans.pro ?? fail()), domains: 0, price: null },
    };
    await give("none");
    const { status, body } = await make(key, "domains");
    expect([status, body.code, body.upgradeTo]).toEqual([402, "plan.feature_required", "pro"]);
    expect(body.detail).toBe("The plan none has no domains. The plan pro has more");
  });

  test("a revoked key leaves room; a lesser plan takes nothing away", async () => {
    const { text: key } = await world().key();
    const made = await times(8, (index) => make(key, "keys", index));
    await give("pro");
    expect((await make(key, "keys")).status).toBe(402);
    const { text: other } = await world().key();
    expect((await askJson(world(), made[0]?.body.key, "GET", "/tags")).status).toBe(200);
    for (const { body } of made.slice(0, 6))
      expect((await askJson(world(), key, "DELETE", `/keys/${body.id}`)).status).toBeOneOf([200, 204]);
    expect((await make(other, "keys")).status).toBe(201);
    expect((await make(other, "keys")).status).toBe(402);
  });

  test("what is repeated needs no room", async () => {
    const { text: key } = await world().key();
    await give("pro");
    const body = { host: `${crypto.randomUUID()}.example` };
    const send = () => askJson(world(), key, "POST", "/domains", body, { "Idempotency-Key": "once" });
    const [first] = await times(3, send);
    await times(2, (index) => make(key, "domains", index));
    expect((await make(key, "domains", 9)).status).toBe(402);
    expect((await send()).body).toEqual(first?.body);
  });
});

function fail(): never {
  throw new Error("there is a plan pro");
}
