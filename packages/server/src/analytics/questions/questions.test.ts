import { beforeAll, describe, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../../test/analytics.ts";
import { click, clicked, fileOf, linesOf } from "../../../../../test/clicks.ts";
import type { Key } from "../keys.ts";
import { COLUMNS, type ColumnDimension, type Selection } from "../where.ts";
import { askGroups } from "./groups.ts";
import { askLinkClicks } from "./link-clicks.ts";
import { askSingleClicks } from "./single-clicks.ts";
import { askTotals } from "./totals.ts";

const NOON = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;
const ODD_VALUES = [
  "a,b",
  "it's",
  "back\\slash",
  'quo"te',
  "' or 1=1 --",
  "{x:String}",
  "tab\tline\nend",
  "ünï 😀",
  "\\'",
  "[1,'2']",
  "\\N",
  "NULL",
  "%",
  "\\",
];

const known: Selection = {
  workspaceId: "ws_1",
  start: NOON - HOUR,
  end: NOON + HOUR,
  includeBots: false,
  filters: {},
};
const odd: Selection = { ...known, workspaceId: "ws_odd" };
const visitors = [1, 1, 2, 2 ** 52 - 1];

const clicks = [
  ...visitors.map((visitor) => click({ visitor, country: visitor === 1 ? "DE" : "", asn: visitor % 3 })),
  click({ link: "lnk_2", visitor: 1, country: "AT", asn: 64_500 }),
  click({ class: "bot", bot: "Googlebot", visitor: 9 }),
  click({ class: "preview", bot: "WhatsApp", visitor: 9 }),
  click({ workspace: "ws_2", visitor: 1 }),
  click({ workspace: "ws_2", link: "lnk_9", visitor: 3 }),
  click({ at: known.start - 1, link: "lnk_early" }),
  click({ at: known.start, link: "lnk_first" }),
  click({ at: known.end - 1, link: "lnk_last" }),
  click({ at: known.end, link: "lnk_late" }),
  ...["", ...ODD_VALUES].map((utm_campaign) =>
    click({ workspace: "ws_odd", utm_campaign, device_model: utm_campaign }),
  ),
];

forEachAnalytics("questions to the clicks", (suite) => {
  beforeAll(() => suite.analytics.insertClicks(fileOf(linesOf(clicks)), "known"));
  const totals = (selection: Partial<Selection>) => askTotals(suite.analytics, { ...known, ...selection });

  describe("totals", () => {
    test("count people's clicks of the workspace, from start up to end, and each visitor once", async () => {
      expect(await totals({})).toEqual(clicked(7, 3));
      expect(await totals({ start: NOON, end: NOON + 1 })).toEqual(clicked(5, 3));
      expect(await totals({ start: NOON + 1 })).toEqual(clicked(1, 1));
      expect(await totals({ start: known.start - 1 })).toMatchObject({ clicks: 8 });
      expect(await totals({ end: known.end + 1 })).toMatchObject({ clicks: 8 });
    });

    test("count bots and previews where asked for", async () => {
      expect(await totals({ includeBots: true })).toEqual(clicked(9, 4));
    });

    test("know nothing of another workspace, even by its links", async () => {
      expect(await totals({ links: { only: ["lnk_9"] } })).toEqual(clicked(0, 0));
      expect(await totals({ workspaceId: "ws_2" })).toEqual(clicked(2, 2));
      expect(await totals({ workspaceId: "' or 1=1 --" })).toEqual(clicked(0, 0));
      expect(await totals({ workspaceId: "" })).toEqual(clicked(0, 0));
    });

    test("of certain links, or of all but certain links", async () => {
      expect(await totals({ links: { only: ["lnk_1", "lnk_2"] } })).toMatchObject({ clicks: 5 });
      expect(await totals({ links: { not: ["lnk_1"] } })).toMatchObject({ clicks: 3 });
      expect(await totals({ links: { only: ["lnk_1", "lnk_2"], not: ["lnk_1"] } })).toMatchObject({
        clicks: 1,
      });
      expect(await totals({ links: { only: [] } })).toEqual(clicked(0, 0));
      expect(await totals({ links: { not: [] } })).toMatchObject({ clicks: 7 });
      const many = Array.from({ length: 5_000 }, (_, index) => `lnk_${index.toString().padStart(20, "0")}`);
      expect(await totals({ links: { only: [...many, "lnk_1"] } })).toMatchObject({ clicks: 4 });
    });

    test("refuse what is no link id, before it becomes SQL", async () => {
      for (const id of ["') or 1=1 --", "a b", "", "lnk'1"]) {
        await expect(totals({ links: { only: [id] } })).rejects.toThrow("not a link id");
      }
    });
  });

  describe("filters", () => {
    const filtered = (dimension: ColumnDimension, include: string[], exclude: string[] = []) =>
      totals({ filters: { [dimension]: { include, exclude } } }).then((counts) => counts.clicks);

    test("keep any of the values, leave out others, and both", async () => {
      expect(await filtered("country", ["DE"])).toBe(2);
      expect(await filtered("country", ["DE", "AT", "XX"])).toBe(3);
      expect(await filtered("country", [], ["DE"])).toBe(5);
      expect(await filtered("country", ["DE", "AT"], ["AT"])).toBe(2);
      expect(await filtered("country", ["AT"], ["AT"])).toBe(0);
      expect(await filtered("country", [], [])).toBe(7);
    });

    test("an empty value is unknown", async () => {
      expect(await filtered("country", [""])).toBe(4);
      expect(await filtered("country", [], [""])).toBe(3);
      expect(await filtered("country", ["", "AT"])).toBe(5);
    });

    test("work on numbers, and on what is no number", async () => {
      expect(await filtered("asn", ["64500"])).toBe(1);
      expect(await filtered("asn", ["", "2"])).toBe(4);
      expect(await filtered("asn", ["AS64500", "-1", "1e9"])).toBe(0);
    });

    test("several filters hold together", async () => {
      const filters = {
        country: { include: ["DE", "AT"], exclude: [] },
        asn: { include: ["64500"], exclude: [] },
        class: { include: ["human"], exclude: [] },
      };
      expect(await totals({ filters })).toEqual(clicked(1, 1));
      expect(await totals({ filters: { class: { include: ["bot"], exclude: [] } } })).toMatchObject({
        clicks: 0,
      });
      const bots = { includeBots: true, filters: { bot: { include: ["Googlebot"], exclude: [] } } };
      expect(await totals(bots)).toEqual(clicked(1, 1));
    });

    test.each(ODD_VALUES)("%j means itself", async (value) => {
      const only = { utm_campaign: { include: [value], exclude: [] } };
      const without = { utm_campaign: { include: [], exclude: [value] } };
      const both = { ...only, deviceModel: { include: [value], exclude: ["x"] } };
      expect(await askTotals(suite.analytics, { ...odd, filters: only })).toMatchObject({ clicks: 1 });
      expect(await askTotals(suite.analytics, { ...odd, filters: both })).toMatchObject({ clicks: 1 });
      expect(await askTotals(suite.analytics, { ...odd, filters: without })).toMatchObject({
        clicks: ODD_VALUES.length,
      });
    });

    test("take a hundred values", async () => {
      const include = Array.from({ length: 100 }, (_, index) => `value ${index}, it's`);
      expect(await filtered("country", [...include.slice(1), "AT"])).toBe(1);
    });
  });

  test("questions at the same time do not mix up their parameters", async () => {
    const asked = Array.from({ length: 24 }, (_, index) => ["DE", "AT", ""][index % 3] ?? "");
    const answers = await Promise.all(
      asked.map((country) => totals({ filters: { country: { include: [country], exclude: [] } } })),
    );
    const expected = { DE: 2, AT: 1, "": 4 };
    expect(answers.map((counts) => counts.clicks)).toEqual(
      asked.map((country) => expected[country as keyof typeof expected]),
    );
  });

  const grouped = async (selection: Selection, key: Key, limit: number) =>
    (await askGroups(suite.analytics, selection, { keys: [key], limit })).map(
      ({ values: [value], counts }) => ({ value, ...counts }),
    );
  const groupsBy = (selection: Selection, dimension: ColumnDimension, limit: number) =>
    grouped(selection, { dimension }, limit);

  describe("groups", () => {
    test("most clicks first, then by value; an empty value is unknown", async () => {
      expect(await groupsBy(known, "country", 10)).toEqual([
        { value: "", ...clicked(4, 3) },
        { value: "DE", ...clicked(2, 1) },
        { value: "AT", ...clicked(1, 1) },
      ]);
      const links = await groupsBy(known, "link", 10);
      expect(links.map((group) => group.value)).toEqual(["lnk_1", "lnk_2", "lnk_first", "lnk_last"]);
    });

    test("no more than the limit", async () => {
      expect(await groupsBy(known, "country", 2)).toHaveLength(2);
    });

    test("numbers come as text", async () => {
      const groups = await groupsBy({ ...known, links: { only: ["lnk_2"] } }, "asn", 10);
      expect(groups).toEqual([{ value: "64500", ...clicked(1, 1) }]);
    });

    test("odd values come back as they are", async () => {
      const groups = await groupsBy(odd, "utm_campaign", 100);
      expect(groups.map((group) => group.value).sort()).toEqual(["", ...ODD_VALUES].sort());
    });

    test("by every dimension, whose parts are the whole", async () => {
      for (const dimension of Object.keys(COLUMNS) as ColumnDimension[]) {
        const groups = await groupsBy({ ...known, includeBots: true }, dimension, 1_000);
        expect([dimension, groups.reduce((sum, group) => sum + (group.clicks ?? 0), 0)]).toEqual([
          dimension,
          9,
        ]);
      }
    });
  });

  describe("groups by tag", () => {
    const pairs = [
      { value: "spring", link: "lnk_1" },
      { value: "mail, it's", link: "lnk_1" },
      { value: "mail, it's", link: "lnk_2" },
      { value: "unused", link: "lnk_0" },
      { value: "foreign", link: "lnk_9" },
    ];

    test("a click on a link with two tags counts for both; a tag without clicks is not there", async () => {
      expect(await grouped(known, { pairs, withNone: false }, 10)).toEqual([
        { value: "mail, it's", ...clicked(5, 3) },
        { value: "spring", ...clicked(4, 3) },
      ]);
      expect(await grouped(known, { pairs, withNone: false }, 1)).toHaveLength(1);
    });

    test("links that have none may be a group, too", async () => {
      expect(await grouped(known, { pairs, withNone: true }, 10)).toEqual([
        { value: "mail, it's", ...clicked(5, 3) },
        { value: "spring", ...clicked(4, 3) },
        { value: "", ...clicked(2, 1) },
      ]);
      expect(await grouped(known, { pairs: [], withNone: true }, 10)).toEqual([
        { value: "", ...clicked(7, 3) },
      ]);
    });

    test("there are none without tags", async () => {
      expect(await grouped(known, { pairs: [], withNone: false }, 10)).toEqual([]);
    });
  });

  test("link clicks are people's, of all time, of this workspace", async () => {
    const ids = ["lnk_1", "lnk_2", "lnk_early", "lnk_9", "lnk_none"];
    const counts = await askLinkClicks(suite.analytics, "ws_1", ids);
    const one = { clicks: 1, scans: 0 };
    expect(Object.fromEntries(counts)).toEqual({
      lnk_1: { clicks: 4, scans: 0 },
      lnk_2: one,
      lnk_early: one,
    });
    expect((await askLinkClicks(suite.analytics, "ws_1", [])).size).toBe(0);
  });

  test("single clicks come whole and newest first", async () => {
    const answer = await askSingleClicks(suite.analytics, known);
    const expected = clicks
      .filter((row) => row.workspace === "ws_1" && row.class === "human")
      .filter((row) => row.at >= known.start && row.at < known.end)
      .sort((a, b) => b.at - a.at || b.nonce - a.nonce)
      // Journals of former versions have longer hashes.
      .map((row) => ({ ...row, visitor: row.visitor % 2 ** 32 }));
    expect(answer).toEqual(expected);
    const oddOnes = await askSingleClicks(suite.analytics, odd);
    expect(oddOnes.map((row) => row.utm_campaign)).toEqual([...ODD_VALUES].reverse().concat(""));
  });
});
