import { afterAll, beforeAll, expect, test } from "bun:test";
import { DIMENSIONS, type Dimension } from "@visoli/contract/dimensions";
import { INTERVALS, METRICS, PERIODS, StatsQuerySchema, StatsSchema } from "@visoli/contract/stats";
import fc from "fast-check";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { intervalStarts } from "../../../../test/calendar.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { type ReferenceWorld, referenceStats } from "../../../../test/stats-reference.ts";
import { addFolder, addLink } from "../../../../test/stats-rows.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import { onDay } from "../../../../test/sums.ts";
import { refreshSums } from "../analytics/sums-refresh.ts";
import { readStats } from "./read.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const at = (text: string) => Date.parse(`${text}Z`);

/** Where clocks change: by an hour, half an hour, at midnight, a day left out; or stand off by three quarters; and 29 February. */
const TURNS: [zone: string, at: number][] = [
  ["Europe/Berlin", at("2026-03-29T01:00")],
  ["Europe/Berlin", at("2025-10-26T01:00")],
  ["Australia/Lord_Howe", at("2026-04-04T15:00")],
  ["Australia/Lord_Howe", at("2025-10-04T15:30")],
  ["Asia/Kathmandu", at("2026-01-01T00:00")],
  ["America/Sao_Paulo", at("2018-11-04T03:00")],
  ["America/Sao_Paulo", at("2019-02-17T02:00")],
  ["Pacific/Apia", at("2011-12-30T10:00")],
  ["America/Havana", at("2026-03-08T05:00")],
  ["UTC", at("2024-02-29T00:00")],
];
const ZONES = TURNS.map(([zone]) => zone);

const name = fc.constantFrom("a", "b", "it's", "", "ünï 😀");
const fewer = fc.constantFrom("a", "");

/** Rows near the turns, and near the same a year before. */
const rowOf = (world: StatsWorld, links: string[]) =>
  fc
    .record({
      workspace: fc.constantFrom(...Array(9).fill(world.actor.workspaceId), world.stranger.workspaceId),
      link: fc.constantFrom(...links),
      trigger: fc.constantFrom("", "", "", "qr", "open", "orphan"),
      class: fc.constantFrom("human", "human", "human", "bot", "duplicate"),
      visitor: fc.integer({ min: 0, max: 12 }),
      domain: fc.constantFrom("", world.domains.ours, "dom_gone"),
      ...{
        slug: fewer,
        rule: name,
        variant: fewer,
        continent: fewer,
        country: name,
        region: fewer,
        city: name,
      },
      ...{ asn: fc.constantFrom(0, 64_500), referrer: name, browser: name, os: fewer, device: name },
      ...{ device_model: fewer, language: fewer, bot: fewer, utm_source: name, utm_medium: fewer },
      ...{ utm_campaign: name, utm_term: fewer, utm_content: fewer },
      turn: fc.constantFrom(...TURNS),
      offset: fc.oneof(
        fc.integer({ min: -5 * DAY, max: 5 * DAY }),
        fc.integer({ min: -180 * MINUTE, max: 180 * MINUTE }),
      ),
      isEarlier: fc.boolean(),
    } as const)
    .map(({ turn, offset, isEarlier, ...row }) => {
      const later = new Date(turn[1] + offset);
      if (isEarlier) later.setUTCFullYear(later.getUTCFullYear() - 1);
      return click({ ...row, visitor: onDay(row.visitor, later.getTime()), at: later.getTime() });
    });

const FILTER_VALUES: Partial<Record<Dimension, string[]>> = {
  trigger: ["link", "qr", "open", "orphan"],
  class: ["human", "bot", "duplicate"],
  domain: ["go.example.com", "localhost:3000", "dom_gone", "nobody.example"],
  tag: ["mail", "spring", "secret", "none"],
  asn: ["64500", ""],
  hour: ["0", "1", "2", "9", "23"],
  weekday: ["1", "6", "7"],
  hourOfWeek: ["0", "24", "97", "144", "145", "146", "167"],
};

function filtersOf(links: string[], folders: string[]) {
  const one = (dimension: Dimension) => {
    const values = { ...FILTER_VALUES, link: links, folder: ["", ...folders] }[dimension];
    const value = fc.constantFrom(...(values ?? ["a", "b", "it's", "", "ünï 😀"]));
    const part = fc.tuple(fc.boolean(), value).map(([isLeft, text]) => (isLeft ? `!${text}` : text));
    return fc.tuple(fc.constant(dimension), fc.array(part, { minLength: 1, maxLength: 3 }));
  };
  const many = fc.constantFrom(0, 0, 0, 1, 1, 2);
  return many
    .chain((count) =>
      fc.array(fc.constantFrom(...DIMENSIONS).chain(one), { minLength: count, maxLength: count }),
    )
    .map((filters) => Object.fromEntries(filters.map(([dimension, parts]) => [dimension, parts.join(",")])));
}

