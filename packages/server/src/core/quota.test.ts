import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { bulk, bulkLines, own, said } from "../../../../test/bulk.ts";
import {
  createDatabase,
  forEachDatabase,
  newTenant,
  openBase,
  type World,
} from "../../../../test/context.ts";
import { postgresUrl } from "../../../../test/engines.ts";
import { type Answer, askJson, makeLink, DESTINATION as url } from "../../../../test/links.ts";
import { countAsMade, givePlan, linksCounted } from "../../../../test/plans.ts";

const LIMIT = 100_000;
const NEXT_MONTH = "2027-02-01T00:00:00.000Z";

const times = <Result>(count: number, work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const tally = (answers: { status: number }[]) =>
  Object.fromEntries(
    [...Map.groupBy(answers, ({ status }) => status)].map(([key, all]) => [key, all.length]),
  );

/** Makes a link, again and again where the database is too busy to take it in time, as clients do. */
async function makeFirmly(world: World, key: string): Promise<Answer> {
  for (;;) {
    const answer = await askJson(world, key, "POST", "/links", { url });
    if (answer.status !== 503) return answer;
    await Bun.sleep(100);
  }
}

async function linksOf({ ctx, operator }: Pick<World, "ctx" | "operator">): Promise<number> {
  const links = ctx.db.selectFrom("links").select("id").where("workspace_id", "=", operator.workspaceId);
  return (await links.execute()).length;
}

/** An enterprise workspace that may make so many links more this month. */
async function leave(world: Pick<World, "ctx" | "operator">, links: number): Promise<void> {
  await givePlan(world, world.operator.workspaceId, "enterprise");
  await countAsMade(world, world.operator.workspaceId, LIMIT - links);
}

forEachDatabase("links of a month", (world) => {
  const counted = () => linksCounted(world(), world().operator.workspaceId);

  test("200 at once with 50 left: 50 are made, and the others are told what is spent", async () => {
    await leave(world(), 50);
    const { text: key } = await world().key();
    const answers = await times(200, () => makeFirmly(world(), key));
    expect(tally(answers)).toEqual({ 201: 50, 402: 150 });
    expect([await linksOf(world()), await counted()]).toEqual([50, LIMIT]);
    const { body } = answers.find(({ status }) => status === 402) ?? {};
    expect(body).toMatchObject({
      ...{ code: "plan.quota_exceeded", plan: "enterprise", limit: LIMIT, used: LIMIT },
      ...{ resetsAt: NEXT_MONTH, upgradeTo: null },
    });
    expect(body.detail).toMatch(/enterprise has 100,000 new links a month.*100,000 are used.*2027-02-01/);
    world().clock.now = Date.parse(NEXT_MONTH) - 1;
    expect((await askJson(world(), key, "POST", "/links", { url })).status).toBe(402);
    world().clock.now++;
    expect((await askJson(world(), key, "POST", "/links", { url })).status).toBe(201);
    expect(await counted()).toBe(1);
  });

  test("one by one, in bulk, put, rewritten, as the drop-in does: all at once are never one too many", async () => {
    await leave(world(), 60);
    const { text: key } = await world().key();
    const content = Array.from({ length: 20 }, (_, place) => `https://example.com/r${place}`).join(" ");
    await Promise.all([
      times(20, () => askJson(world(), key, "POST", "/links", { url })),
      times(20, (index) => askJson(world(), key, "PUT", `/links/external/p${index}`, { url })),
      times(3, () => bulk(world(), "create", Array(20).fill({ url }), { key })),
      times(2, () => bulkLines(world(), "create", `${JSON.stringify({ url })}\n`.repeat(20))),
      askJson(world(), key, "POST", "/rewrite", { content, format: "text" }),
    ]);
    expect([await linksOf(world()), await counted()]).toEqual([60, LIMIT]);
  });

  test("in bulk each line that makes a link is counted, and no other; the rest stands", async () => {
    await makeLink(world(), { url: `${url}there` });
    await makeLink(world(), { slug: own(world(), "taken") });
    await leave(world(), 3);
    const lines = [
      { url },
      { url: "no url" },
      { url, slug: own(world(), "taken") },
      { url: `${url}there`, ifExists: "return" },
      { url, slug: own(world(), "mine") },
      { url, slug: own(world(), "mine") },
      { url: `${url}new`, ifExists: "return" },
      { url: `${url}new`, ifExists: "return" },
      { url },
      { url: `${url}there`, ifExists: "return" },
      { url: "no url" },
    ];
    const results = await bulk(world(), "create", lines);
    expect(
      said(results)
        .map((line) => line.slice(0, 3))
        .join(" "),
    ).toBe("201 422 409 200 201 409 201 200 402 200 422");
    expect(results[8]?.problem).toMatchObject({ code: "plan.quota_exceeded", used: LIMIT, limit: LIMIT });
    expect([await linksOf(world()), await counted()]).toEqual([5, LIMIT]);
  });

  test("a long stream: its first lines are made, as many as are left", async () => {
    await leave(world(), 1_500);
    const results = await bulkLines(world(), "create", `${JSON.stringify({ url })}\n`.repeat(2_000));
    const statuses = results.map(({ status }) => status);
    expect(statuses).toEqual([...Array(1_500).fill(201), ...Array(500).fill(402)]);
    expect(await linksOf(world())).toBe(1_500);
  });

  test("what makes no link counts nothing: repeated, found, changed, refused", async () => {
    await leave(world(), 3);
    const { text: key } = await world().key();
    const again = { "Idempotency-Key": "again" };
    const send = (body: object, headers = {}) => askJson(world(), key, "POST", "/links", body, headers);
    expect(tally(await times(5, () => send({ url }, again)))).toEqual({ 201: 5 });
    const lines = { "Idempotency-Key": "lines" };
    await times(3, () => bulk(world(), "create", [{ url: `${url}b` }], { key, headers: lines }));
    expect(await counted()).toBe(LIMIT - 1);
    expect((await send({ url: `${url}b`, ifExists: "return" })).status).toBe(200);
    expect((await send({ url, slug: "api" })).status).toBe(422);
    expect((await askJson(world(), key, "PUT", "/links/external/e", { url })).status).toBe(201);
    expect(await counted()).toBe(LIMIT);
    // Nothing is left, and what makes no link goes on.
    expect((await askJson(world(), key, "PUT", "/links/external/e", { url: `${url}2` })).status).toBe(200);
    expect((await send({ url }, again)).status).toBe(201);
    expect((await send({ url: `${url}b`, ifExists: "return" })).status).toBe(200);
    expect((await send({ url: `${url}c`, ifExists: "return" })).status).toBe(402);
    expect((await askJson(world(), key, "PUT", "/links/external/f", { url })).status).toBe(402);
    expect([await linksOf(world()), await counted()]).toEqual([3, LIMIT]);
  });

  test("a link that is refused in the end gives back what was counted", async () => {
    await makeLink(world(), { slug: own(world(), "held") });
    await leave(world(), 1);
    const { text: key } = await world().key();
    const slug = own(world(), "held");
    expect((await askJson(world(), key, "POST", "/links", { url, slug })).status).toBe(409);
    expect(await counted()).toBe(LIMIT - 1);
    expect((await askJson(world(), key, "POST", "/links", { url })).status).toBe(201);
  });

  test("rewriting leaves what there is no room for, and says so; where there is none at all it is refused", async () => {
    await leave(world(), 1);
    const { text: key } = await world().key();
    const rewrite = (content: string) =>
      askJson(world(), key, "POST", "/rewrite", { content, format: "text" });
    const { body, status } = await rewrite("https://example.com/a https://example.com/b");
    expect([status, body.links.length]).toEqual([200, 1]);
    expect(body.content).toEndWith(" https://example.com/b");
    expect(body.skipped).toEqual([{ url: "https://example.com/b", reason: "quota", count: 1 }]);
    const refused = await rewrite("https://example.com/b");
    expect([refused.status, refused.body.code]).toEqual([402, "plan.quota_exceeded"]);
    expect(refused.body.resetsAt).toBe(NEXT_MONTH);
  });

  test("a lesser plan takes nothing away; without a limit links are counted, too", async () => {
    const { workspaceId } = world().operator;
    await times(3, () => makeLink(world()));
    expect(await counted()).toBe(3);
    const links = await bulk(world(), "create", Array(60).fill({ url }));
    expect([tally(links), await counted()]).toEqual([{ 201: 60 }, 63]);
    await givePlan(world(), workspaceId, "pro");
    await countAsMade(world(), workspaceId, 6_000);
    const { text: key } = await world().key();
    const create = () => askJson(world(), key, "POST", "/links", { url });
    expect((await create()).body).toMatchObject({ code: "plan.quota_exceeded", upgradeTo: "enterprise" });
    expect((await askJson(world(), key, "GET", "/links")).body.data).toHaveLength(50);
    expect(
      (await askJson(world(), key, "PATCH", `/links/${links[0]?.link?.id}`, { title: "t" })).status,
    ).toBe(200);
    await givePlan(world(), workspaceId, "enterprise");
    expect((await create()).status).toBe(201);
  });
});

describe.skipIf(!postgresUrl)("two servers over one PostgreSQL", () => {
  let bases: Awaited<ReturnType<typeof openBase>>[];
  beforeAll(async () => {
    const database = await createDatabase();
    bases = [await openBase(database), await openBase(database)];
  });
  afterAll(() => Promise.all(bases.map(({ close }) => close())));

  test("200 at once with 50 left: 50 are made", async () => {
    const [first, second] = bases;
    if (!first || !second) throw new Error("there are two");
    const tenant = await newTenant(first.ctx);
    await leave({ ...first, ...tenant }, 50);
    const { text: key } = await tenant.key();
    const worlds = bases.map((base) => ({ ...base, ...tenant })) as unknown as [World, World];
    const answers = await times(200, (index) => makeFirmly(worlds[index % 2 === 0 ? 0 : 1], key));
    expect(tally(answers)).toEqual({ 201: 50, 402: 150 });
    expect(await linksOf(worlds[0])).toBe(50);
  });
});
