import { expect, test } from "bun:test";
import { canEmbed } from "../../../../test/analytics.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import {
  conversionClient,
  newClick,
  newOrder,
  storeClicks,
  storedClick,
} from "../../../../test/conversions.ts";
import { makeLink } from "../../../../test/links.ts";
import { addOwnKey } from "../../../../test/own-links.ts";
import { purgeLinks } from "../db/trash.ts";
import { attributeConversions } from "../jobs/conversions.ts";
import { DAY_MS, HOUR_MS, iso, SECOND_MS } from "../lib/time.ts";

forEachDatabase("conversions, for a key of its own links", (world) => {
  /** Such a key with a link of its own, a link of the workspace's, and one who may all. */
  async function both() {
    const key = await addOwnKey(world());
    const mine = await makeLink(world(), { tags: ["mine"] }, key.actor);
    const other = await makeLink(world(), {
      slug: `theirs-${newOrder()}`,
      externalId: newOrder(),
      tags: ["other"],
    });
    return { ...key, mine, other, whole: await conversionClient(world()) };
  }
  const sale = (more: object) => ({
    type: "sale",
    value: "1.00",
    currency: "EUR",
    externalId: newOrder(),
    ...more,
  });
  const hourAgo = () => world().clock.now - HOUR_MS;

  test("those of another's link are not there, by any name, in no list, export or sum", async () => {
    const { ask, codes, mine, other, whole } = await both();
    const [own, foreign] = [
      await whole.post(sale({ link: mine.id })),
      await whole.post(sale({ link: other.id })),
    ];
    for (const name of [foreign.body.id, `ext_${foreign.body.externalId}`])
      for (const method of ["GET", "DELETE"])
        expect(await codes(method, `/conversions/${name}`)).toEqual([404, "conversion.not_found"]);
    const listed = async (query: string) =>
      (await ask("GET", `/conversions?${query}`)).body.data.map(({ id }: { id: string }) => id);
    for (const query of ["", "type=sale", "by=booked", "tag=mine", `link=${mine.id}`])
      expect([query, await listed(query)]).toEqual([query, [own.body.id]]);
    for (const query of ["tag=other", `link=${other.id}`])
      expect([query, await listed(query)]).toEqual([query, []]);
    expect(await codes("GET", `/conversions?link=ext_${other.externalId}`)).toEqual([404, "link.not_found"]);
    world().clock.now += SECOND_MS;
    for (const groupBy of [
      "",
      "&groupBy=tag",
      "&groupBy=link",
      "&groupBy=folder",
      "&groupBy=month",
      "&groupBy=type",
    ]) {
      const { body } = await ask("GET", `/conversions/totals?currency=EUR${groupBy}`);
      expect([
        groupBy,
        body.data.map(({ sales, amount }: Record<string, unknown>) => [sales, amount]),
      ]).toEqual([groupBy, [[1, "1.00"]]]);
      expect(JSON.stringify(body)).not.toMatch(new RegExp(`other|${other.id}`));
    }
    expect((await whole.ask("GET", "/totals?currency=EUR")).body.data).toMatchObject([{ sales: 2 }]);
    expect(await codes("DELETE", `/conversions/${own.body.id}`)).toEqual([200, undefined]);
    expect((await whole.ask("GET", `/${foreign.body.id}`)).body.voidedAt).toBeNull();
  });

  test("no conversion is put to another's link, and the refusal says as much as of none", async () => {
    const { ask, other } = await both();
    for (const [name, none] of [
      [other.id, "lnk_none"],
      [`ext_${other.externalId}`, "ext_none"],
      [`${other.domain}/${other.slug}`, `${other.domain}/none`],
    ] as const) {
      const said = [];
      for (const link of [name, none]) {
        const { status, body } = await ask("POST", "/conversions", sale({ link }));
        said.push(JSON.stringify([status, { ...body, requestId: "" }]).replaceAll(link, "LINK"));
      }
      expect(said[0]).toBe(said[1] ?? "");
      expect(said[0]).toContain("link.not_found");
    }
  });

  test("what it recorded stays its own without a link, and when the link is gone for good", async () => {
    const { ask, mine } = await both();
    const made = await ask("POST", "/conversions", sale({ link: mine.id }));
    await purgeLinks(world().ctx.db, [mine.id]);
    expect((await ask("GET", `/conversions/${made.body.id}`)).body).toMatchObject({ link: mine.id });
    const second = await addOwnKey(world());
    expect((await second.ask("GET", `/conversions/${made.body.id}`)).status).toBe(404);
  });

  test("an externalId of another's conversion is taken, whatever that one says", async () => {
    const { ask, mine, other, whole } = await both();
    for (const link of [mine.id, other.id]) {
      const input = sale({ link });
      const theirs = await whole.post(input);
      const again = await ask("POST", "/conversions", { ...input, link: mine.id });
      expect([again.status, again.body.code ?? again.body.id]).toEqual(
        // Of its own link it is the same conversion, whoever recorded it.
        link === mine.id ? [200, theirs.body.id] : [409, "conversion.external_id_taken"],
      );
      if (link === other.id) expect(JSON.stringify(again.body)).not.toContain(theirs.body.id);
    }
    const clickless = sale({ link: other.id });
    await whole.post(clickless);
    const same = await ask("POST", "/conversions", clickless);
    expect([same.status, same.body.code]).toEqual([404, "link.not_found"]);
  });

  test.skipIf(!canEmbed())(
    "a click on another's link is no click for it, new or old; on its own it is",
    async () => {
      const { ask, mine, other, whole } = await both();
      const { ctx, operator, clock } = world();
      const clickOn = (link: string, at: number) => storedClick(ctx, operator.workspaceId, { link, at });
      const own = await ask("POST", "/conversions", sale({ clickId: await clickOn(mine.id, hourAgo()) }));
      expect([own.status, own.body.link]).toEqual([201, mine.id]);
      const unknown = await newClick(ctx, operator.workspaceId, { link: other.id, at: hourAgo() });
      const answers = [];
      for (const clickId of [await clickOn(other.id, hourAgo()), unknown.id]) {
        const input = sale({ clickId });
        const { status, body } = await ask("POST", "/conversions", input);
        const text = JSON.stringify([status, body]);
        answers.push(
          [clickId, input.externalId, body.id].reduce((all, name) => all.replaceAll(name, "NAME"), text),
        );
        expect([body.attributed, body.link]).toEqual([false, null]);
      }
      expect(answers[0]).toBe(answers[1] ?? "");
      // To the word what somebody else has recorded: not even that it was the same is said.
      const input = sale({ clickId: await clickOn(other.id, hourAgo()) });
      const recorded = await whole.post(input);
      const repeated = await ask("POST", "/conversions", input);
      expect([recorded.status, repeated.status, repeated.body.code]).toEqual([
        ...[201, 409, "conversion.external_id_taken"],
      ]);
      expect(repeated.body.detail).not.toContain("something else");
      expect(JSON.stringify(repeated.body)).not.toContain(recorded.body.id);
      const old = clock.now - 8 * DAY_MS;
      const refused = await ask("POST", "/conversions", sale({ clickId: await clickOn(other.id, old) }));
      expect(refused.body.errors).toMatchObject([{ path: "clickId", code: "not_found" }]);
      const waiting = async (client: typeof ask, path: string) => (await client("GET", path)).body.pending;
      expect(await waiting(ask, "/conversions/totals")).toBe(2);
      const second = await addOwnKey(world());
      expect(await waiting(second.ask, "/conversions/totals")).toBe(0);
      clock.now += 8 * DAY_MS;
      await attributeConversions(ctx);
      const { body } = await ask("GET", `/conversions?end=${iso(clock.now)}`);
      expect(body.data.map(({ link }: { link: string | null }) => link)).toEqual([null, null, mine.id]);
      expect((await whole.ask("GET", "?limit=10")).body.data).toHaveLength(4);
    },
  );

  test.skipIf(!canEmbed())("a visitor's last click is that on its own links", async () => {
    const { ask, mine, other, whole } = await both();
    const { ctx, operator, clock } = world();
    const visitor = 0xbeef;
    const visitorId = `vis_${visitor.toString(16).padStart(14, "0")}`;
    const rows = [];
    for (const [link, hours] of [
      [mine.id, 3],
      [other.id, 1],
    ] as const)
      rows.push(
        (await newClick(ctx, operator.workspaceId, { link, at: clock.now - hours * HOUR_MS, visitor })).row,
      );
    await storeClicks(ctx, rows);
    expect((await ask("POST", "/conversions", sale({ visitorId }))).body.link).toBe(mine.id);
    expect((await whole.post(sale({ visitorId }))).body.link).toBe(other.id);
    const second = await addOwnKey(world());
    const none = await second.ask("POST", "/conversions", sale({ visitorId }));
    expect(none.body.errors).toMatchObject([{ path: "visitorId", code: "not_found" }]);
  });
});
