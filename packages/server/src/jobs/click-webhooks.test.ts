import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Clicked, ClickedSchema } from "@visoli/contract/click-hook";
import { WebhookCreateSchema } from "@visoli/contract/webhook";
import { click, lineOf, linesOf } from "../../../../test/clicks.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { temporaryFolder } from "../../../../test/engines.ts";
import { addFolder, askJson, changeLink, makeLink } from "../../../../test/links.ts";
import { keptFor, privately, sendDue, startReceiver } from "../../../../test/webhooks.ts";
import type { ClickRow } from "../analytics/row.ts";
import { handOn, toldFolder } from "../clicks/hand-on.ts";
import { createIngest } from "../clicks/ingest.ts";
import { openJournal } from "../clicks/journal.ts";
import { listSegments, newSegmentName } from "../clicks/segments.ts";
import type { Actor } from "../core/actor.ts";
import { planNamed } from "../core/plans.ts";
import { purgeLinks } from "../db/trash.ts";
import { areClicksAwaited } from "../db/webhook-clicks.ts";
import { closeWorkspace } from "../db/workspace-end.ts";
import { DAY_MS, HOUR_MS, iso } from "../lib/time.ts";
import { createWebhook } from "../webhooks/create.ts";
import { clean } from "./clean.ts";
import { tellClicks } from "./click-webhooks.ts";

const receiver = startReceiver();
beforeEach(receiver.reset);
afterAll(receiver.stop);

