import { beforeEach, expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { blockLink, unblockLink } from "../abuse/block-link.ts";
import { blockDestination, unblockDestination } from "../abuse/blocked-destinations.ts";
import type { WebRiskVerdict } from "../adapters/abuse/web-risk.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { readHistory } from "../db/history.ts";
import { readJobCursor } from "../db/job-cursors.ts";
import { DAY_MS } from "../lib/time.ts";
import { createLink } from "../links/create.ts";
import { updateLink } from "../links/update.ts";
import { judgeTask, recheckByLists, recheckByWebRisk } from "./recheck.ts";
import { relay } from "./relay.ts";
import { doTasks } from "./tasks.ts";

forEachDatabase("rechecking links", (world) => {
  let hosts = 0;
  // The clock of each test begins anew, so the rounds must, too.
  beforeEach(async () => {
    await world().ctx.db.deleteFrom("job_cursors").execute();
  });
  const freshHost = () => `host-${world().ctx.config.database.kind}-${hosts++}.example`;
  const make = async (host: string, more = {}) =>
    (await createLink(world().ctx, world().operator, { url: `https://${host}/`, ...more })).link;
  const row = (id: string) =>
    world().ctx.db.selectFrom("links").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const reason = async (id: string) => {
    const { blocked_at, block_reason } = await row(id);
    return blocked_at === null ? null : block_reason;
  };
  const block = (destination: string, why = "phishing") =>
    blockDestination(world().ctx, world().operator, { destination, reason: why });
  /** Web Risk as it says of hosts; `away` where it does not answer. */
  const webRisk = (verdicts: Record<string, WebRiskVerdict>, asked: string[] = []): LinkCtx => {
    const { ctx } = world();
    const askWebRisk = async (url: string): Promise<WebRiskVerdict> => {
      asked.push(url);
      return verdicts[new URL(url).hostname] ?? { kind: "clean" };
    };
    return { ...ctx, threats: { ...ctx.threats, askWebRisk } };
  };
  const threat: WebRiskVerdict = { kind: "threat", types: ["SOCIAL_ENGINEERING"] };
  const away: WebRiskVerdict = { kind: "unknown", isPassing: true };
  const nextDay = () => {
    world().clock.now += 2 * DAY_MS;
  };
  const wholeRound = async (ctx = world().ctx) => {
    nextDay();
    // Others' tests have left links in the same database: a run ends by the clock.
    do await recheckByLists(ctx);
    while ((await readJobCursor(ctx.db, "abuse_lists"))?.position !== "");
  };
  const wholeWebRound = async (ctx: LinkCtx) => {
    nextDay();
    do await recheckByWebRisk(ctx);
    while ((await readJobCursor(ctx.db, "abuse_web_risk"))?.position !== "");
  };
  const react = async (ctx: LinkCtx) => {
    await relay(ctx);
    await doTasks(ctx, { judge: judgeTask(ctx) });
  };

  test("a destination that is listed later blocks its links, and lets them go when it is taken off", async () => {
    const host = freshHost();
    const link = await make(host, { slug: `listed-${hosts}`, aliases: [`listed-alias-${hosts}`] });
    const { id } = await block(host);
    world().forgotten.length = 0;
    await wholeRound();
    expect(await reason(link.id)).toBe("list: phishing");
    expect(world().forgotten).toContain(`/listed-alias-${hosts}`);
    expect(await readHistory(world().ctx.db, link.id, { limit: 9 })).toMatchObject([
      { version: 2, actor: "lists", changes: '{"blockedReason":[null,"list: phishing"]}' },
    ]);
    await wholeRound();
    expect((await row(link.id)).version).toBe(2);
    await unblockDestination(world().ctx, world().operator, id);
    await wholeRound();
    expect(await reason(link.id)).toBeNull();
    expect((await row(link.id)).version).toBe(3);
  });

  test("a new entry begins a round at once, though today's is over", async () => {
    const host = freshHost();
    const link = await make(host);
    await wholeRound();
    await block(`http://${host}/`);
    do await recheckByLists(world().ctx);
    while ((await readJobCursor(world().ctx.db, "abuse_lists"))?.position !== "");
    expect(await reason(link.id)).toBe("list: phishing");
  });

  test("no new link leads there, and none is changed to: the field is named", async () => {
    const host = freshHost();
    const link = await make(freshHost());
    await block(host);
    const refused = { code: "request.invalid", errors: [{ path: "url", code: "blocked_destination" }] };
    await expect(make(`www.${host}`)).rejects.toMatchObject(refused);
    const change = updateLink(world().ctx, world().operator, link.id, { url: `https://${host}/x` });
    await expect(change).rejects.toMatchObject(refused);
  });

  test.each([
    ["expiredUrl", (url: string) => ({ expiredUrl: url })],
    ["ios", (url: string) => ({ ios: url })],
    ["android", (url: string) => ({ android: url })],
    ["a rule", (url: string) => ({ rules: [{ when: { countries: ["DE"] }, url }] })],
    [
      "a variant",
      (url: string) => ({
        rules: [
          {
            split: [
              { url, weight: 1 },
              { url: "https://example.org/", weight: 1 },
            ],
          },
        ],
      }),
    ],
  ])("a listed address blocks a link that has it as %s", async (_, settings) => {
    const host = freshHost();
    const link = await make(freshHost(), settings(`https://${host}/`));
    await block(host);
    await wholeRound();
    expect(await reason(link.id)).toBe("list: phishing");
  });

  test("what a person decided stays: blocked stays blocked, let go stays let go until it leads elsewhere", async () => {
    const { ctx, operator } = world();
    const [host, other] = [freshHost(), freshHost()];
    const byHand = await make(freshHost());
    const allowed = await make(host);
    await blockLink(ctx, operator, { link: byHand.id, reason: "scam" });
    await block(host);
    await wholeRound();
    expect(await reason(byHand.id)).toBe("admin: scam");
    await unblockLink(ctx, operator, { link: allowed.id });
    await wholeRound();
    expect(await reason(allowed.id)).toBeNull();
    await updateLink(ctx, operator, allowed.id, { url: `https://${other}/` });
    await block(other, "malware");
    await wholeRound();
    expect(await reason(allowed.id)).toBe("list: malware");
  });

  test("a new link is judged by Web Risk right after; a threat blocks it", async () => {
    const host = freshHost();
    const ctx = webRisk({ [host]: threat });
    const [bad, good] = [await make(host), await make(freshHost())];
    await react(ctx);
    expect(await reason(bad.id)).toBe("web_risk: SOCIAL_ENGINEERING");
    expect(await reason(good.id)).toBeNull();
  });

  test("so is one that is changed; and one that lists have blocked is let go when it leads elsewhere", async () => {
    const { operator } = world();
    const host = freshHost();
    const ctx = webRisk({ [host]: threat });
    const link = await make(freshHost());
    await updateLink(ctx, operator, link.id, { url: `https://${host}/` });
    await react(ctx);
    expect(await reason(link.id)).toBe("web_risk: SOCIAL_ENGINEERING");
    await updateLink(ctx, operator, link.id, { url: "https://example.org/clean" });
    await react(ctx);
    expect(await reason(link.id)).toBeNull();
  });

  test("Web Risk being away blocks nothing and lets nothing go, and is asked again later", async () => {
    const host = freshHost();
    const link = await make(host);
    await react(webRisk({ [host]: away }));
    expect(await reason(link.id)).toBeNull();
    world().clock.now += 61_000;
    await doTasks(webRisk({}), { judge: judgeTask(webRisk({ [host]: threat })) });
    expect(await reason(link.id)).toBe("web_risk: SOCIAL_ENGINEERING");
    nextDay();
    await expect(wholeWebRound(webRisk({ [host]: away }))).rejects.toThrow("Web Risk");
    expect(await reason(link.id)).toBe("web_risk: SOCIAL_ENGINEERING");
    await wholeRound();
    expect(await reason(link.id)).toBe("web_risk: SOCIAL_ENGINEERING");
    await wholeWebRound(webRisk({}));
    expect(await reason(link.id)).toBeNull();
  });

  test("a link on a list that Web Risk knows, too, is not let go when the list forgets it", async () => {
    const host = freshHost();
    const link = await make(host);
    const { id } = await block(host);
    await wholeRound();
    await unblockDestination(world().ctx, world().operator, id);
    await wholeRound(webRisk({ [host]: threat }));
    expect(await reason(link.id)).toBe("list: phishing");
  });

  test("the daily round asks about every link once, those in the trash too, and goes on where it was broken off", async () => {
    const { db } = world().ctx;
    const links = await Promise.all(Array.from({ length: 30 }, () => make(freshHost())));
    const asked: string[] = [];
    const failing = new URL(links[20]?.url ?? "").hostname;
    nextDay();
    const verdicts: Record<string, WebRiskVerdict> = { [failing]: away };
    await expect(wholeWebRound(webRisk(verdicts, asked))).rejects.toThrow("Web Risk");
    const { position } = (await readJobCursor(db, "abuse_web_risk")) ?? { position: "" };
    expect(position <= (links[20]?.id ?? "")).toBe(true);
    delete verdicts[failing];
    const again: string[] = [];
    do await recheckByWebRisk(webRisk({}, again));
    while ((await readJobCursor(db, "abuse_web_risk"))?.position !== "");
    const all = new Set([...asked, ...again]);
    expect(links.every(({ url }) => all.has(url))).toBe(true);
    const later: string[] = [];
    await recheckByWebRisk(webRisk({}, later));
    expect(later).toEqual([]);
  });

  test("a link that changes while it is judged is left to the judgement of its change", async () => {
    const host = freshHost();
    const link = await make(host);
    const ctx = webRisk({});
    const askWebRisk = async (): Promise<WebRiskVerdict> => {
      await updateLink(ctx, world().operator, link.id, { url: "https://example.org/meanwhile" });
      return threat;
    };
    await judgeTask({ ...ctx, threats: { ...ctx.threats, askWebRisk } })({
      ...{ kind: "judge", link_id: link.id, workspace_id: "", run_at: 0, attempts: 1 },
    });
    expect(await reason(link.id)).toBeNull();
  });
});
