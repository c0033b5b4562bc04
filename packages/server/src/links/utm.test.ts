import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { changeLink, makeLink, readLink } from "../../../../test/links.ts";

const NONE = { source: null, medium: null, campaign: null, term: null, content: null };
const BASE = "https://a.example/p?b=2&a=1#top";

forEachDatabase("campaign parameters", (world) => {
  test("are written into the destination behind what stands there, and read from it", async () => {
    const utm = { source: "news letter", campaign: "frühling&co", content: "a=b" };
    const link = await makeLink(world(), { url: BASE, utm });
    expect(link.utm).toEqual({ ...NONE, ...utm });
    const { hash, pathname, searchParams } = new URL(link.url);
    expect([hash, pathname]).toEqual(["#top", "/p"]);
    expect([...searchParams]).toEqual([
      ["b", "2"],
      ["a", "1"],
      ["utm_source", "news letter"],
      ["utm_campaign", "frühling&co"],
      ["utm_content", "a=b"],
    ]);
    expect((await readLink(world(), link.id)).utm).toEqual(link.utm);
  });

  test("that the destination has itself are shown, and changed one by one where they stand", async () => {
    const { id, utm } = await makeLink(world(), {
      url: "https://a.example/?utm_source=x&b=2&utm_term=t&a=1",
    });
    expect(utm).toEqual({ ...NONE, source: "x", term: "t" });
    const changed = await changeLink(world(), id, { utm: { source: "y", term: null, medium: "mail" } });
    expect(changed.url).toBe("https://a.example/?utm_source=y&b=2&a=1&utm_medium=mail");
    expect(changed.utm).toEqual({ ...NONE, source: "y", medium: "mail" });
    const cleared = await changeLink(world(), id, { utm: null });
    expect([cleared.url, cleared.utm]).toEqual(["https://a.example/?b=2&a=1", null]);
  });

  test("go onto the new destination where both change, and off with the old one", async () => {
    const { id } = await makeLink(world(), { url: BASE, utm: { source: "old" } });
    const both = await changeLink(world(), id, { url: "https://b.example/?x=1", utm: { source: "new" } });
    expect(both.url).toBe("https://b.example/?x=1&utm_source=new");
    expect((await changeLink(world(), id, { url: "https://c.example/" })).utm).toBeNull();
  });

  test("count for finding the link to the same destination again", async () => {
    const first = await makeLink(world(), { url: BASE, utm: { source: "x" } });
    const again = { ifExists: "return" };
    expect((await makeLink(world(), { url: BASE, utm: { source: "x" }, ...again })).id).toBe(first.id);
    expect((await makeLink(world(), { url: first.url, ...again })).id).toBe(first.id);
    expect((await makeLink(world(), { url: BASE, ...again })).id).not.toBe(first.id);
  });

  test("a destination without campaign parameters is not touched by taking them out", async () => {
    const url = "HTTPS://A.example/a b?q=a%20b&flag&~=!'()*#f";
    const { id } = await makeLink(world(), { url });
    expect((await changeLink(world(), id, { utm: null })).url).toBe(url);
    expect((await changeLink(world(), id, { utm: {} })).url).toBe(url);
  });
});
