import { expect, test } from "bun:test";
import { type Conversion, ConversionPageSchema } from "@visoli/contract/conversion";
import type { Scope } from "@visoli/contract/scopes";
import { forEachDatabase, type Tenant } from "../../../../test/context.ts";
import {
  clickedLink,
  conversionClient,
  newClick,
  newOrder,
  storeClicks,
} from "../../../../test/conversions.ts";
import { addFolder, changeLink, makeLink } from "../../../../test/links.ts";
import { openAnalytics } from "../analytics/client.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { attributeConversions } from "../jobs/conversions.ts";
import { DAY_MS, HOUR_MS, iso, SECOND_MS } from "../lib/time.ts";
import { createConversion } from "./create.ts";

forEachDatabase("the click of a conversion", (world) => {
  const client = (...asked: [tenant?: Tenant, ...scopes: Scope[]]) => conversionClient(world(), ...asked);
  const workspaceId = () => world().operator.workspaceId;

  test("a visitor's last click on the day before counts; who opted out is no visitor", async () => {
    const { ctx, clock } = world();
    const [one, two] = [await makeLink(world()), await makeLink(world())];
    const visitorId = `vis_${(0xabcd).toString(16).padStart(14, "0")}`;
    const rows = await Promise.all(
      [
        { link: one.id, at: clock.now - 3 * HOUR_MS, visitor: 0xabcd },
        { link: two.id, at: clock.now - 2 * HOUR_MS, visitor: 0xabcd },
        { link: one.id, at: clock.now - HOUR_MS, visitor: 0xabcd, trigger: "open" },
        { link: one.id, at: clock.now - HOUR_MS, visitor: 0 },
        { link: one.id, at: clock.now + HOUR_MS, visitor: 0xabcd },
      ].map((part) => newClick(ctx, workspaceId(), part)),
    );
    await storeClicks(
      ctx,
      rows.map(({ row }) => row),
    );
    const { post } = await client();
    const record = (more: object) => post({ visitorId, type: "lead", externalId: newOrder(), ...more });
    expect((await record({})).body).toMatchObject({ link: two.id, visitorId });
    const between = iso(clock.now - 2.5 * HOUR_MS);
    expect((await record({ occurredAt: between })).body).toMatchObject({ link: one.id });
    for (const none of [
      { occurredAt: iso(clock.now - 4 * HOUR_MS) },
      { visitorId: `vis_${"0".repeat(14)}` },
      { visitorId: `vis_${"f".repeat(14)}` },
    ])
      expect((await record(none)).body.errors).toMatchObject([{ path: "visitorId", code: "not_found" }]);
  });

  test("whose click is still on its way is taken, and booked once the click is there", async () => {
    const { ctx, clock } = world();
    const link = await makeLink(world(), { tags: ["t"] });
    const { id: clickId, row } = await newClick(ctx, workspaceId(), { link: link.id, at: clock.now });
    const { post, ask } = await client();
    const input = { clickId, type: "sale", value: "1", currency: "EUR", externalId: newOrder() };
    const made = await post(input);
    expect([made.status, made.body.attributed, made.body.bookedAt, made.body.link]).toEqual([
      201,
      false,
      null,
      null,
    ]);
    clock.now += SECOND_MS;
    await attributeConversions(ctx);
    expect((await ask("GET", `/${made.body.id}`)).body).toEqual(made.body);
    await storeClicks(ctx, [row]);
    clock.now += HOUR_MS;
    await Promise.all([attributeConversions(ctx), attributeConversions(ctx)]);
    const { body } = await ask("GET", `/${made.body.id}`);
    expect(body).toMatchObject({ attributed: true, link: link.id, tags: ["t"], bookedAt: iso(clock.now) });
    expect(await post(input)).toMatchObject({ status: 200, body });
    const events = await ctx.db
      .selectFrom("outbox")
      .select("id")
      .where("type", "=", "conversion.created")
      .where("workspace_id", "=", workspaceId())
      .execute();
    expect(events).toHaveLength(1);
  });

  test("is taken while the click store is away, and booked when it is back", async () => {
    const { ctx, clock } = world();
    const { link, clickId } = await clickedLink(world());
    const away = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    const { actor } = await client();
    const input = { clickId, type: "lead" as const, externalId: newOrder() };
    const { conversion, isNew } = await createConversion({ ...ctx, analytics: away }, actor, input);
    expect([isNew, conversion.attributed]).toEqual([true, false]);
    clock.now += SECOND_MS;
    await expect(attributeConversions({ ...ctx, analytics: away } as LinkCtx)).rejects.toThrow(
      "does not answer",
    );
    await attributeConversions(ctx);
    const { ask } = await client();
    expect((await ask("GET", `/${conversion.id}`)).body.link).toBe(link.id);
    await away.close();
  });

  test("a click that never comes is given up after a week; one so old is refused at once", async () => {
    const { ctx, clock } = world();
    const { post, ask } = await client();
    const { id: clickId } = await newClick(ctx, workspaceId(), { link: "lnk_1", at: clock.now });
    const input = { clickId, type: "lead", externalId: newOrder() };
    const { body } = await post(input);
    for (const [later, bookedAt] of [
      [7 * DAY_MS - 1, null],
      [7 * DAY_MS + HOUR_MS, iso(clock.now + 7 * DAY_MS + HOUR_MS)],
    ] as const) {
      clock.now = Date.parse(body.createdAt) + later;
      await attributeConversions(ctx);
      expect((await ask("GET", `/${body.id}`)).body).toMatchObject({ bookedAt, attributed: false });
    }
    const refused = await post({ ...input, externalId: newOrder() });
    expect([refused.status, refused.body.errors]).toMatchObject([
      422,
      [{ path: "clickId", code: "not_found" }],
    ]);
    expect((await post(input)).status).toBe(200);
  });

  test("another workspace's click, link and conversion are as if there were none", async () => {
    const { ctx, clock } = world();
    const { link, clickId } = await clickedLink(world());
    const { post } = await client();
    const externalId = newOrder();
    const { body: ours } = await post({ clickId, type: "lead", externalId });
    const other = await client(await world().stranger());
    const theirs = await other.post({ clickId, type: "lead", externalId });
    expect([theirs.status, theirs.body.attributed]).toEqual([201, false]);
    clock.now += 8 * DAY_MS;
    await attributeConversions(ctx);
    expect((await other.ask("GET", `/${theirs.body.id}`)).body).toMatchObject({
      link: null,
      attributed: false,
    });
    expect((await other.post({ link: link.id, type: "lead", externalId: newOrder() })).status).toBe(404);
    for (const method of ["GET", "DELETE"])
      expect((await other.ask(method, `/${ours.id}`)).body.code).toBe("conversion.not_found");
    const { data } = ConversionPageSchema.parse((await other.ask("GET")).body);
    expect(data.map(({ id }: Conversion) => id)).toEqual([theirs.body.id]);
    expect((await other.ask("GET", `?link=${link.id}`)).body.data).toEqual([]);
    for (const name of [`${link.domain}/${link.slug}`, "go.nobody.example/x", "x"])
      expect((await other.ask("GET", `?link=${name}`)).body.code).toBe("link.not_found");
  });

  test("a link in a folder that is not to be seen stays unseen, but what it earns is booked", async () => {
    const { clickId, link } = await clickedLink(world());
    const folder = await addFolder(world(), "secret", "none");
    const { post, ask } = await client();
    const input = { clickId, type: "lead", externalId: newOrder() };
    await changeLink(world(), link.id, { folder });
    const { status, body } = await post(input);
    expect([status, body.link, body.attributed, body.tags, body.folder]).toEqual([
      201,
      null,
      false,
      [],
      null,
    ]);
    expect(JSON.stringify((await post(input)).body)).not.toContain(link.id);
    for (const method of ["GET", "DELETE"]) expect((await ask(method, `/${body.id}`)).status).toBe(404);
    expect((await ask("GET")).body.data).toEqual([]);
    expect((await ask("GET", `?link=${link.id}`)).body.data).toEqual([]);
    expect((await ask("GET", `?link=${link.domain}/${link.slug}`)).body.code).toBe("link.not_found");
    expect((await post({ link: link.id, type: "lead", externalId: newOrder() })).status).toBe(404);
    await changeLink(world(), link.id, { folder: null });
    expect((await ask("GET", `/${body.id}`)).body).toMatchObject({ link: link.id, folder });
  });

  test("one that is voided while it waits is never booked", async () => {
    const { ctx, clock } = world();
    const { id: clickId, row } = await newClick(ctx, workspaceId(), { link: "lnk_1", at: clock.now });
    const { post, ask } = await client();
    const { body } = await post({ clickId, type: "lead", externalId: newOrder() });
    await ask("DELETE", `/${body.id}`);
    await storeClicks(ctx, [row]);
    clock.now += HOUR_MS;
    await attributeConversions(ctx);
    expect((await ask("GET", `/${body.id}`)).body).toMatchObject({ bookedAt: null, link: null });
  });
});
