import { expect, test } from "bun:test";
import {
  type ConversionTotals,
  ConversionTotalsQuerySchema,
  ConversionTotalsSchema,
} from "@visoli/contract/conversion";
import type { Link } from "@visoli/contract/link";
import fc from "fast-check";
import { forEachDatabase } from "../../../../test/context.ts";
import { newClick, storeClicks } from "../../../../test/conversions.ts";
import { addFolder, askJson, changeLink, makeLink } from "../../../../test/links.ts";
import { purgeLinks } from "../db/trash.ts";
import { attributeConversions } from "../jobs/conversions.ts";
import { DAY_MS, HOUR_MS, iso, MINUTE_MS } from "../lib/time.ts";
import { deleteLink } from "../links/delete.ts";
import { createConversion } from "./create.ts";
import { totalConversions } from "./totals.ts";
import { voidConversion } from "./void.ts";

let orders = 0;

forEachDatabase("totals of conversions", (world) => {
  const record = async (link: string, value?: string, currency = "EUR", type: "lead" | "sale" = "sale") =>
    (
      await createConversion(world().ctx, world().operator, {
        ...{ link, type, externalId: `total-${++orders}` },
        ...(value !== undefined && { value, currency }),
      })
    ).conversion;
  const START = Date.UTC(2027, 0, 1);
  const totals = async (query: Record<string, string> = {}, actor = world().operator as never) =>
    ConversionTotalsSchema.parse(
      await totalConversions(
        world().ctx,
        actor,
        ConversionTotalsQuerySchema.parse({ start: iso(START), end: iso(START + 90 * DAY_MS), ...query }),
      ),
    );
  const rowsOf = ({ data }: ConversionTotals) =>
    data.map(({ value, currency, leads, sales, voided, amount }) =>
      [value, currency, leads, sales, voided, amount].join(" "),
    );
  const rows = async (query: Record<string, string> = {}) => rowsOf(await totals(query));

  test("are told apart by tag, link, folder, type and metadata, each currency by itself, to the cent", async () => {
    const folder = await addFolder(world(), "f", "editor");
    const a = await makeLink(world(), { tags: ["x", "y"], metadata: { affiliate: "ann" }, folder });
    const b = await makeLink(world(), { tags: ["x"], metadata: { affiliate: "bob", other: "ann" } });
    const c = await makeLink(world());
    for (const value of ["0.10", "0.20"]) await record(a.id, value);
    await record(b.id, "1000000000000", "EUR");
    await record(b.id, "1000000000000", "EUR");
    await record(b.id, "500", "JPY");
    await record(c.id, undefined, "", "lead");
    const all = ["EUR 0 4 0 2000000000000.30", "JPY 0 1 0 500", " 1 0 0 "];
    expect(await rows()).toEqual(all.map((row) => ` ${row}`));
    const byTag = ["x EUR 0 4 0 2000000000000.30", "x JPY 0 1 0 500", "y EUR 0 2 0 0.30", "  1 0 0 "];
    expect(await rows({ groupBy: "tag" })).toEqual(byTag);
    expect(await rows({ groupBy: "metadata:affiliate" })).toEqual([
      "ann EUR 0 2 0 0.30",
      "bob EUR 0 2 0 2000000000000.00",
      "bob JPY 0 1 0 500",
      "  1 0 0 ",
    ]);
    const byLink = [`${a.id} EUR 0 2 0 0.30`, `${b.id} EUR 0 2 0 2000000000000.00`, `${b.id} JPY 0 1 0 500`];
    expect(await rows({ groupBy: "link" })).toEqual([...byLink, `${c.id}  1 0 0 `]);
    expect(await rows({ groupBy: "folder", currency: "eur" })).toEqual([
      `${folder} EUR 0 2 0 0.30`,
      " EUR 0 2 0 2000000000000.00",
    ]);
    expect(await rows({ groupBy: "type" })).toEqual([
      "lead  1 0 0 ",
      "sale EUR 0 4 0 2000000000000.30",
      "sale JPY 0 1 0 500",
    ]);
    expect(await rows({ type: "lead" })).toEqual(["  1 0 0 "]);
    const pages = [await totals({ groupBy: "tag", limit: "3" })];
    pages.push(await totals({ groupBy: "tag", limit: "3", cursor: pages[0]?.nextCursor ?? "" }));
    expect(pages.flatMap(rowsOf)).toEqual(byTag);
    expect(pages[1]?.nextCursor).toBeNull();
  });

  test("take a void from the month in which it is made, by the months of the zone", async () => {
    const { clock, ctx, operator } = world();
    const link = await makeLink(world());
    // Half past eleven in UTC on the last of January is February in Berlin.
    clock.now = Date.UTC(2027, 0, 31, 23, 30);
    const { id } = await record(link.id, "10.00");
    clock.now = Date.UTC(2027, 2, 2);
    await record(link.id, "7.00");
    await voidConversion(ctx, operator, id);
    const january = "2027-01 EUR 0 1 0 10.00";
    const february = "2027-02 EUR 0 1 0 10.00";
    const march = "2027-03 EUR 0 0 1 -3.00";
    expect(await rows({ groupBy: "month" })).toEqual([january, march]);
    expect(await rows({ groupBy: "month", timezone: "Europe/Berlin" })).toEqual([february, march]);
    expect(await rows()).toEqual([" EUR 0 1 1 7.00"]);
  });

  test("are final a minute after their time is over, and say what still waits", async () => {
    const { clock, ctx, operator } = world();
    const { id: clickId, row } = await newClick(ctx, operator.workspaceId, { link: "lnk_1", at: clock.now });
    const end = clock.now + 1;
    await createConversion(ctx, operator, { clickId, type: "lead", externalId: `total-${++orders}` });
    for (const [later, final, pending] of [
      [MINUTE_MS, false, 1],
      [MINUTE_MS + 1, true, 1],
      [HOUR_MS, true, 0],
    ] as const) {
      clock.now = end - 1 + later;
      if (pending === 0) {
        await storeClicks(ctx, [row]);
        await attributeConversions(ctx);
      }
      expect(await totals({ end: iso(end) })).toMatchObject({ final, pending, data: [] });
    }
    // What was waiting is booked when its click was found, not before.
    expect(await rows({ start: iso(end) })).toEqual(["  1 0 0 "]);
  });

  test("leave out links in folders that are not to be seen, and other workspaces", async () => {
    const folder = await addFolder(world(), "hidden", "none");
    const [seen, hidden] = [await makeLink(world()), await makeLink(world(), { folder })];
    await record(seen.id, "1");
    await record(hidden.id, "2");
    const { actor } = await world().key();
    const { operator } = await world().stranger();
    expect(rowsOf(await totals({}, actor as never))).toEqual([" EUR 0 1 0 1.00"]);
    expect(rowsOf(await totals({}, operator as never))).toEqual([]);
    expect(await rows()).toEqual([" EUR 0 2 0 3.00"]);
    await deleteLink(world().ctx, world().operator, hidden.id);
    await purgeLinks(world().ctx.db, [hidden.id]);
    expect(rowsOf(await totals({}, actor as never))).toEqual([" EUR 0 1 0 1.00"]);
    expect(await rows({ groupBy: "link" })).toHaveLength(2);
  });

  test("refuse what makes no sense", async () => {
    const { text } = await world().key();
    const [start, end] = ["2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"];
    for (const [query, path] of [
      [{ start: end, end: start }, "start"],
      [{ start, end, groupBy: "x" }, "groupBy"],
      [{ start, end, groupBy: "metadata:" }, "groupBy"],
      [{ start, end, currency: "x" }, "currency"],
      [{ start, end, cursor: "-1" }, "cursor"],
      [{ start, end, limit: "0" }, "limit"],
      [{ start: "1970-01-01T00:00:00Z", end, groupBy: "month" }, "end"],
    ] as const) {
      const { status, body } = await askJson(
        world(),
        text,
        "GET",
        `/conversions/totals?${new URLSearchParams(query)}`,
      );
      expect([query, status, body.errors?.[0]?.path]).toEqual([query, 422, path]);
    }
  });

  test("of a time that is over are the same for good, whatever happens later, and add up", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 30 }), async (operations) => {
        const { clock, ctx } = world();
        const { operator } = await world().stranger();
        const own = { ...world(), operator };
        const links: Link[] = [await makeLink(own, { tags: ["t0"], metadata: { who: "w0" } }, operator)];
        const made: { id: string; cents: number; isVoided: boolean }[] = [];
        const booked: number[] = [];
        const kept: { query: Record<string, string>; said: string }[] = [];
        const start = clock.now;
        const ask = async (query: Record<string, string>) =>
          JSON.stringify((await totals(query, operator as never)).data);
        for (const { kind, pick, cents } of operations) {
          const link = links[pick % links.length] as Link;
          const label = `${pick % 4}`;
          if (kind === "link")
            links.push(await makeLink(own, { tags: [`t${label}`], metadata: { who: label } }, operator));
          if (kind === "edit")
            await changeLink(
              own,
              link.id,
              { tags: [`t${label}`, "new"], metadata: { who: `w${label}` } },
              operator,
            );
          if (kind === "delete" && links.length > 1) {
            links.splice(links.indexOf(link), 1);
            await deleteLink(ctx, operator, link.id);
            if (pick % 2) await purgeLinks(ctx.db, [link.id]);
          }
          if (kind === "record") {
            const input = {
              link: link.id,
              type: "sale",
              currency: "EUR",
              externalId: `total-${++orders}`,
            } as const;
            const occurredAt = iso(clock.now - pick * HOUR_MS);
            const value = (cents / 100).toFixed(2);
            const { conversion } = await createConversion(ctx, operator, { ...input, value, occurredAt });
            made.push({ id: conversion.id, cents, isVoided: false });
            booked.push(cents);
          }
          const one = made[pick % Math.max(made.length, 1)];
          if (kind === "void" && one && !one.isVoided) {
            await voidConversion(ctx, operator, one.id);
            one.isVoided = true;
            booked.push(-one.cents);
          }
          if (kind !== "close") continue;
          clock.now += pick * HOUR_MS + 2 * MINUTE_MS;
          for (const groupBy of ["tag", "link", "folder", "month", "type", "metadata:who"]) {
            const query = { start: iso(start), end: iso(clock.now - 2 * MINUTE_MS + 1), groupBy };
            kept.push({ query, said: await ask(query) });
          }
        }
        for (const { query, said } of kept) expect(await ask(query)).toBe(said);
        const sum = booked.reduce((total, cents) => total + cents, 0);
        const [total] = (await totals({ start: iso(start), end: iso(clock.now + 1) }, operator as never))
          .data;
        expect(Math.round(Number(total?.amount ?? 0) * 100)).toBe(sum);
      }),
      { numRuns: 12 },
    );
  });
});

const operation = fc.record({
  kind: fc.constantFrom("record", "record", "record", "void", "edit", "link", "delete", "close", "close"),
  pick: fc.integer({ min: 0, max: 500 }),
  cents: fc.integer({ min: 0, max: 1_000_000 }),
});
