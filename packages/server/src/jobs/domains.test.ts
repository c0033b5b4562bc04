import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { createDomain } from "../domains/create.ts";
import { getDomain } from "../domains/get.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { checkDomains, refreshDomains } from "./domains.ts";

const DAY_MS = 24 * HOUR_MS;
let hosts = 0;

forEachDatabase("the jobs for domains", (world) => {
  /** Nobody else's domains are in the way. */
  const add = async () => {
    const { ctx, operator, proofs } = world();
    await ctx.db.deleteFrom("domains").execute();
    const domain = await createDomain(ctx, operator, { host: `j${hosts++}.example` });
    const proof = `${domain.host} ${domain.verification.http.content}`;
    return { ...domain, prove: () => proofs.set(proof, "http"), unprove: () => proofs.delete(proof) };
  };
  const now = async (id: string) => (await getDomain(world().ctx, world().operator, id)).domain;

  test("a domain is tried for 3 days with pauses that double, and then left alone", async () => {
    const { ctx, clock } = world();
    await add();
    const start = clock.now;
    const tries: number[] = [];
    const prove = async () => {
      tries.push((clock.now - start) / MINUTE_MS);
      return { kind: "unproven", dns: "", http: "" } as const;
    };
    // Just before each moment that counts, and at it.
    for (let minutes = 1; minutes <= 16_384; minutes *= 2) {
      for (const afterMs of [minutes * MINUTE_MS - 1, minutes * MINUTE_MS]) {
        clock.now = start + afterMs;
        await checkDomains({ ...ctx, prove });
      }
    }
    expect(tries).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]);
  });

  test("a proof that appears is found, and the redirect knows the domain", async () => {
    const domain = await add();
    domain.prove();
    await checkDomains(world().ctx);
    expect((await now(domain.id)).verified).toBe(false);
    world().clock.now += MINUTE_MS;
    await checkDomains(world().ctx);
    expect((await now(domain.id)).verified).toBe(true);
    expect(world().ctx.domains.byHost(domain.host)?.id).toBe(domain.id);
  });

  test("verified ones are looked at daily; without proof for 7 days in a row one is not verified any more", async () => {
    const { ctx, clock } = world();
    const domain = await add();
    domain.prove();
    clock.now += MINUTE_MS;
    await checkDomains(ctx);
    domain.unprove();
    clock.now += DAY_MS - 1;
    await checkDomains(ctx);
    expect((await now(domain.id)).verification.missingSince).toBeNull();
    for (let hour = 0; hour < 6 * 24; hour++, clock.now += HOUR_MS) await checkDomains(ctx);
    expect((await now(domain.id)).verified).toBe(true);
    domain.prove();
    clock.now += DAY_MS;
    await checkDomains(ctx);
    expect((await now(domain.id)).verification.missingSince).toBeNull();
    domain.unprove();
    for (let day = 0; day < 7; day++) {
      clock.now += DAY_MS;
      await checkDomains(ctx);
      expect((await now(domain.id)).verified).toBe(true);
    }
    clock.now += DAY_MS;
    await checkDomains(ctx);
    expect((await now(domain.id)).verified).toBe(false);
    expect(ctx.domains.byHost(domain.host)).toBeNull();
    const events = await ctx.db
      .selectFrom("outbox")
      .selectAll()
      .where("type", "=", "domain.updated")
      .execute();
    expect(events.filter(({ data }) => data.includes(domain.id))).toHaveLength(1);
  });

  test("two nodes at once look at a domain once, and a failure holds up no other", async () => {
    const { ctx, operator, clock } = world();
    const { host } = await add();
    await createDomain(ctx, operator, { host: "fails.example" });
    clock.now += MINUTE_MS;
    const asked: string[] = [];
    const prove: typeof ctx.prove = async (domain) => {
      asked.push(domain.host);
      if (domain.host === "fails.example") throw new Error("broken");
      return { kind: "proven", by: "dns" };
    };
    await Promise.all([checkDomains({ ...ctx, prove }), checkDomains({ ...ctx, prove })]);
    expect(asked.sort()).toEqual(["fails.example", host].sort());
    expect(ctx.domains.byHost(host)).not.toBeNull();
    expect(world().logged.join("")).toContain("domain not checked");
  });

  test("what another node wrote is known after a refresh; without news nothing is forgotten", async () => {
    const { ctx, clock } = world();
    const domain = await add();
    await refreshDomains(ctx);
    world().forgotten.length = 0;
    const write = (verified_at: number | null) =>
      ctx.db.updateTable("domains").set({ verified_at }).where("id", "=", domain.id).execute();
    await write(clock.now);
    expect(ctx.domains.byHost(domain.host)).toBeNull();
    await refreshDomains(ctx);
    expect(ctx.domains.byHost(domain.host)?.id).toBe(domain.id);
    await refreshDomains(ctx);
    expect(world().forgotten).toEqual(["*"]);
    await write(null);
    await refreshDomains(ctx);
    expect(ctx.domains.byHost(domain.host)).toBeNull();
  });
});
