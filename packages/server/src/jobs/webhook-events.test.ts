import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { EventSchema } from "@visoli/contract/event";
import { LinkSchema } from "@visoli/contract/link";
import { bulk } from "../../../../test/bulk.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { addFolder, askJson, changeLink, makeLink } from "../../../../test/links.ts";
import { keptFor, makeWebhook, type Received, sendDue, startReceiver } from "../../../../test/webhooks.ts";
import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import { emit } from "../core/outbox.ts";
import { readOutbox } from "../db/outbox.ts";
import { purgeLinks } from "../db/trash.ts";
import { deleteFolder } from "../folders/delete.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { deleteLink } from "../links/delete.ts";
import { checkHealth } from "./health.ts";
import { relay } from "./relay.ts";
import { tellWebhooks } from "./webhook-events.ts";

const receiver = startReceiver();
beforeEach(receiver.reset);
afterAll(receiver.stop);
const types = (those: Received[]) => those.map(({ event }) => event.type);

forEachDatabase("what webhooks are told", (world) => {
  // What one test leaves waiting is no other one's.
  afterEach(async () => {
    await world().ctx.db.deleteFrom("webhooks").execute();
    await world().ctx.db.deleteFrom("outbox").execute();
  });
  /** All that came to the path once everything was told, in the order of the events. */
  async function told(path = "/") {
    await sendDue(world());
    return receiver.at(path).sort((a, b) => (a.event.id < b.event.id ? -1 : 1));
  }
  const dataOf = async (path = "/") =>
    // biome-ignore lint/suspicious/noExplicitAny: what was sent is looked at member by member
    (await told(path)).map(({ event }) => event.data as Record<string, any>);

  test("a link that fails three times is broken, and its owner is told by webhook: which link, and why", async () => {
    const { ctx, clock } = world();
    const dead: FetchPublic = async (url) => ({ kind: "failed", reason: "dns", url });
    const alive: FetchPublic = async (url) => {
      const rest = { headers: new Headers(), body: new Uint8Array(), isTruncated: false, url };
      return { kind: "answer", status: 200, ...rest };
    };
    await ctx.db
      .updateTable("links")
      .set({ deleted_at: clock.now })
      .where("deleted_at", "is", null)
      .execute();
    await ctx.db.deleteFrom("job_cursors").execute();
    await makeWebhook(world(), receiver.url, ["link.broken", "link.recovered"]);
    const link = await makeLink(world(), {
      url: "https://gone.example/sale",
      slug: undefined,
      title: "Sale",
    });
    clock.now += DAY_MS;
    for (let failures = 1; failures <= 3; failures++) {
      expect(await told()).toEqual([]);
      await checkHealth(ctx, dead);
      clock.now += 2 * HOUR_MS;
    }
    const [broken, ...others] = await told();
    expect(others).toEqual([]);
    expect(broken?.event).toEqual(EventSchema.strict().parse(broken?.event));
    const { link: sent, reason } = broken?.event.data ?? {};
    expect([broken?.event.type, reason]).toEqual([
      "link.broken",
      "names a host that could not be found in the DNS",
    ]);
    const {
      clicks: _,
      scans: _scans,
      ...shown
    } = (await askJson(world(), (await world().key()).text, "GET", `/links/${link.id}`)).body;
    expect(sent).toMatchObject({ ...shown, status: "broken", title: "Sale" });
    expect(LinkSchema.strict().parse(sent)).toMatchObject({ clicks: null });
    clock.now += DAY_MS;
    await checkHealth(ctx, alive);
    expect(types(await told())).toEqual(["link.broken", "link.recovered"]);
  });

  test("each event of a link comes with the link as the API shows it, and with what the event says", async () => {
    const { ctx, operator, clock } = world();
    await makeWebhook(world(), receiver.url);
    const link = await makeLink(world(), { tags: ["a"], password: "open sesame", metadata: { a: "b" } });
    const [created] = await told();
    expect(created?.event.data).toEqual({ link });
    expect(created?.event.timestamp).toBe(new Date(clock.now).toISOString());
    await changeLink(world(), link.id, { title: "New", password: "hocus pocus", fetchTitle: true });
    await deleteLink(ctx, operator, link.id);
    const { text } = await world().key();
    await askJson(world(), text, "POST", `/links/${link.id}/restore`);
    const [, updated, deleted, , restored] = await told();
    expect(updated?.event).toMatchObject({
      type: "link.updated",
      data: { link: { id: link.id, title: "New" }, changes: { title: "New", password: "(set)" } },
    });
    expect(Object.keys(updated?.event.data ?? {})).toEqual(["link", "changes"]);
    expect([deleted?.event.type, restored?.event.type]).toEqual(["link.deleted", "link.restored"]);
    const sent = JSON.stringify(receiver.received.map(({ body }) => body));
    for (const secret of ["sesame", "hocus", "passwordHash", "argon"])
      expect([secret, sent.includes(secret)]).toEqual([secret, false]);
  });

  test("why a link was blocked or reported is told; who reported it is not known here", async () => {
    const { ctx, operator } = world();
    await makeWebhook(world(), receiver.url, ["link.blocked", "link.unblocked", "link.reported"]);
    const link = await makeLink(world());
    const { workspaceId } = operator;
    await ctx.db.transaction().execute(async (trx) => {
      await emit(ctx, trx, { type: "link.blocked", workspaceId, data: { id: link.id, reason: "phishing" } });
      await emit(ctx, trx, { type: "link.unblocked", workspaceId, data: { id: link.id } });
      const report = { id: link.id, report: "rpt_1", reason: "spam" };
      await emit(ctx, trx, { type: "link.reported", workspaceId, data: report });
    });
    const shown = { ...link, clicks: null, scans: null };
    expect(await dataOf()).toEqual([
      { link: shown, reason: "phishing" },
      { link: shown },
      { link: shown, report: "rpt_1", reason: "spam" },
    ]);
  });

  test("a deleted link is shown as it is in the trash, one that is gone for good as far as the event knows it", async () => {
    const { ctx, operator } = world();
    await makeWebhook(world(), receiver.url, ["link.created", "link.deleted"]);
    const [one, two] = [await makeLink(world()), await makeLink(world())];
    await deleteLink(ctx, operator, one.id);
    await deleteLink(ctx, operator, two.id);
    await purgeLinks(ctx.db, [two.id]);
    const data = await dataOf();
    expect(data[0]?.link.status).toBe("trashed");
    expect(data.slice(1)).toMatchObject([{ link: two }, { link: { deletedAt: expect.any(String) } }, {}]);
    expect(data[3]).toEqual({ link: { id: two.id } });
  });

  test("many links made at once are an event each, with an id of its own; changed and deleted ones, too", async () => {
    await makeWebhook(world(), receiver.url, ["link.created", "link.updated", "link.deleted"]);
    const inputs = Array.from({ length: 120 }, (_, place) => ({ url: `https://example.com/${place}` }));
    const made = (await bulk(world(), "create", inputs)).map(({ link }) => link?.id ?? "");
    const came = await told();
    expect(types(came)).toEqual(Array(120).fill("link.created"));
    expect(new Set(came.map(({ headers }) => headers["webhook-id"])).size).toBe(120);
    expect(came.map(({ event }) => (event.data.link as { id: string }).id).sort()).toEqual([...made].sort());
    await bulk(
      world(),
      "update",
      made.slice(0, 2).map((id) => ({ id, title: "x" })),
    );
    await bulk(
      world(),
      "delete",
      made.slice(0, 2).map((id) => ({ id })),
    );
    receiver.reset();
    expect(types(await told()).sort()).toEqual([
      "link.deleted",
      "link.deleted",
      "link.updated",
      "link.updated",
    ]);
  });

  test("an event is told once, however often it is relayed, and by however many nodes at once", async () => {
    const { ctx } = world();
    await makeWebhook(world(), receiver.url);
    await makeWebhook(world(), `${receiver.url}/two`, ["link.created"]);
    await bulk(world(), "create", [{ url: "https://example.com/a" }, { url: "https://example.com/b" }]);
    const events = await readOutbox(ctx.db, 100);
    for (const event of events) await tellWebhooks(ctx, event);
    const first = await keptFor(world());
    await Promise.all([relay(ctx), relay(ctx)]);
    for (const event of events) await tellWebhooks(ctx, event);
    expect(await keptFor(world())).toEqual(first);
    expect([first.events.length, first.deliveries.length]).toEqual([2 + 1, 2 * 2 + 1]);
    await sendDue(world());
    for (const event of events) await tellWebhooks(ctx, event);
    await sendDue(world());
    expect([receiver.at("/").length, receiver.at("/two").length]).toEqual([3, 2]);
  });

  test("without a webhook that listens nothing is written, and one question is asked for a thousand links", async () => {
    const { ctx } = world();
    const inputs = Array.from({ length: 1_000 }, () => ({ url: "https://example.com/" }));
    const { text: key } = await world().key();
    const stranger = await world().stranger();
    await makeWebhook({ ...world(), ...stranger }, receiver.url);
    const off = await makeWebhook(world(), receiver.url);
    await askJson(world(), key, "PATCH", `/webhooks/${off.id}`, { enabled: false });
    await ctx.db.deleteFrom("outbox").execute();
    await bulk(world(), "create", inputs, { key });
    let questions = 0;
    const db = ctx.db.withPlugin({
      transformQuery: ({ node }) => {
        questions++;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const events = await readOutbox(ctx.db, 1_000);
    for (const event of events) await tellWebhooks({ ...ctx, db }, event);
    expect(questions).toBe(events.length);
    expect(questions).toBeLessThan(20);
    await makeWebhook(world(), receiver.url, ["link.broken"]);
    for (const event of events) await tellWebhooks(ctx, event);
    expect(await keptFor(world())).toEqual({ events: [], deliveries: [] });
  });

  test("every other event names what it happened to, as the API shows it", async () => {
    await makeWebhook(world(), receiver.url);
    const { text } = await world().key();
    const ask = async (method: string, path: string, body?: unknown) =>
      (await askJson(world(), text, method, path, body)).body;
    await told();
    receiver.reset();
    const host = `told-${world().operator.workspaceId.replace("_", "-").toLowerCase()}.example`;
    const domain = await ask("POST", "/domains", { host });
    await ask("PATCH", `/domains/${domain.id}`, { rootUrl: "https://example.com/" });
    const folder = await ask("POST", "/folders", { name: "Spring" });
    await ask("PATCH", `/folders/${folder.id}`, { name: "Summer" });
    const template = await ask("POST", "/templates", { name: "T", fields: { notes: "n" } });
    await ask("PATCH", "/workspace", { name: "Renamed" });
    const key = await ask("POST", "/keys", { name: "extra" });
    await ask("DELETE", `/keys/${key.id}`);
    await ask("POST", "/links", { url: "https://example.com/", tags: ["old"] });
    await ask("PATCH", "/tags/old", { name: "new" });
    const first = await told();
    expect(types(first).join(" ")).toBe(
      "domain.created domain.updated folder.created folder.updated template.created workspace.updated " +
        "key.created key.revoked link.created tag.updated",
    );
    const data = first.map(({ event }) => event.data);
    expect(data[1]).toEqual({
      domain: { ...domain, rootUrl: "https://example.com/", updatedAt: expect.any(String) },
      changes: { rootUrl: "https://example.com/" },
    });
    expect(data[3]).toMatchObject({ folder: { id: folder.id, name: "Summer" }, changes: { name: "Summer" } });
    expect(data[4]).toEqual({ template });
    expect(data[5]).toMatchObject({ workspace: { name: "Renamed" }, changes: { name: "Renamed" } });
    expect(data[7]).toMatchObject({ key: { id: key.id, name: "extra", hint: key.key.slice(-4) } });
    expect(data[9]).toEqual({
      tag: { id: expect.stringContaining("tag_"), name: "new" },
      changes: { before: "old", name: "new" },
    });
    expect(JSON.stringify(first)).not.toContain(key.key);

    receiver.reset();
    for (const path of [
      `/domains/${domain.id}`,
      `/folders/${folder.id}`,
      `/templates/${template.id}`,
      "/tags/new",
    ])
      await ask("DELETE", path);
    expect(await dataOf()).toEqual([
      { domain: { id: domain.id, host } },
      { folder: { id: folder.id, name: "Summer" } },
      { template: { id: template.id, name: "T" } },
      { tag: { id: expect.stringContaining("tag_"), name: "new" } },
    ]);
  });

  test("a webhook is told no more than the key that made it may read: no hidden folder, no other scope", async () => {
    const { ctx, operator } = world();
    const outsider = await world().key();
    const narrow = await world().key("webhooks:write", "webhooks:read", "links:read");
    const member = await world().key();
    const hidden = await addFolder(world(), "Board", "none", { [member.id]: "viewer" });
    await makeWebhook(world(), `${receiver.url}/outsider`, ["*"], outsider.actor);
    await makeWebhook(world(), `${receiver.url}/narrow`, ["*"], narrow.actor);
    await makeWebhook(world(), `${receiver.url}/member`, ["*"], member.actor);
    await makeWebhook(world(), `${receiver.url}/operator`);
    await ctx.db.deleteFrom("outbox").execute();

    const link = await makeLink(world(), { folder: hidden });
    await askJson(world(), (await world().key()).text, "PATCH", "/workspace", { name: "Narrow" });
    await changeLink(world(), link.id, { title: "secret plan" });
    await changeLink(world(), link.id, { folder: null });
    await changeLink(world(), link.id, { folder: hidden });
    await deleteFolder(ctx, operator, hidden);
    await relay(ctx);
    await told();
    const typesAt = (path: string) =>
      types(receiver.at(path).sort((a, b) => (a.event.id < b.event.id ? -1 : 1)));
    // At the time of telling the link is out of the folder, which is gone: only the folder's own end stays its members'.
    expect(typesAt("/operator")).toContain("folder.deleted");
    expect(typesAt("/member")).toContain("folder.deleted");
    for (const path of ["/outsider", "/narrow"]) expect(typesAt(path)).not.toContain("folder.deleted");
    expect(typesAt("/narrow").some((type) => /^(workspace|key)\./.test(type))).toBe(false);
    expect(typesAt("/outsider")).toContain("workspace.updated");
  });

  test("links in a hidden folder are not there for it, until they leave the folder", async () => {
    const { ctx } = world();
    const outsider = await world().key();
    const member = await world().key();
    const hidden = await addFolder(world(), "Board", "none", { [member.id]: "viewer" });
    const hook = await makeWebhook(world(), `${receiver.url}/outsider`, ["*"], outsider.actor);
    await makeWebhook(world(), `${receiver.url}/member`, ["*"], member.actor);
    await ctx.db.deleteFrom("outbox").execute();
    const link = await makeLink(world(), { folder: hidden });
    await sendDue(world());
    await changeLink(world(), link.id, { title: "secret plan" });
    await sendDue(world());
    expect(types(receiver.at("/member"))).toEqual(["link.created", "link.updated"]);
    expect(receiver.at("/outsider")).toEqual([]);
    expect((await keptFor(world())).deliveries.filter(({ webhook_id }) => webhook_id === hook.id)).toEqual(
      [],
    );
    await changeLink(world(), link.id, { folder: null });
    await sendDue(world());
    expect(types(receiver.at("/outsider"))).toEqual(["link.updated"]);

    // What was told while it was out is not to be had once it is in again: neither sent again, nor read.
    await changeLink(world(), link.id, { title: "open" });
    await relay(ctx);
    await ctx.db
      .updateTable("webhook_events")
      .set({ folder_id: hidden })
      .where("folder_id", "is", null)
      .execute();
    await sendDue(world());
    expect(receiver.at("/outsider")).toHaveLength(1);
    const seen = await askJson(world(), outsider.text, "GET", `/webhooks/${hook.id}/deliveries`);
    expect(seen.body.data).toEqual([]);
  });

  test("what is nowhere else is told as the event holds it, to those who may read it", async () => {
    const { ctx, operator } = world();
    const narrow = await world().key("webhooks:write", "links:read");
    await makeWebhook(world(), `${receiver.url}/narrow`, ["*"], narrow.actor);
    await makeWebhook(world(), receiver.url);
    await ctx.db.deleteFrom("outbox").execute();
    for (const quota of [{ kind: "links", percent: 80 }, "none"]) {
      const event = { type: "quota.reached", workspaceId: operator.workspaceId, data: { quota } } as const;
      await ctx.db.transaction().execute((trx) => emit(ctx, trx, event));
    }
    expect(await dataOf()).toEqual([{ quota: { kind: "links", percent: 80 } }]);
    expect(await dataOf("/narrow")).toEqual([]);
  });

  test("whoever leads a webhook elsewhere is told what they may see, not what its maker may", async () => {
    const { ctx } = world();
    const outsider = await world().key();
    const hidden = await addFolder(world(), "Board", "none");
    const hook = await makeWebhook(world(), "https://hooks.example.com/");
    await ctx.db.deleteFrom("outbox").execute();
    await makeLink(world(), { folder: hidden, title: "waits while it is led elsewhere" });
    await relay(ctx);
    const { body: listed } = await askJson(world(), outsider.text, "GET", `/webhooks/${hook.id}/deliveries`);
    expect(listed.data).toEqual([]);
    const { deliveries } = await keptFor(world());
    const path = `/webhooks/${hook.id}/deliveries/${deliveries[0]?.id}`;
    expect((await askJson(world(), outsider.text, "GET", path)).body.code).toBe("webhook.delivery_not_found");
    expect((await askJson(world(), outsider.text, "POST", `${path}/retry`)).body.code).toBe(
      "webhook.delivery_not_found",
    );

    await askJson(world(), outsider.text, "PATCH", `/webhooks/${hook.id}`, { url: "https://evil.example/" });
    await ctx.db.updateTable("webhooks").set({ url: receiver.url }).where("id", "=", hook.id).execute();
    await makeLink(world(), { folder: hidden });
    const open = await makeLink(world());
    await sendDue(world());
    expect(receiver.received.map(({ event }) => event.data)).toEqual([{ link: open }]);
    const [first] = (await keptFor(world())).deliveries;
    expect(first).toMatchObject({ state: "failed", last_error: expect.stringContaining("may not see this") });
  });
});
