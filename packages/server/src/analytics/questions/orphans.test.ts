import { beforeAll, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../../test/clicks.ts";
import type { ClickRow } from "../row.ts";
import { askOrphans, type OrphanSelection } from "./orphans.ts";

const NOON = Date.UTC(2026, 0, 15, 12);
const orphan = (slug: string, part: Partial<ClickRow> = {}) =>
  click({ link: "", trigger: "orphan", domain: "dom_1", slug, ...part });
const visits = [
  ...[0, 5, 3].map((later) => orphan("/sael", { at: NOON + later })),
  orphan("/sael", { class: "bot", at: NOON - 7 }),
  orphan("/sael", { domain: "dom_2" }),
  ...[1, 2].map((visitor) => orphan("/wp-login.php", { class: "bot", visitor })),
  orphan('/it\'s \\ "ünï"\n😀'),
  orphan("/early", { at: NOON - 1_001 }),
  orphan("/late", { at: NOON + 1_000 }),
  orphan("/nobody's", { workspace: "", domain: "" }),
  orphan("/theirs", { workspace: "ws_2" }),
  click({ slug: "/sael" }),
  click({ link: "", slug: "/sael" }),
];
const mine: OrphanSelection = {
  ...{ workspaceIds: ["ws_1"], start: NOON - 1_000, end: NOON + 1_000 },
  domains: { include: [], exclude: [] },
};

forEachAnalytics("orphan visits", (suite) => {
  beforeAll(() => suite.analytics.insertClicks(fileOf(linesOf(visits)), "orphans"));
  const ask = (part: Partial<OrphanSelection> = {}, limit = 100) =>
    askOrphans(suite.analytics, { ...mine, ...part }, limit);
  const pathsOf = async (part: Partial<OrphanSelection>) =>
    (await ask(part)).paths.map(({ domain, path }) => [domain, path]);

  test("are counted by address, most first, people apart, with the last time", async () => {
    expect(await ask()).toEqual({
      total: 8,
      paths: [
        { domain: "dom_1", path: "/sael", visits: 4, people: 3, lastAt: NOON + 5 },
        { domain: "dom_1", path: "/wp-login.php", visits: 2, people: 0, lastAt: NOON },
        { domain: "dom_1", path: '/it\'s \\ "ünï"\n😀', visits: 1, people: 1, lastAt: NOON },
        { domain: "dom_2", path: "/sael", visits: 1, people: 1, lastAt: NOON },
      ],
    });
  });

  test("past the limit are in the total, still", async () => {
    const { total, paths } = await ask({}, 1);
    expect([total, paths.length]).toEqual([8, 1]);
  });

  test("are those of the workspaces that are asked for", async () => {
    expect(await pathsOf({ workspaceIds: [""] })).toEqual([["", "/nobody's"]]);
    expect(await pathsOf({ workspaceIds: ["ws_2"] })).toEqual([["dom_1", "/theirs"]]);
    expect((await ask({ workspaceIds: ["", "ws_1"] })).total).toBe(9);
    expect(await ask({ workspaceIds: ["ws_none"] })).toEqual({ total: 0, paths: [] });
  });

  test("are those of the domains that are asked for", async () => {
    const domains = (include: string[], exclude: string[] = []) => ({ domains: { include, exclude } });
    expect(await pathsOf(domains(["dom_2"]))).toEqual([["dom_2", "/sael"]]);
    expect(await pathsOf(domains([], ["dom_1"]))).toEqual([["dom_2", "/sael"]]);
    expect((await ask(domains(["dom_1", "dom_2"], ["dom_1"]))).total).toBe(1);
    expect((await ask(domains(["'] or 1=1 --"]))).total).toBe(0);
  });
});
