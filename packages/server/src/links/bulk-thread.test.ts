import { expect, test } from "bun:test";
import { type AnyResult, bulkLines, own, said } from "../../../../test/bulk.ts";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { addDomain, DESTINATION, faultsOfAddresses, makeLink } from "../../../../test/links.ts";
import { countAsMade, givePlan, linksCounted } from "../../../../test/plans.ts";
import { blockDestination } from "../abuse/blocked-destinations.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { LINES_PER_TRANSACTION } from "./bulk.ts";
import { bulkStream } from "./bulk-request.ts";
import { openBulkThread } from "./bulk-thread.ts";

const url = DESTINATION;
const LIMIT = 100_000;
const BATCH = LINES_PER_TRANSACTION.create;
const linesOf = (values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const times = <Value>(count: number, make: (place: number) => Value) =>
  Array.from({ length: count }, (_, at) => make(at));

async function linksIn({ ctx, operator }: World): Promise<string[]> {
  const links = ctx.db.selectFrom("links").select("id").where("workspace_id", "=", operator.workspaceId);
  return (await links.execute()).map(({ id }) => id);
}

/** A context whose thread asks that of it. */
function withThread({ ctx, database }: World, more: Partial<LinkCtx>): LinkCtx {
  if (!ctx.createInThread) return { ...ctx, ...more };
  const asked = { ...ctx, ...more };
  return { ...asked, createInThread: openBulkThread(asked, database.whileOthersWait) };
}

async function stream(
  world: World,
  ctx: LinkCtx,
  values: unknown[],
  requestId = "req_1",
): Promise<AnyResult[]> {
  const body = new Blob([linesOf(values)]).stream();
  const answer = bulkStream(ctx, world.operator, body, { kind: "create", requestId });
  const lines = (await new Response(answer).text()).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as AnyResult);
}

// Where the database is SQLite all of this is done in a thread of its own, with a memory of its own.
forEachDatabase("links of a stream", (world) => {
  test("may be on a domain, and may not lead to a harmful address, from the moment on that either is known", async () => {
    const [host, harmful] = [
      `${own(world(), "d")}.example`.replaceAll("_", "-").toLowerCase(),
      "https://harm.example/",
    ];
    const lines = linesOf([{ url, domain: host }, { url: harmful }]);
    const before = await bulkLines(world(), "create", lines);
    expect(said(before)).toEqual(["404 domain.not_found", "201"]);
    await addDomain(world(), host);
    await blockDestination(world().ctx, world().operator, { destination: "harm.example", reason: "test" });
    const after = await bulkLines(world(), "create", lines);
    expect(said(after)).toEqual(["201", "422 request.invalid url:blocked_destination"]);
    expect(after[0]?.link?.shortUrl).toContain(host);
  });

  test("are forgotten by the redirect where somebody may have asked for them, before they are answered", async () => {
    const [first, second] = [own(world(), "a"), own(world(), "b")];
    await bulkLines(world(), "create", linesOf([{ url, slug: first, aliases: [second] }, { url }]));
    expect(world().forgotten.toSorted()).toEqual([`/${first}`, `/${second}`]);
  });

  test("take slugs and externalIds as if they came one by one, from batch to batch", async () => {
    const slug = own(world(), "once");
    const values = times(2 * BATCH + 10, (at) =>
      at % 500 === 7 ? { url, slug } : { url, externalId: `e${at % BATCH}` },
    );
    const results = await bulkLines(world(), "create", linesOf(values));
    expect(results.map(({ index }) => index)).toEqual([...values.keys()]);
    const seen = new Set<string>();
    const expected = values.map((value) => {
      const wanted = value.slug ?? value.externalId ?? "";
      if (seen.has(wanted)) return value.slug ? "409 link.slug_taken" : "409 link.external_id_taken";
      seen.add(wanted);
      return "201";
    });
    expect(said(results)).toEqual(expected);
    expect(await linksIn(world())).toHaveLength(seen.size);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("find those that were there, with their clicks", async () => {
    const there = await makeLink(world(), { url: `${url}there` });
    const found = { url: `${url}there`, ifExists: "return" };
    const results = await bulkLines(world(), "create", linesOf([found, { url }, found]));
    expect(said(results)).toEqual(["200", "201", "200"]);
    expect([results[0]?.link?.id, results[0]?.link?.clicks]).toEqual([there.id, there.clicks]);
  });

  test("of five streams at once beside single links are all made, and no more than the plan has", async () => {
    const { ctx, operator } = world();
    await givePlan(world(), operator.workspaceId, "enterprise");
    await countAsMade(world(), operator.workspaceId, LIMIT - 4_000);
    const streams = times(5, (at) =>
      stream(
        world(),
        ctx,
        times(1_500, () => ({ url })),
        `req_${at}`,
      ),
    );
    const single = times(20, () => makeLink(world()).catch(() => null));
    const results = (await Promise.all(streams)).flat();
    const singles = (await Promise.all(single)).filter((link) => link !== null).length;
    const made = results.filter(({ status }) => status === 201);
    expect(new Set(said(results))).toEqual(new Set(["201", "402 plan.quota_exceeded"]));
    expect(made.length + singles).toBe(4_000);
    expect([(await linksIn(world())).length, await linksCounted(world(), operator.workspaceId)]).toEqual([
      4_000,
      LIMIT,
    ]);
  }, 60_000);

  test("fail by the batch, and what fails there spoils none before and after it", async () => {
    let batches = 0;
    const { plans } = world().ctx;
    const of: typeof plans.of = (workspaceId) => {
      if (++batches === 2) throw new Error("the second fails");
      return plans.of(workspaceId);
    };
    const ctx = withThread(world(), { plans: { ...plans, of, spentClicks: async () => null } });
    const results = await stream(
      world(),
      ctx,
      times(3 * BATCH, () => ({ url })),
    );
    const codes = said(results);
    const failed = codes.flatMap((code, at) => (code === "500 internal.unknown" ? at : []));
    expect(results.map(({ index }) => index)).toEqual([...results.keys()]);
    expect(codes.filter((code) => code === "201")).toHaveLength(results.length - failed.length);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.at(-1)).toBe((failed[0] ?? 0) + failed.length - 1);
    expect([codes[0], codes.at(-1)]).toEqual(["201", "201"]);
    expect(JSON.stringify(results)).not.toContain("the second fails");
    expect(await linksIn(world())).toHaveLength(results.length - failed.length);
  });

  test("that nobody takes any more are whole batches, and all that were answered are there", async () => {
    const { ctx, operator } = world();
    const body = new Blob([linesOf(times(6 * BATCH, () => ({ url })))]).stream();
    const request = { kind: "create", requestId: "req_cut" } as const;
    const reader = bulkStream(ctx, operator, body, request).getReader();
    const { value } = await reader.read();
    await reader.cancel();
    // Whoever writes after them waits for them.
    await makeLink(world());
    const text = new TextDecoder().decode(value);
    const ids = [...text.matchAll(/"id":"(lnk_\w+)"/g)].map(([, id]) => id ?? "");
    const there = new Set(await linksIn(world()));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id) => !there.has(id))).toEqual([]);
    expect(there.size).toBeLessThan(6 * BATCH);
  });
});
