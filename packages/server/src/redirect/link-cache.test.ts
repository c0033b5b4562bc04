import { describe, expect, test } from "bun:test";
import type { FoundLink, Lookup } from "../db/lookup.ts";
import { compileLink, type KnownLink } from "./known-link.ts";
import { createLinkCache as cacheOver } from "./link-cache.ts";

const createLinkCache = (lookup: Lookup, size: number) =>
  cacheOver(lookup, size, (found) => compileLink(found, null));

const link = (slug: string, url = `https://example.com/${slug}`): FoundLink => ({
  ...{ id: `lnk_${slug}`, workspaceId: "ws_1", domain: "", slug, url, title: null, settings: null },
  ...{ startsAt: null, expiresAt: null, disabledAt: null, blockedAt: null },
});

/** A database that answers at once, and counts how often it was asked. */
function atOnce(links: Record<string, FoundLink> = {}) {
  const asked: string[] = [];
  const lookup = (domain: string, slug: string) => {
    asked.push(`${domain}/${slug}`);
    return links[slug] ?? null;
  };
  return { asked, links, lookup };
}

/** A database that answers when told to. */
function later() {
  const waiting: PromiseWithResolvers<FoundLink | null>[] = [];
  const lookup = () => {
    const answer = Promise.withResolvers<FoundLink | null>();
    waiting.push(answer);
    return answer.promise;
  };
  return { waiting, lookup };
}

describe("a database that answers at once", () => {
  test("is asked once for each link, and for each slug that is none", () => {
    const { asked, lookup } = atOnce({ a: link("a") });
    const cache = createLinkCache(lookup, 100);
    for (let count = 0; count < 3; count++) {
      expect(cache.get("go.example", "a")).toMatchObject({ id: "lnk_a", location: "https://example.com/a" });
      expect(cache.get("go.example", "none")).toBeNull();
    }
    expect(asked).toEqual(["go.example/a", "go.example/none"]);
    expect(cache.counts).toEqual({ hits: 2, misses: 2 });
  });

  test("domains are apart", () => {
    const { asked, lookup } = atOnce({ a: link("a") });
    const cache = createLinkCache(lookup, 100);
    cache.get("one.example", "a");
    cache.get("two.example", "a");
    expect(asked).toHaveLength(2);
    cache.forget("one.example", "a");
    cache.get("two.example", "a");
    expect(asked).toHaveLength(2);
  });

  test("what was forgotten is asked for again: changed, deleted, and made after it was missing", () => {
    const { links, lookup } = atOnce({ a: link("a") });
    const cache = createLinkCache(lookup, 100);
    const urlOf = () => (cache.get("d", "a") as FoundLink | null)?.url ?? null;
    expect(urlOf()).toBe("https://example.com/a");
    links.a = link("a", "https://example.org/");
    expect(urlOf()).toBe("https://example.com/a");
    cache.forget("d", "a");
    expect(urlOf()).toBe("https://example.org/");
    delete links.a;
    cache.forget("d", "a");
    expect(urlOf()).toBeNull();
    links.a = link("a");
    cache.forget("d", "a");
    expect(urlOf()).toBe("https://example.com/a");
  });

  test("when a domain changed, all is asked for again", () => {
    const { asked, lookup } = atOnce({ a: link("a") });
    const cache = createLinkCache(lookup, 100);
    const askAll = () => ["a", "none"].map((slug) => (cache.get("d", slug) as KnownLink | null)?.id ?? null);
    expect([askAll(), askAll()]).toEqual([
      ["lnk_a", null],
      ["lnk_a", null],
    ]);
    cache.forgetAll();
    expect(askAll()).toEqual(["lnk_a", null]);
    expect(asked).toEqual(["d/a", "d/none", "d/a", "d/none"]);
  });

  test("a failure is passed on, and asked again", () => {
    let fails = true;
    const cache = createLinkCache(() => {
      if (fails) throw new Error("busy");
      return link("a");
    }, 100);
    expect(() => cache.get("d", "a")).toThrow("busy");
    fails = false;
    expect(cache.get("d", "a")).toMatchObject({ id: "lnk_a" });
  });

  test("a destination that no Location can carry is no link", () => {
    const cache = createLinkCache(() => link("a", "javascript:alert(1)"), 100);
    expect(cache.get("d", "a")).toBeNull();
  });

  test("the address comes in ASCII", () => {
    const cache = createLinkCache(() => link("a", "https://bücher.example/straße?q=ä#ö"), 100);
    expect(cache.get("d", "a")).toMatchObject({
      location: "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4#%C3%B6",
    });
  });
});