/** A time around a turn, from any instant or a beginning of a day or month to any other, or by name; and when it is asked. */
const times = fc
  .record({
    turn: fc.constantFrom(...TURNS),
    other: fc.constantFrom(...ZONES),
    isOther: fc.boolean(),
    kind: fc.constantFrom("any", "day", "day", "month", "short", "named"),
    ends: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    period: fc.constantFrom(...PERIODS),
  })
  .map(({ turn: [own, middle], other, isOther, kind, ends, period }) => {
    const zone = isOther ? other : own;
    const reach =
      { any: 8 * DAY, day: 8 * DAY, month: 100 * DAY, short: 90 * MINUTE, named: 4 * DAY }[kind] ?? DAY;
    const from = middle - reach;
    const now = Math.round(from + 2 * reach * ends[0]);
    if (kind === "named") return { zone, now, span: 100 * DAY, query: { period } };
    const borders =
      kind === "day" || kind === "month"
        ? intervalStarts(kind, zone, from, middle + reach)
        : Array.from({ length: 1_001 }, (_, index) => Math.round(from + (index * 2 * reach) / 1_000));
    const [first, last] = ends.map((end) => Math.min(borders.length - 1, Math.floor(end * borders.length)));
    const low = Math.min(first ?? 0, last ?? 0, borders.length - 2);
    const high = Math.max(first ?? 0, last ?? 0, low + 1);
    const [start = 0, end = 1] = [borders[low], borders[high]];
    const query = { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
    return { zone, now: middle, span: end - start, query };
  });

const LENGTHS: Record<string, number> = { minute: MINUTE, hour: 60 * MINUTE };

function questions(links: string[], folders: string[]) {
  const metrics = fc.uniqueArray(fc.constantFrom(...METRICS), { minLength: 1 });
  const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined, freq: 2 });
  const parts = fc.record({
    time: times,
    filters: filtersOf(links, folders),
    metrics: optional(metrics),
    interval: optional(fc.constantFrom("hour", "hour", "hour", "day", ...INTERVALS)),
    groupBy: optional(fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { minLength: 1, maxLength: 3 })),
    lists: optional(fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { minLength: 1, maxLength: 5 })),
    limit: fc.integer({ min: 1, max: 5 }),
    isLimited: fc.boolean(),
    other: optional(fc.constantFrom("true", "false")),
    order: optional(fc.constantFrom("asc", "desc")),
    by: optional(fc.nat()),
    compare: optional(fc.constantFrom("previous", "year")),
    include: optional(fc.constant("bots")),
  });
  return parts.map(
    ({ time, filters, metrics: wanted, interval, groupBy, lists, by, limit, isLimited, ...rest }) => {
      const isAll = "period" in time.query && time.query.period === "all";
      const tooMany = interval && (isAll || time.span / (LENGTHS[interval] ?? DAY) > 1_000);
      const known = wanted ?? [...METRICS];
      const query = {
        ...{ ...time.query, ...filters, timezone: time.zone, include: rest.include, order: rest.order },
        ...{
          metrics: wanted?.join(","),
          interval: tooMany ? undefined : interval,
          groupBy: groupBy?.join(","),
          lists: lists?.join(","),
        },
        limit: isLimited || (interval && !tooMany) ? String(limit) : undefined,
        other: rest.other,
        orderBy: by === undefined ? undefined : known[by % known.length],
        compare: isAll ? undefined : rest.compare,
      };
      const given = Object.entries(query).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      return { now: time.now, query: Object.fromEntries(given) };
    },
  );
}

forEachAnalytics("statistics, any question", (suite) => {
  let world: StatsWorld;
  let reference: ReferenceWorld;
  let links: string[];
  let folders: string[];

  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, at("2026-06-01T00:00"));
    const { ctx, actor } = world;
    const { workspaceId } = actor;
    folders = [await addFolder(ctx, workspaceId, "viewer"), await addFolder(ctx, workspaceId, "editor")];
    const [first = "", second = ""] = folders;
    const own = [
      await addLink(ctx, workspaceId, "three", { tags: ["spring"], folderId: first }),
      await addLink(ctx, workspaceId, "four", { folderId: second }),
    ];
    const [three = "", four = ""] = own;
    links = [world.links.one, world.links.two, ...own];
    const rows = fc.sample(rowOf(world, [...links, world.links.hidden, "lnk_gone"]), {
      numRuns: 4_000,
      seed: 41,
    });
    await suite.analytics.insertClicks(fileOf(linesOf(rows)), "generated");
    reference = {
      ...{ rows, workspace: workspaceId, now: 0 },
      tags: new Map([
        [world.links.one, ["mail", "spring"]],
        [world.links.two, ["mail"]],
        [three, ["spring"]],
      ]),
      folders: new Map([
        [three, first],
        [four, second],
      ]),
      hidden: new Set([world.links.hidden]),
      hosts: new Map([
        ["", "localhost:3000"],
        [world.domains.ours, "go.example.com"],
      ]),
    };
  });
  afterAll(() => world?.close());

  const isAnsweredAsByHand = () =>
    fc.assert(
      fc.asyncProperty(questions(links, folders), async ({ now, query }) => {
        const ctx = { ...world.ctx, now: () => now };
        const answer = await readStats(ctx, world.key, StatsQuerySchema.parse(query));
        expect(StatsSchema.parse(answer)).toEqual(answer);
        expect(answer as unknown).toEqual(referenceStats({ ...reference, now }, query));
      }),
      { numRuns: 100 },
    );

  test("is answered as a count by hand answers it", isAnsweredAsByHand, 600_000);

  test("is answered so from sums, too, where these can answer", async () => {
    expect(await refreshSums(suite.analytics, at("2026-06-01T00:00"))).toBe(true);
    await isAnsweredAsByHand();
  }, 600_000);
});
