import { expect, test } from "bun:test";
import { CompiledQuery } from "kysely";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { changeLink, makeLink, readLink } from "../../../../test/links.ts";
import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import type { FetchOutcome } from "../adapters/web/outcome.ts";
import { failingLinks, nextLinks } from "../db/health.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { deleteLink } from "../links/delete.ts";
import { checkHealth } from "./health.ts";

/** A web in which each host answers as it is told, and everything asked of it is written down. */
function fakeWeb() {
  const asked: { method: string; url: string }[] = [];
  const answers = new Map<string, number | "timeout" | "not_public" | "port">();
  const busy = new Map<string, number>();
  let most = 0;
  const fetchPublic: FetchPublic = async (url, request = {}) => {
    asked.push({ method: request.method ?? "GET", url });
    const { host } = new URL(url);
    busy.set(host, (busy.get(host) ?? 0) + 1);
    most = Math.max(most, busy.get(host) ?? 0);
    await Bun.sleep(0);
    busy.set(host, (busy.get(host) ?? 1) - 1);
    return outcomeOf(url, answers.get(url) ?? 200);
  };
  return { fetchPublic, asked, answers, mostAtOnce: () => most };
}

function outcomeOf(url: string, answer: number | "timeout" | "not_public" | "port"): FetchOutcome {
  if (answer === "timeout") return { kind: "failed", reason: answer, url };
  if (typeof answer === "string") return { kind: "refused", reason: answer, url };
  const rest = { headers: new Headers(), body: new Uint8Array(), isTruncated: false, url };
  return { kind: "answer", status: answer, ...rest };
}