describe("memory", () => {
  const askedAgain = (cacheSize: number, slugs: string[], isLink: boolean) => {
    const { asked, lookup } = atOnce(
      isLink ? Object.fromEntries(slugs.map((slug) => [slug, link(slug)])) : {},
    );
    const cache = createLinkCache(lookup, cacheSize);
    for (const slug of slugs) cache.get("d", slug);
    for (const slug of slugs.toReversed()) cache.get("d", slug);
    return asked.length - slugs.length;
  };
  const slugs = Array.from({ length: 1_000 }, (_, index) => `s${index}`);

  test("is bounded, for links and for slugs that are none", () => {
    // The cache keeps two generations, so up to twice its size.
    expect(askedAgain(100, slugs, true)).toBeGreaterThanOrEqual(800);
    expect(askedAgain(100, slugs, false)).toBeGreaterThanOrEqual(800);
    expect(askedAgain(10_000, slugs, true)).toBe(0);
    expect(askedAgain(10_000, slugs, false)).toBe(0);
  });

  test("of real links is not given up for guesses", () => {
    const { asked, lookup } = atOnce({ a: link("a") });
    const cache = createLinkCache(lookup, 4);
    cache.get("d", "a");
    for (const slug of slugs) cache.get("d", slug);
    cache.get("d", "a");
    expect(asked.filter((slug) => slug === "d/a")).toHaveLength(1);
  });
});

describe("a database that answers later", () => {
  test("is asked once by all who ask at the same time", async () => {
    const { waiting, lookup } = later();
    const cache = createLinkCache(lookup, 100);
    const answers = [cache.get("d", "a"), cache.get("d", "a"), cache.get("d", "a")];
    expect(waiting).toHaveLength(1);
    waiting[0]?.resolve(link("a"));
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ id: "lnk_a" });
    expect(cache.get("d", "a")).toMatchObject({ id: "lnk_a" });
    expect(waiting).toHaveLength(1);
  });

  test("and finds nothing: that is remembered, too", async () => {
    const { waiting, lookup } = later();
    const cache = createLinkCache(lookup, 100);
    const answer = cache.get("d", "a");
    waiting[0]?.resolve(null);
    expect(await answer).toBeNull();
    expect(cache.get("d", "a")).toBeNull();
  });

  test.each([
    ["a link", link("a", "https://old.example/")],
    ["nothing", null],
  ])("what it said of a time before the write does not stay: %s", async (_, old) => {
    const { waiting, lookup } = later();
    const cache = createLinkCache(lookup, 100);
    const before = cache.get("d", "a");
    cache.forget("d", "a");
    const after = cache.get("d", "a");
    expect(waiting).toHaveLength(2);
    waiting[1]?.resolve(link("a", "https://new.example/"));
    expect(await after).toMatchObject({ url: "https://new.example/" });
    waiting[0]?.resolve(old);
    await before;
    expect(cache.get("d", "a")).toMatchObject({ url: "https://new.example/" });
  });

  test("nor where a domain changed meanwhile", async () => {
    const { waiting, lookup } = later();
    const cache = createLinkCache(lookup, 100);
    const before = cache.get("d", "a");
    cache.forgetAll();
    waiting[0]?.resolve(link("a"));
    expect(await before).toMatchObject({ id: "lnk_a" });
    cache.get("d", "a");
    expect(waiting).toHaveLength(2);
  });

  test("nor where nobody asked since", async () => {
    const { waiting, lookup } = later();
    const cache = createLinkCache(lookup, 100);
    const before = cache.get("d", "a");
    cache.forget("d", "a");
    waiting[0]?.resolve(link("a", "https://old.example/"));
    await before;
    cache.get("d", "a");
    expect(waiting).toHaveLength(2);
  });

  test("nor where the old answer comes before the new one", async () => {
    const { waiting, lookup } = later();
    const cache = createLinkCache(lookup, 100);
    const before = cache.get("d", "a");
    cache.forget("d", "a");
    const after = cache.get("d", "a");
    waiting[0]?.resolve(link("a", "https://old.example/"));
    await before;
    expect(cache.get("d", "a")).toBe(after);
    waiting[1]?.resolve(link("a", "https://new.example/"));
    expect(await after).toMatchObject({ url: "https://new.example/" });
    expect(cache.get("d", "a")).toMatchObject({ url: "https://new.example/" });
  });

  test("a failure reaches all who wait, is not remembered, and is nobody else's", async () => {
    const { waiting, lookup } = later();
    const cache = createLinkCache(lookup, 100);
    const answers = [cache.get("d", "a"), cache.get("d", "a")];
    waiting[0]?.reject(new Error("away"));
    for (const answer of await Promise.allSettled(answers)) expect(answer.status).toBe("rejected");
    const again = cache.get("d", "a");
    waiting[1]?.resolve(link("a"));
    expect(await again).toMatchObject({ id: "lnk_a" });
  });
});
