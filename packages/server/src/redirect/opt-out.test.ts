import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { HUMAN, openRig, type Rig } from "../../../../test/redirect.ts";
import type { LinkSettings } from "../db/link-settings.ts";

forEachDatabase("a visit that is to leave no more than its count", (world) => {
  let rig: Rig;
  let slugs = 0;
  beforeEach(async () => {
    rig = await openRig(world().database, world().ctx.config.database.kind);
  });
  afterEach(() => rig.close());

  const newLink = async (options?: LinkSettings) => {
    const slug = `private${slugs++}`;
    await rig.add(slug, options ? { options } : {});
    return slug;
  };
  const isPrivate = async (path: string, headers: Record<string, string> = {}) => {
    await rig.ask(path, { headers: { "User-Agent": HUMAN, ...headers } });
    return rig.visits.at(-1)?.isPrivate;
  };

  describe("because its visitor says so", () => {
    test.each([
      [{ "Sec-GPC": "1" }, true],
      [{ DNT: "1" }, true],
      [{ "Sec-GPC": "1", DNT: "0" }, true],
      [{ DNT: "0" }, false],
      [{ "Sec-GPC": "0" }, false],
      [{ "Sec-GPC": "true" }, false],
      [{}, false],
    ])("%j", async (headers, expected) => {
      const slug = await newLink();
      expect(await isPrivate(`/${slug}`, headers)).toBe(expected);
      expect(await isPrivate(`/${slug}?qr=1`, headers)).toBe(expected);
      expect(await isPrivate(`/pixel/${slug}.gif`, headers)).toBe(expected);
      expect(await isPrivate("/nothing-there", headers)).toBe(expected);
      expect(rig.visits.map(({ trigger }) => trigger)).toEqual(["", "qr", "open", "orphan"]);
    });
  });

  test("because the link's owner says so", async () => {
    const slug = await newLink({ trackVisitors: false });
    expect(await isPrivate(`/${slug}`)).toBe(true);
    expect(await isPrivate(`/pixel/${slug}.gif`)).toBe(true);
    const other = await newLink({ noindex: false });
    expect(await isPrivate(`/${other}`)).toBe(false);
  });

  test("is led by rules and splits all the same", async () => {
    const rules: LinkSettings["rules"] = [
      {
        name: "mine",
        conditions: [{ type: "language", in: ["de"], not: false }],
        url: "https://de.example/",
      },
    ] as never;
    const slug = await newLink({ trackVisitors: false, rules });
    const response = await rig.ask(`/${slug}`, {
      headers: { "User-Agent": HUMAN, "Accept-Language": "de", "Sec-GPC": "1" },
    });
    expect(response.headers.get("location")).toBe("https://de.example/");
    expect(rig.visits.at(-1)).toMatchObject({ rule: "mine", isPrivate: true });
  });
});

forEachDatabase("a browser that looks ahead", (world) => {
  test.each([
    ["Sec-Purpose", "prefetch"],
    ["Sec-Purpose", "prefetch;prerender"],
    ["Purpose", "prefetch"],
    ["X-Moz", "prefetch"],
    ["X-Purpose", "preview"],
  ])("by %s: %s takes no use of a limited link", async (name, value) => {
    const rig = await openRig(world().database, world().ctx.config.database.kind);
    const slug = `ahead${Math.random().toString(36).slice(2)}`;
    await rig.add(slug, { options: { maxClicks: 1 } });
    const ask = (headers: Record<string, string> = {}) =>
      rig.ask(`/${slug}`, { headers: { "User-Agent": HUMAN, ...headers } });
    expect((await ask({ [name]: value })).status).toBe(503);
    expect((await ask()).status).toBe(302);
    await rig.close();
  });
});
