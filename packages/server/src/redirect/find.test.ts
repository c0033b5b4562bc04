import { afterEach, beforeEach, expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { openRig, type Rig } from "../../../../test/redirect.ts";
import { findByPrefix, findExact } from "./find.ts";

forEachDatabase("a link's address", (world) => {
  let rig: Rig;
  let turn = 0;
  let top: string;
  const locationOf = async (path: string, host?: string) => {
    const response = await rig.ask(path, host === undefined ? {} : { host });
    return response.headers.get("location") ?? response.status;
  };
  const forwarding = (url: string) => ({ url, options: { forwardPath: true } });

  beforeEach(async () => {
    rig = await openRig(world().database, world().ctx.config.database.kind);
    top = `top${turn++}`;
  });
  afterEach(async () => {
    expect(rig.failures).toEqual([]);
    await rig.close();
  });

  test("may hold slashes, and end in one", async () => {
    await rig.add(`${top}/spring/sale`, { url: "https://example.com/spring" });
    for (const path of [`/${top}/spring/sale`, `/${top}/spring/sale/`, `/${top}%2Fspring/sale`])
      expect(await locationOf(path)).toBe("https://example.com/spring");
    for (const path of [`/${top}`, `/${top}/spring`, `/${top}//spring/sale`, `/${top}/spring/sale/more`])
      expect(await locationOf(path)).toBe(404);
  });

  test("may be an alias", async () => {
    await rig.add(top, { url: "https://example.com/one", aliases: [`${top}-two`] });
    expect(await locationOf(`/${top}-two`)).toBe("https://example.com/one");
    expect(rig.visits[0]?.link.slug).toBe(`${top}-two`);
  });

  test("goes on behind the slug of a link that forwards it: the longest one", async () => {
    await rig.add(top, forwarding("https://example.com/docs"));
    await rig.add(`${top}/en`, forwarding("https://example.com/english/"));
    await rig.add(`${top}/en/exact`, { url: "https://example.com/exact" });
    expect(await locationOf(`/${top}`)).toBe("https://example.com/docs");
    expect(await locationOf(`/${top}/`)).toBe("https://example.com/docs");
    expect(await locationOf(`/${top}/a/b.html`)).toBe("https://example.com/docs/a/b.html");
    expect(await locationOf(`/${top}/a%20b/`)).toBe("https://example.com/docs/a%20b/");
    expect(await locationOf(`/${top}/en/a`)).toBe("https://example.com/english/a");
    expect(await locationOf(`/${top}/en/exact`)).toBe("https://example.com/exact");
    expect(await locationOf(`/${top}/en/exact/more`)).toBe("https://example.com/english/exact/more");
    expect(await locationOf(`/${top}/${"deep/".repeat(20)}end`)).toBe(
      `https://example.com/docs/${"deep/".repeat(20)}end`,
    );
    expect(rig.visits.every(({ trigger }) => trigger === "")).toBe(true);
  });

  test("leads nowhere else, whatever stands behind the slug", async () => {
    await rig.add(top, forwarding("https://example.com/docs/"));
    for (const rest of [
      "..%2f..",
      "%2e%2e",
      "..;/x",
      "%5c..",
      "//evil.example",
      "a//b",
      "%0d%0aLocation:x",
      "%zz",
    ]) {
      const location = await locationOf(`/${top}/${rest}`);
      // 200 is the front page: some clients take the dots away themselves.
      if (typeof location === "string") expect(location).toStartWith("https://example.com/docs/");
      else expect([200, 404]).toContain(location);
    }
  });

  test("shows where it would lead with a + behind all of it", async () => {
    await rig.add(top, forwarding("https://example.com/docs"));
    const html = await (await rig.ask(`/${top}/a+`)).text();
    expect(html).toContain('href="https://example.com/docs/a"');
  });

  test("is apart on each domain, and without capitals where the domain knows none", async () => {
    const [one, other] = [`${top}-one.example`, `${top}-two.example`];
    const [domain, lower] = [await rig.addDomain(one), await rig.addDomain(other, {}, false)];
    await rig.add("sale", { domain, url: "https://example.com/one" });
    await rig.add("sale", { domain: lower, url: "https://example.com/two" });
    expect(await locationOf("/sale", one)).toBe("https://example.com/one");
    expect(await locationOf("/sale", `${one}:8443`)).toBe("https://example.com/one");
    expect(await locationOf("/sale", one.toUpperCase())).toBe("https://example.com/one");
    expect(await locationOf("/SALE", one)).toBe(404);
    expect(await locationOf("/SALE", other)).toBe("https://example.com/two");
    expect(await locationOf("/sale")).toBe(404);
    expect(await locationOf("/sale", "unknown.example")).toBe(404);
  });
});

test("a path costs six look-ups at most", () => {
  const asked: string[] = [];
  const links = {
    get(_: string, slug: string) {
      asked.push(slug);
      return null;
    },
  };
  const domain = { id: "", workspaceId: null, host: "go.example", isCaseSensitive: true, settings: {} };
  for (const path of [`/${"a/".repeat(1_000)}b`, "/a/b.html", "/a"]) {
    asked.length = 0;
    findExact(links, domain, path);
    findByPrefix(links, domain, path);
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(asked.length).toBeGreaterThan(0);
  }
});