forEachDatabase("webhooks that are told of clicks", (world) => {
  afterEach(async () => {
    for (const table of ["webhooks", "webhook_clicks", "webhook_deliveries"] as const)
      await world().ctx.db.deleteFrom(table).execute();
  });

  /** A node: its journal, and what brings its clicks on. */
  function openNode(folder = temporaryFolder(), areAwaited = () => areClicksAwaited(world().ctx.reads)) {
    const { ctx } = world();
    const journal = openJournal({ folder, fsyncMs: 60_000, log: ctx.log });
    const { analytics, log } = ctx;
    const ingest = createIngest({ analytics, journal, folder, log, handOn: handOn(folder, areAwaited) });
    return {
      folder,
      toTell: toldFolder(folder),
      close: journal.close,
      async click(link: { id: string; slug: string }, ...rows: Partial<ClickRow>[]) {
        const known = {
          workspace: world().operator.workspaceId,
          link: link.id,
          slug: link.slug,
          at: ctx.now(),
        };
        const all = rows.map((row) => click({ ...known, ...row }));
        await Promise.all(all.map((row) => journal.append(lineOf(linesOf([row])))));
        await ingest.run();
      },
      tell: () => tellClicks(ctx, toldFolder(folder)),
    };
  }
  async function listen(body: object = {}, actor: Actor = world().operator, path = "/") {
    const input = { url: `${receiver.url}${path}`, events: ["link.clicked"], ...body };
    return createWebhook(privately(world().ctx), actor, WebhookCreateSchema.parse(input));
  }
  /** What came to the path, each a delivery, in the order of clicks. */
  async function told(path = "/"): Promise<Clicked[]> {
    await sendDue(world());
    const came = receiver.at(path).map(({ event }) => event.data as Clicked);
    return came.sort((a, b) => ((a.clicks[0]?.id ?? "") < (b.clicks[0]?.id ?? "") ? -1 : 1));
  }
  const countries = (those: Clicked[]) =>
    those.flatMap(({ clicks }) => clicks.map(({ country }) => country)).sort();

  test("get each click once, as the API shows it, up to a hundred in a delivery", async () => {
    const { text: key } = await world().key();
    const link = await makeLink(world(), { slug: "sommer-grüße" });
    await listen();
    const node = openNode();
    const many = Array.from({ length: 248 }, (_, index) => ({ visitor: index + 2 }));
    const full = {
      ...{
        country: "DE",
        continent: "EU",
        region: "BE",
        city: "Berlin",
        asn: 3320,
        as_name: "DTAG",
        referrer: "a.example",
      },
      ...{
        browser: "Firefox",
        os: "Linux",
        device: "desktop",
        device_model: "X",
        language: "de",
        trigger: "qr",
      },
      ...{
        rule: "1",
        variant: "A",
        utm_source: "s",
        utm_medium: "m",
        utm_campaign: "c",
        utm_term: "t",
        utm_content: "u",
      },
    };
    await node.click(
      link,
      full,
      { visitor: 0 },
      ...many,
      { class: "bot", bot: "curl" },
      { trigger: "orphan" },
    );
    await node.tell();
    const came = await told();
    expect(came.map((data) => ClickedSchema.parse(data))).toEqual(came);
    expect(came.map(({ clicks }) => clicks.length).sort()).toEqual([100, 100, 50]);
    const sent = came.flatMap(({ clicks }) => clicks).sort((a, b) => (a.id < b.id ? -1 : 1));
    const end = iso(world().clock.now + 1);
    const listed = await askJson(world(), key, "GET", `/clicks?limit=1000&order=asc&end=${end}`);
    expect(sent).toEqual(listed.body.data);
    expect(receiver.received[0]?.event.type).toBe("link.clicked");
    expect(readdirSync(node.toTell)).toEqual([]);
    await node.close();
  });

  test("without one nothing is kept, and everything else that webhooks listen to is not enough", async () => {
    const link = await makeLink(world());
    await listen({ events: ["*"] });
    const node = openNode();
    await node.click(link, {});
    expect([listSegments(node.folder), readdirSync(node.toTell)]).toEqual([[], []]);
    const both = await listen({ events: ["link.clicked", "*", "link.created"] });
    expect(both.events).toEqual(["*", "link.clicked"]);
    await node.click(link, {});
    expect(readdirSync(node.toTell)).toHaveLength(1);
    await askJson(world(), (await world().key()).text, "PATCH", `/webhooks/${both.id}`, { enabled: false });
    await node.tell();
    expect((await keptFor(world())).events.filter(({ type }) => type === "link.clicked")).toEqual([]);
    await node.click(link, {});
    expect(readdirSync(node.toTell)).toEqual([]);
    // With the workspace its webhooks go, and what is known of them.
    await listen();
    const { ctx, operator } = world();
    const { workspaceId } = operator;
    await ctx.db.transaction().execute((trx) => closeWorkspace(trx, workspaceId, ctx.now()));
    expect(await areClicksAwaited(ctx.db)).toBe(false);
    await node.close();
  });

  test("a process that ends at any moment loses none and tells none under another id", async () => {
    const link = await makeLink(world());
    await listen();
    const node = openNode();
    await node.click(link, { country: "DE" }, { country: "AT" });
    await node.close();
    // Ended behind the store's answer: the segment is there still, and comes once more.
    const [name = ""] = readdirSync(node.toTell);
    copyFileSync(join(node.toTell, name), join(node.folder, name));
    const after = openNode(node.folder);
    await after.click(link, { country: "FR" });
    // Ended behind the transaction: the segments are there still.
    for (const each of readdirSync(after.toTell))
      copyFileSync(join(after.toTell, each), join(after.folder, `${each}.kept`));
    await after.tell();
    const first = await keptFor(world());
    for (const each of readdirSync(after.folder).filter((one) => one.endsWith(".kept")))
      copyFileSync(join(after.folder, each), join(after.toTell, each.replace(".kept", "")));
    await after.tell();
    expect(await keptFor(world())).toEqual(first);
    expect(countries(await told())).toEqual(["AT", "DE", "FR"]);
    await after.close();
  });

  test("need a plan that has single clicks", async () => {
    const { ctx, operator } = world();
    const onPro = { ...ctx, plans: { ...ctx.plans, of: () => planNamed(ctx.config, "pro") } };
    const input = WebhookCreateSchema.parse({ url: receiver.url, events: ["link.clicked"] });
    await expect(createWebhook(privately(onPro), operator, input)).rejects.toMatchObject({
      code: "plan.feature_required",
    });
    const link = await makeLink(world());
    await listen();
    const node = openNode();
    await node.click(link, {});
    await tellClicks(onPro, node.toTell);
    expect([await told(), readdirSync(node.toTell)]).toEqual([[], []]);
    await node.close();
  });

  test("what cannot be read holds up no other", async () => {
    const link = await makeLink(world());
    await listen();
    const node = openNode();
    mkdirSync(join(node.toTell, newSegmentName(0)));
    await node.click(link, { country: "DE" });
    await expect(node.tell()).rejects.toThrow("EISDIR");
    expect(countries(await told())).toEqual(["DE"]);
    await node.close();
  });

  test("while the database is away clicks are counted, and told afterwards", async () => {
    const link = await makeLink(world());
    await listen();
    const away = async () => {
      throw new Error("away");
    };
    const node = openNode(undefined, away);
    await node.click(link, { country: "DE" });
    const withoutDatabase = Object.defineProperty({ ...world().ctx }, "db", {
      get() {
        throw new Error("away");
      },
    });
    await expect(tellClicks(withoutDatabase, node.toTell)).rejects.toThrow("away");
    expect(readdirSync(node.toTell)).toHaveLength(1);
    await node.tell();
    expect(countries(await told())).toEqual(["DE"]);
    await node.close();
  });

  test("are told of the links, tags, folders and classes that they name", async () => {
    const folder = await addFolder(world(), "Spring", "editor");
    const one = await makeLink(world(), { externalId: "one", tags: ["mail"] });
    const two = await makeLink(world(), { folder });
    await listen({ filters: { links: ["ext_one"] } }, undefined, "/links");
    await listen({ filters: { tags: ["mail", "none"] } }, undefined, "/tags");
    const named = await listen({ filters: { folders: ["Spring"] } }, undefined, "/folders");
    await listen({ filters: { classes: ["bot", "preview"] } }, undefined, "/bots");
    await listen({ filters: { folders: [folder], tags: ["mail"] } }, undefined, "/both");
    expect(named.filters).toEqual({ folders: [folder] });
    const node = openNode();
    await node.click(one, { country: "DE" });
    await node.click(two, { country: "FR" }, { country: "IT", class: "bot" });
    await node.tell();
    await told();
    const at = (path: string) => countries(receiver.at(path).map(({ event }) => event.data as Clicked));
    expect([at("/links"), at("/tags"), at("/folders"), at("/bots"), at("/both")]).toEqual([
      ["DE"],
      ["DE"],
      ["FR"],
      ["IT"],
      [],
    ]);
    await node.close();
  });

  test("a link that is not there, or an event, is refused by name; filters change and go", async () => {
    const { text: key } = await world().key();
    const foreign = await world().stranger();
    const strange = await makeLink({ ...world(), ...foreign }, {}, foreign.operator);
    const post = (body: object) =>
      askJson(world(), key, "POST", "/webhooks", {
        url: "https://a.example/",
        events: ["link.clicked"],
        ...body,
      });
    const faulty = await post({ filters: { links: [strange.id], folders: ["none"] } });
    expect(faulty.body.errors).toMatchObject([{ path: "filters.links.0" }, { path: "filters.folders.0" }]);
    const unknown = await post({ events: ["link.created", "link.click"] });
    expect(unknown.body.errors).toEqual([
      {
        path: "events.1",
        code: "invalid_value",
        message: expect.stringMatching(/^Must be \* or one of link\.created, .*link\.clicked/),
      },
    ]);
    const made = (await post({ filters: { tags: ["a"] } })).body;
    const patch = async (body: object) =>
      (await askJson(world(), key, "PATCH", `/webhooks/${made.id}`, body)).body;
    expect((await patch({ description: "x" })).filters).toEqual({ tags: ["a"] });
    expect((await patch({ filters: { classes: ["human", "human"] } })).filters).toEqual({
      classes: ["human"],
    });
    expect((await patch({ filters: null })).filters).toBeNull();
    const narrow = await world().key("webhooks:write", "links:read");
    const refused = await askJson(world(), narrow.text, "POST", "/webhooks", {
      ...{ url: "https://a.example/", events: ["link.clicked"] },
    });
    expect(refused.body.detail).toContain("stats:read");
  });

  test("a webhook is told of no link that its maker does not see, wherever it lies now", async () => {
    const outsider = await world().key();
    const hidden = await addFolder(world(), "Board", "none");
    const [open, secret] = [await makeLink(world()), await makeLink(world(), { folder: hidden })];
    await listen({}, outsider.actor, "/outsider");
    await listen({}, undefined, "/operator");
    const node = openNode();
    await node.click(open, { country: "DE" });
    await node.click(secret, { country: "FR" });
    await node.tell();
    await told();
    const at = (path: string) => countries(receiver.at(path).map(({ event }) => event.data as Clicked));
    expect([at("/outsider"), at("/operator")]).toEqual([["DE"], ["DE", "FR"]]);
    await node.click(open, { country: "IT" });
    // What counts is where it lies when it is told.
    await changeLink(world(), open.id, { folder: hidden });
    await node.tell();
    await changeLink(world(), open.id, { folder: null });
    await node.click(open, { country: "ES" });
    await node.tell();
    await told();
    expect([at("/outsider"), at("/operator")]).toEqual([
      ["DE", "ES"],
      ["DE", "ES", "FR", "IT"],
    ]);
    await world()
      .ctx.db.transaction()
      .execute((trx) => purgeLinks(trx, [open.id]));
    await node.click(open, { country: "PT" });
    await node.tell();
    await told();
    expect(at("/operator")).not.toContain("PT");
    await node.close();
  });

  test("begin with the clicks after they were made, or switched on again", async () => {
    const { text: key } = await world().key();
    const link = await makeLink(world());
    const now = world().clock.now;
    const hook = await listen();
    const node = openNode();
    await node.click(link, { country: "DE", at: now - 1 }, { country: "FR", at: now });
    await node.tell();
    expect(countries(await told())).toEqual(["FR"]);
    for (const enabled of [false, true]) {
      world().clock.now += HOUR_MS;
      await askJson(world(), key, "PATCH", `/webhooks/${hook.id}`, { enabled });
    }
    await listen({}, undefined, "/other");
    await node.click(link, { country: "IT", at: world().clock.now - 1 }, { country: "ES" });
    await node.tell();
    expect(countries(await told())).toEqual(["ES", "FR"]);
    await node.close();
  });

  test("what comes a day late, or where a thousand deliveries wait, is told by its time alone", async () => {
    const link = await makeLink(world());
    const hook = await listen();
    const node = openNode();
    const begin = world().clock.now;
    await node.click(link, { country: "DE" });
    world().clock.now += DAY_MS + 1;
    await node.tell();
    expect(await told()).toEqual([]);
    const waiting = Array.from({ length: 1_000 }, (_, index) => ({
      ...{ id: `dlv_${index}`, webhook_id: hook.id, event_id: `evt_${index}`, event_type: "link.clicked" },
      ...{
        state: "pending",
        attempts: 1,
        next_at: world().clock.now + DAY_MS,
        created_at: begin,
        updated_at: begin,
      },
    }));
    for (let at = 0; at < 1_000; at += 100)
      await world()
        .ctx.db.insertInto("webhook_deliveries")
        .values(waiting.slice(at, at + 100))
        .execute();
    await node.click(link, { country: "FR" });
    await node.tell();
    const last = world().clock.now;
    expect(await told()).toEqual([]);
    await world().ctx.db.deleteFrom("webhook_deliveries").execute();
    for (const country of ["IT", "ES"]) {
      await node.click(link, { country });
      await node.tell();
    }
    const came = await told();
    expect(countries(came)).toEqual(["ES", "IT"]);
    expect(came.flatMap(({ missed }) => missed ?? [])).toEqual([{ start: iso(begin), end: iso(last + 1) }]);
    await node.close();
  });

  test("what was delivered is kept for a day, and what was not for thirty", async () => {
    const link = await makeLink(world());
    await listen();
    const node = openNode();
    await node.click(link, {});
    await node.tell();
    await told();
    receiver.answerWith(() => new Response(null, { status: 500 }));
    world().clock.now += 1;
    await node.click(link, {});
    await node.tell();
    await told();
    world().clock.now += DAY_MS + 1;
    await clean(world().ctx);
    const kept = await keptFor(world());
    expect(kept.deliveries.map(({ state }) => state)).toEqual(["pending"]);
    expect(kept.events.filter(({ type }) => type === "link.clicked")).toHaveLength(1);
    await node.close();
  });
});
