import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import fc from "fast-check";
import { temporaryFolder } from "../../../../test/engines.ts";
import { openRig, type Rig } from "../../../../test/redirect.ts";
import { type OpenDatabase, openDatabase } from "../db/open.ts";
import { orphanOf } from "./orphan.ts";

const DOMAIN = {
  ...{ id: "dom_1", workspaceId: "ws_1", host: "go.example", isCaseSensitive: true, settings: {} },
};
const slugOf = (path: string, host = "go.example") => orphanOf({ host, path, query: "" }, DOMAIN).slug;

describe("what is recorded of an address without a link", () => {
  test.each([
    ["/nothing", "nothing"],
    ["/a/b.html", "a/b.html"],
    ["/a+", "a+"],
    ["/a%20b/", "a b/"],
    ["/%C3%A4", "ä"],
    ["/%zz", "%zz"],
    ["/%ff", "%ff"],
    ['/"a\\b"', "_a_b_"],
    ["/%22%5C%0A%00%7F%C2%85", "______"],
    ["//x", "/x"],
  ])("%j is %j", (path, slug) => {
    expect(slugOf(path)).toBe(slug);
  });

  test("is cut where it is too long", () => {
    expect(slugOf(`/${"a".repeat(5_000)}`)).toBe("a".repeat(190));
    expect(slugOf(`/${"%C3%A4".repeat(2_000)}`)).toBe("ä".repeat(190));
    expect(slugOf(`/${"a".repeat(189)}😀`)).toBe(`${"a".repeat(189)}\ufffd`);
  });

  test("is what JSON need not escape, at most 190 characters, whatever was asked for", () => {
    const paths = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary" }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc
        .array(fc.constantFrom("%", "%5c", "%22", "%00", "%F0%9F%98%80", "😀", "\ud83d", '"'))
        .map((all) => all.join("")),
    );
    fc.assert(
      fc.property(paths, fc.string({ unit: "binary" }), fc.boolean(), (path, host, isKnown) => {
        const orphan = orphanOf({ host, path: `/${path}`, query: "" }, isKnown ? DOMAIN : null);
        for (const text of [orphan.slug, orphan.domain]) {
          expect(JSON.stringify(text)).toBe(`"${text}"`);
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toMatch(/\p{Cc}/u);
          expect(text.length).toBeLessThanOrEqual(190);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a visit where no link is", () => {
  let database: OpenDatabase;
  let rig: Rig;
  beforeAll(async () => {
    const file = join(temporaryFolder(), "links.db");
    database = await openDatabase({ kind: "sqlite", file }, console.error);
    rig = await openRig(database, "sqlite");
    await rig.add("plain");
  });
  afterAll(async () => {
    await rig.close();
    await database.close();
  });
  beforeEach(() => {
    rig.visits.length = 0;
  });
  const linksOf = () =>
    rig.visits.map(({ trigger, link }) => [trigger as string, link.workspaceId, link.domain, link.slug]);

  test("belongs to the workspace whose domain it is, or to nobody", async () => {
    const domain = await rig.addDomain("orphans.example");
    await rig.ask("/a/b?c=d", { host: "orphans.example" });
    await rig.ask("/nothing");
    await rig.ask("/nothing", { host: "Stranger.example" });
    await rig.ask("/", { host: "stranger.example" });
    expect(linksOf()).toEqual([
      ["orphan", rig.workspaceId, domain, "a/b"],
      ["orphan", "", "", "nothing"],
      ["orphan", "", "stranger.example", "nothing"],
      ["orphan", "", "stranger.example", ""],
    ]);
    expect(rig.visits[0]?.link).toMatchObject({ id: "", url: "" });
    expect(rig.visits[0]?.query).toBe("c=d");
  });

  test("is none for HEAD, for other methods, and where a link is", async () => {
    await rig.ask("/nothing", { method: "HEAD" });
    await rig.ask("/nothing", { method: "POST" });
    await rig.ask("/plain");
    expect(linksOf().map(([trigger]) => trigger)).toEqual([""]);
  });

  test("is answered only when it is safe, as a click is", async () => {
    const safe = Promise.withResolvers<void>();
    rig.journal.recorded = safe.promise;
    let answered = false;
    const response = rig.ask("/nothing").finally(() => {
      answered = true;
    });
    while (rig.visits.length === 0) await Bun.sleep(1);
    await Bun.sleep(20);
    expect(answered).toBe(false);
    safe.resolve();
    expect((await response).status).toBe(404);
    rig.journal.recorded = Promise.resolve();
  });
});
