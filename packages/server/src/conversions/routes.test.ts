import { expect, test } from "bun:test";
import { type Conversion, ConversionSchema } from "@visoli/contract/conversion";
import type { Scope } from "@visoli/contract/scopes";
import { forEachDatabase, ask as rawAsk, type Tenant } from "../../../../test/context.ts";
import { clickedLink, conversionClient, newOrder } from "../../../../test/conversions.ts";
import { makeLink } from "../../../../test/links.ts";
import { HOUR_MS, iso } from "../lib/time.ts";
import { deleteLink } from "../links/delete.ts";

forEachDatabase("conversions", (world) => {
  const client = (...asked: [tenant?: Tenant, ...scopes: Scope[]]) => conversionClient(world(), ...asked);
  const workspaceId = () => world().operator.workspaceId;

  test("a sale after a click is owed to the click's link, and shows what that was called", async () => {
    const { link, clickId } = await clickedLink(world(), { country: "DE" });
    const { post, ask } = await client();
    const externalId = newOrder();
    const { status, body, headers } = await post({
      ...{ clickId, type: "sale", value: "19.9", currency: "eur", externalId, metadata: { sku: "7" } },
    });
    expect([status, headers.get("location")]).toEqual([201, `/api/v1/conversions/${body.id}`]);
    const now = iso(world().clock.now);
    expect(ConversionSchema.strict().parse(body)).toEqual({
      id: expect.stringMatching(/^cnv_/),
      ...{ externalId, type: "sale", value: "19.90", currency: "EUR", clickId, visitorId: null },
      ...{ link: link.id, attributed: true, tags: ["a", "b"], linkMetadata: { affiliate: "42" } },
      ...{ folder: null, country: "DE", metadata: { sku: "7" } },
      ...{ occurredAt: now, bookedAt: now, voidedAt: null, createdAt: now },
    });
    for (const name of [body.id, `ext_${externalId}`])
      expect((await ask("GET", `/${name}`)).body).toEqual(body);
  });

  test("is recorded once for its externalId: said again it is the same, also where two say it at once", async () => {
    const { clickId } = await clickedLink(world());
    const { post, ask } = await client();
    const input = { clickId, type: "sale", value: 5, currency: "EUR", externalId: newOrder() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(input)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await post({ ...input, value: "5.00" })).status).toBe(200);
    for (const other of [{ value: 6 }, { type: "lead" }, { currency: "USD" }, { metadata: { a: "b" } }]) {
      const { status, body } = await post({ ...input, ...other });
      expect([status, body.code]).toEqual([409, "conversion.external_id_taken"]);
    }
    expect((await ask("GET")).body.data).toHaveLength(1);
    const outbox = await world()
      .ctx.db.selectFrom("outbox")
      .select("type")
      .where("workspace_id", "=", workspaceId())
      .execute();
    expect(outbox.filter(({ type }) => type.startsWith("conversion"))).toHaveLength(1);
  });

  test("an Idempotency-Key gives the same answer again", async () => {
    const { clickId } = await clickedLink(world());
    const { ask } = await client();
    const input = { clickId, type: "lead", externalId: newOrder() };
    const send = (body: unknown) => ask("POST", "", body, { "Idempotency-Key": "k1" });
    const [first, again] = [await send(input), await send(input)];
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect((await send({ ...input, type: "sale" })).body.code).toBe("idempotency.mismatch");
  });

  test("without a click it is owed to the link that is named, by any of its names", async () => {
    const link = await makeLink(world(), { externalId: newOrder() });
    const { post } = await client();
    for (const name of [link.id, `ext_${link.externalId}`, `${link.domain}/${link.slug}`]) {
      const { status, body } = await post({ link: name, type: "lead", externalId: newOrder() });
      expect([status, body.link, body.value, body.currency, body.clickId]).toEqual([
        201,
        link.id,
        null,
        null,
        null,
      ]);
    }
    expect((await post({ link: "lnk_none", type: "lead", externalId: newOrder() })).body.code).toBe(
      "link.not_found",
    );
  });

  test("voided it stays, marked once; its externalId stays taken", async () => {
    const { clickId } = await clickedLink(world());
    const { post, ask } = await client();
    const input = { clickId, type: "sale", value: "3", currency: "EUR", externalId: newOrder() };
    const { body } = await post(input);
    world().clock.now += HOUR_MS;
    const voidedAt = iso(world().clock.now);
    const voids = await Promise.all([1, 2, 3].map(() => ask("DELETE", `/ext_${input.externalId}`)));
    for (const one of voids) expect([one.status, one.body]).toEqual([200, { ...body, voidedAt }]);
    world().clock.now += HOUR_MS;
    expect((await ask("DELETE", `/${body.id}`)).body.voidedAt).toBe(voidedAt);
    expect(await post(input)).toMatchObject({ status: 200, body: { voidedAt } });
    const events = await world()
      .ctx.db.selectFrom("outbox")
      .select("id")
      .where("type", "=", "conversion.voided")
      .where("workspace_id", "=", workspaceId())
      .execute();
    expect(events).toHaveLength(1);
  });

  test("lists by link, tag, type and time, page by page; a deleted link's stay", async () => {
    const { ctx, operator, clock } = world();
    const [one, two] = [
      await makeLink(world(), { tags: ["x"] }),
      await makeLink(world(), { tags: ["x", "y"] }),
    ];
    const { post, ask } = await client();
    const ids: string[] = [];
    for (const [link, type] of [
      [one, "lead"],
      [two, "sale"],
      [one, "sale"],
    ] as const) {
      ids.unshift((await post({ link: link.id, type, externalId: newOrder() })).body.id);
      clock.now += HOUR_MS;
    }
    await deleteLink(ctx, operator, one.id);
    const found = async (query: string) =>
      (await ask("GET", query)).body.data.map(({ id }: Conversion) => id);
    const [c, b, a] = ids;
    expect(await found("")).toEqual([c, b, a]);
    expect(await found(`?link=${one.id}`)).toEqual([c, a]);
    expect(await found(`?link=${two.domain}/${two.slug}`)).toEqual([b]);
    expect(await found("?tag=y")).toEqual([b]);
    expect(await found("?type=sale")).toEqual([c, b]);
    const [start, end] = [iso(clock.now - 2 * HOUR_MS), iso(clock.now - HOUR_MS)];
    expect(await found(`?start=${start}&end=${end}`)).toEqual([b]);
    await ask("DELETE", `/${a}`);
    expect(await found(`?by=voided&start=${end}`)).toEqual([a]);
    const page = (await ask("GET", "?limit=2")).body;
    expect(page.data).toHaveLength(2);
    expect(await found(`?limit=2&cursor=${page.nextCursor}`)).toEqual([a]);
  });

  test("come as one file, each once, safe for spreadsheets", async () => {
    const link = await makeLink(world(), { tags: ["a", "b"], metadata: { "=x": 'say "hi"' } });
    const { post, ask, text } = await client();
    const externalId = `=1+1,"${newOrder()}`;
    await post({ link: link.id, type: "sale", value: "1", currency: "EUR", externalId });
    await post({ link: link.id, type: "lead", externalId: newOrder() });
    const file = async (query: string) => {
      const response = await rawAsk(world(), "GET", `/api/v1/conversions/export${query}`, { key: text });
      return {
        status: response.status,
        type: response.headers.get("content-type"),
        text: await response.text(),
      };
    };
    const csv = await file("");
    expect(csv.type).toStartWith("text/csv");
    const [head, lead, sale, end] = csv.text.split("\r\n");
    expect(head).toStartWith("id,externalId,type,value,currency,");
    expect(lead).toContain(",lead,,,");
    expect(sale).toContain(`,"'${externalId.replaceAll('"', '""')}",sale,1.00,EUR,`);
    expect(sale).toContain(`,"a,b","{""=x"":""say \\""hi\\""""}",`);
    expect(end).toBe("");
    const [first] = (await ask("GET")).body.data;
    const {
      id: _,
      external_id: _external,
      ...row
    } = await world()
      .ctx.db.selectFrom("conversions")
      .selectAll()
      .where("id", "=", first.id)
      .executeTakeFirstOrThrow();
    for (let count = 0; count < 1_000; count++)
      await world()
        .ctx.db.insertInto("conversions")
        .values({ ...row, id: `cnv_0${String(count).padStart(4, "0")}`, external_id: newOrder() })
        .execute();
    const lines = (await file("?format=ndjson")).text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.slice(0, 2)).toEqual((await ask("GET", "?limit=2")).body.data);
    expect([lines.length, new Set(lines.map(({ id }) => id)).size]).toEqual([1_002, 1_002]);
    expect((await file("?format=ndjson&type=sale")).text.split("\n")).toHaveLength(2);
    expect((await file("?format=ndjson&tag=none")).text).toBe("");
    expect((await file("?tag=none")).text.split("\r\n")).toHaveLength(2);
    for (const query of ["?format=xml", "?cursor=x", "?link=ext_none"])
      expect((await file(query)).status).toBeGreaterThanOrEqual(404);
    const head200 = await rawAsk(world(), "HEAD", "/api/v1/conversions/export", { key: text });
    expect([head200.status, await head200.text()]).toEqual([200, ""]);
  });

  test("each scope does its own part", async () => {
    const reader = await client(world(), "conversions:read");
    const writer = await client(world(), "conversions:write");
    const link = await makeLink(world());
    const input = { link: link.id, type: "lead", externalId: newOrder() };
    expect((await reader.post(input)).body.code).toBe("auth.missing_scope");
    const { body } = await writer.post(input);
    expect((await reader.ask("DELETE", `/${body.id}`)).status).toBe(403);
    const totals = "/totals?start=2027-01-01T00:00:00Z&end=2028-01-01T00:00:00Z";
    for (const path of ["", `/${body.id}`, totals, "/export?type=sale&format=ndjson"]) {
      expect((await reader.ask("GET", path)).status).toBe(200);
      expect((await writer.ask("GET", path)).status).toBe(403);
    }
  });

  test("bad input is refused, each faulty field by name, and changes nothing", async () => {
    const { post, ask } = await client();
    const link = await makeLink(world());
    const good = { link: link.id, type: "sale", value: "1", currency: "EUR", externalId: "x" };
    const clickId = `clk_${"0".repeat(24)}`;
    for (const [change, path] of [
      [{ link: undefined }, "clickId"],
      [{ clickId }, "clickId"],
      [{ link: undefined, clickId: "clk_x" }, "clickId"],
      [{ link: undefined, clickId: `clk_f${"0".repeat(23)}` }, "clickId"],
      [{ link: undefined, clickId }, "clickId"],
      [{ link: undefined, visitorId: "vis_1" }, "visitorId"],
      [{ type: "refund" }, "type"],
      [{ externalId: undefined }, "externalId"],
      [{ externalId: "" }, "externalId"],
      [{ value: "1.001" }, "value"],
      [{ value: -1 }, "value"],
      [{ value: "1e3" }, "value"],
      [{ value: "1", currency: "XYZ" }, "currency"],
      [{ value: "1", currency: undefined }, "currency"],
      [{ value: undefined }, "value"],
      [{ value: "1.5", currency: "JPY" }, "value"],
      [{ occurredAt: iso(world().clock.now + HOUR_MS) }, "occurredAt"],
      [{ occurredAt: "yesterday" }, "occurredAt"],
      [{ metadata: { a: 1 } }, "metadata.a"],
      [{ sum: 1 }, "sum"],
    ] as const) {
      const { status, body } = await post({ ...good, ...change });
      expect([change, status, body.errors?.[0]?.path]).toEqual([change, 422, path]);
    }
    for (const query of ["?start=x", "?by=x", "?start=2028-01-01T00:00:00Z&end=2027-01-01T00:00:00Z", "?x=1"])
      expect((await ask("GET", query)).status).toBe(422);
    expect((await ask("GET")).body.data).toEqual([]);
  });
});