forEachDatabase("health of destinations", (world) => {
  /** Nothing of earlier tests is left to be looked at, and the next round is due. */
  async function quiet(): Promise<World> {
    const { ctx, clock } = world();
    await ctx.db
      .updateTable("links")
      .set({ deleted_at: clock.now })
      .where("deleted_at", "is", null)
      .execute();
    await ctx.db.deleteFrom("job_cursors").execute();
    return world();
  }
  async function old(body: Record<string, unknown>) {
    const { ctx, clock } = world();
    const link = await makeLink(world(), body);
    const created = { created_at: clock.now - DAY_MS, updated_at: clock.now - DAY_MS };
    await ctx.db.updateTable("links").set(created).where("id", "=", link.id).execute();
    return link;
  }
  const events = async () => {
    const query = world()
      .ctx.db.selectFrom("outbox")
      .selectAll()
      .where("type", "in", ["link.broken", "link.recovered"]);
    const rows = await query
      .where("workspace_id", "=", world().operator.workspaceId)
      .orderBy("sequence")
      .execute();
    return rows.map(({ type, data }) => [type, JSON.parse(data)] as const);
  };
  const statusOf = async (id: string) => (await readLink(world(), id)).status;

  test("three failures in a row, an hour apart, make a link broken, and its owner is told once; one answer mends it", async () => {
    const { ctx, clock } = await quiet();
    const web = fakeWeb();
    const url = "https://dead.example/a";
    const link = await old({ url });
    web.answers.set(url, 503);
    const looks: number[] = [];
    const start = clock.now;
    for (let minute = 0; minute < 5 * 60; minute += 10) {
      const before = web.asked.length;
      await checkHealth(ctx, web.fetchPublic);
      if (web.asked.length > before) looks.push((clock.now - start) / MINUTE_MS);
      expect(await statusOf(link.id)).toBe(looks.length < 3 ? "active" : "broken");
      clock.now += 10 * MINUTE_MS;
    }
    expect(looks).toEqual([0, 70, 140]);
    expect(await events()).toEqual([["link.broken", { id: link.id, url, outcome: "answered 503" }]]);
    // From now on once a day: two more times in three days that begin three hours later.
    for (let hour = 0; hour < 72; hour++) {
      await checkHealth(ctx, web.fetchPublic);
      clock.now += HOUR_MS;
    }
    expect(web.asked).toHaveLength(2 * (3 + 2));
    expect(await events()).toHaveLength(1);
    web.answers.delete(url);
    clock.now += DAY_MS;
    await checkHealth(ctx, web.fetchPublic);
    expect(await statusOf(link.id)).toBe("active");
    expect((await events())[1]).toEqual(["link.recovered", { id: link.id, url, outcome: "answered 200" }]);
    const asked = web.asked.length;
    clock.now += 2 * DAY_MS;
    await checkHealth(ctx, web.fetchPublic);
    expect(web.asked.length).toBe(asked);
  });

  test("one answer between failures begins the count anew; what wants a login is no failure", async () => {
    const { ctx, clock } = await quiet();
    const web = fakeWeb();
    const url = "https://moody.example/";
    const link = await old({ url });
    for (const answer of [500, "timeout", 403, 404, 410, 429, "timeout", 500] as const) {
      web.answers.set(url, answer);
      await ctx.db.deleteFrom("job_cursors").execute();
      await checkHealth(ctx, web.fetchPublic);
      clock.now += 2 * HOUR_MS;
      expect([answer, await statusOf(link.id)]).toEqual([answer, "active"]);
    }
    expect(await events()).toEqual([]);
  });

  test("HEAD is asked first, GET where that is not liked", async () => {
    const { ctx } = await quiet();
    const web = fakeWeb();
    await old({ url: "https://good.example/" });
    await old({ url: "https://bad.example/" });
    web.answers.set("https://bad.example/", 405);
    await checkHealth(ctx, web.fetchPublic);
    const of = (host: string) =>
      web.asked.filter(({ url }) => url.includes(host)).map(({ method }) => method);
    expect([of("good"), of("bad")]).toEqual([["HEAD"], ["HEAD", "GET"]]);
  });

  test("two processes that look at once, or one that looks again at once, count one failure", async () => {
    const { ctx } = await quiet();
    const web = fakeWeb();
    const url = "https://twice.example/";
    const link = await old({ url });
    web.answers.set(url, 500);
    for (let time = 0; time < 3; time++) {
      await ctx.db.deleteFrom("job_cursors").execute();
      await Promise.all([checkHealth(ctx, web.fetchPublic), checkHealth(ctx, web.fetchPublic)]);
    }
    const row = ctx.db.selectFrom("link_health").select("failures").where("link_id", "=", link.id);
    expect((await row.executeTakeFirstOrThrow()).failures).toBe(1);
  });

  test("what was found of an address that the link does not lead to any more is dropped", async () => {
    const { ctx, clock } = await quiet();
    const web = fakeWeb();
    const url = "https://moved.example/";
    const link = await old({ url });
    web.answers.set(url, 500);
    for (let time = 0; time < 2; time++) {
      await checkHealth(ctx, web.fetchPublic);
      clock.now += 2 * HOUR_MS;
    }
    const changing: FetchPublic = async (asked, request) => {
      await changeLink(world(), link.id, { url: "https://new.example/" });
      return web.fetchPublic(asked, request);
    };
    await checkHealth(ctx, changing);
    expect([await statusOf(link.id), await events()]).toEqual(["active", []]);
    // The new address has three failures of its own.
    web.answers.set("https://new.example/", 500);
    for (const status of ["active", "active", "broken"]) {
      clock.now += 2 * HOUR_MS;
      await checkHealth(ctx, web.fetchPublic);
      expect(await statusOf(link.id)).toBe(status as "active");
    }
  });

  test("what our guard does not look at is not broken; a private address is flagged, as long as it is one", async () => {
    const { ctx, clock } = await quiet();
    const web = fakeWeb();
    const [inside, port] = ["https://inside.example/", "https://port.example:9000/"];
    const links = [
      await old({ url: inside }),
      await old({ url: port }),
      await old({ url: "https://plain.example" }),
    ];
    web.answers.set(inside, "not_public").set(port, "port");
    for (let week = 0; week < 4; week++) {
      await checkHealth(ctx, web.fetchPublic);
      clock.now += 8 * DAY_MS;
    }
    const shown = await Promise.all(links.map(({ id }) => readLink(world(), id)));
    expect(shown.map(({ status, flags }) => [status, flags])).toEqual([
      ["active", ["private"]],
      ["active", []],
      ["active", []],
    ]);
    web.answers.clear();
    await checkHealth(ctx, web.fetchPublic);
    expect((await readLink(world(), links[0]?.id ?? "")).flags).toEqual([]);
  });

  test("no host is asked twice at once, other schemes not at all, nor what is young or deleted", async () => {
    const { ctx, operator } = await quiet();
    const web = fakeWeb();
    const wanted = [
      "https://one.example/1",
      "https://one.example/2",
      "https://one.example/3",
      "https://two.example/",
    ];
    for (const url of wanted) await old({ url });
    await makeLink(world(), { url: "https://young.example/" });
    await deleteLink(ctx, operator, (await old({ url: "https://deleted.example/" })).id);
    const mail = await old({ url: "https://mail.example/" });
    await ctx.db
      .updateTable("links")
      .set({ url: "mailto:a@example.com" })
      .where("id", "=", mail.id)
      .execute();
    await checkHealth(ctx, web.fetchPublic);
    expect(web.asked.map(({ url }) => url).sort()).toEqual(wanted.sort());
    expect(web.mostAtOnce()).toBe(1);
  });

  test("a round goes through all, a few at a time, each once a week; whoever breaks off goes on there", async () => {
    const { ctx, clock } = await quiet();
    const web = fakeWeb();
    const urls = Array.from({ length: 40 }, (_, place) => `https://h${place}.example/`);
    for (const url of urls) await old({ url });
    let calls = 0;
    const breaking: FetchPublic = async (url, request) => {
      if (++calls === 20) throw new Error("the process ends here");
      return web.fetchPublic(url, request);
    };
    await checkHealth(ctx, breaking);
    await expect(checkHealth(ctx, breaking)).rejects.toThrow("ends here");
    const seen: number[] = [];
    for (let time = 0; time < 10; time++) {
      await checkHealth(ctx, web.fetchPublic);
      seen.push(new Set(web.asked.map(({ url }) => url)).size);
      clock.now += 10_000;
    }
    expect(seen.slice(-8)).toEqual(Array(8).fill(40));
    const first = web.asked.length;
    // Those that the process had not written down when it ended, and no others.
    expect(first).toBeLessThanOrEqual(40 + 16);
    clock.now += 7 * DAY_MS - 5 * MINUTE_MS;
    await checkHealth(ctx, web.fetchPublic);
    expect(web.asked.length).toBe(first);
    clock.now += 5 * MINUTE_MS;
    for (let time = 0; time < 10; time++) await checkHealth(ctx, web.fetchPublic);
    expect(web.asked.length).toBe(first + 40);
  });

  test("links that fail leave room for the others, however many they are", async () => {
    const { ctx, clock } = await quiet();
    const web = fakeWeb();
    for (let place = 0; place < 30; place++) {
      const url = `https://bad${place}.example/`;
      web.answers.set(url, 500);
      await old({ url });
    }
    await checkHealth(ctx, web.fetchPublic);
    await checkHealth(ctx, web.fetchPublic);
    await old({ url: "https://late.example/" });
    clock.now += 2 * HOUR_MS;
    await ctx.db.deleteFrom("job_cursors").execute();
    web.asked.length = 0;
    await checkHealth(ctx, web.fetchPublic);
    expect(web.asked.map(({ url }) => url)).toContain("https://late.example/");
    expect(web.asked.filter(({ url }) => url.includes("bad"))).toHaveLength(2 * 8);
  });

  test("asks the database for a few links only, by an index, however many there are", async () => {
    const { ctx } = world();
    const seen: CompiledQuery[] = [];
    const db = ctx.db.withPlugin({
      transformQuery: ({ node, queryId }) => {
        seen.push(ctx.db.getExecutor().compileQuery(node, queryId));
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    await nextLinks(db, { afterId: "lnk_1", madeBefore: 5, limit: 3 });
    await failingLinks(db, { failedBefore: 5, brokenBefore: 5, limit: 3 });
    for (const query of seen) expect(query.sql).toContain("limit");
    // PostgreSQL has its plans of what is in the tables: here nothing to speak of.
    if (ctx.config.database.kind === "postgres") return;
    const plans: string[] = [];
    for (const query of seen) {
      const explained = CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]);
      const { rows } = await ctx.db.executeQuery(explained as CompiledQuery<{ detail: string }>);
      plans.push(rows.map(({ detail }) => detail).join("; "));
    }
    expect(plans).toEqual([
      expect.stringMatching(/^SEARCH links USING .*\(id>\?\)/),
      expect.stringContaining("link_health_failing"),
      expect.stringContaining("link_health_broken"),
    ]);
    for (const plan of plans) expect(plan).not.toContain("B-TREE");
  });
});
