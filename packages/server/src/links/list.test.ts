import { expect, test } from "bun:test";
import type { LinkPage } from "@visoli/contract/link";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { makeLink } from "../../../../test/links.ts";
import { deleteLink } from "./delete.ts";
import { listLinks } from "./list.ts";

forEachDatabase("listLinks", (world) => {
  const create = (body: Record<string, unknown> = {}) => makeLink(world(), body);
  const list = (query = {}, actor = world().operator) =>
    listLinks(world().ctx, actor, { limit: 100, sort: "createdAt", ...query });
  const found = async (query: { search?: string; tag?: string }) =>
    (await list(query)).data.map((link) => link.title).sort();

  test("pages hold each link once, newest first, while others are made and deleted in between", async () => {
    const { ctx, operator, clock } = world();
    const made: string[] = [];
    for (let index = 0; index < 250; index++) {
      // Some in one millisecond, some not.
      if (index % 3 === 0) clock.now++;
      made.push((await create()).id);
    }
    const [doomed, kept] = [
      made.filter((_, index) => index % 10 === 0),
      made.filter((_, index) => index % 10 !== 0),
    ];
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: LinkPage = await list({ limit: 20, cursor });
      seen.push(...page.data.map((link) => link.id));
      cursor = page.nextCursor;
      clock.now++;
      await create();
      const next = doomed.pop();
      if (next) await deleteLink(ctx, operator, next);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual([...seen].sort().reverse());
    expect(kept.filter((id) => !seen.includes(id))).toEqual([]);
    expect(seen.filter((id) => !made.includes(id))).toEqual([]);
  });

  test("the last page, full or not, has no cursor", async () => {
    for (let count = 0; count < 4; count++) await create();
    expect((await list({ limit: 4 })).nextCursor).toBeNull();
    const first = await list({ limit: 3 });
    expect(first.nextCursor).toBe(first.data[2]?.id ?? "");
    expect(await list({ limit: 3, cursor: first.nextCursor })).toMatchObject({
      data: [{}],
      nextCursor: null,
    });
    expect(await list({ cursor: "0" })).toEqual({ data: [], nextCursor: null });
  });

  test("search takes %, _ and \\ as they are", async () => {
    for (const title of ["100% off", "100x off", "a_b", "axb", "back\\slash", "backslash", "quo'te"])
      await create({ title });
    expect(await found({ search: "0%" })).toEqual(["100% off"]);
    expect(await found({ search: "a_b" })).toEqual(["a_b"]);
    expect(await found({ search: "\\" })).toEqual(["back\\slash"]);
    expect(await found({ search: "o't" })).toEqual(["quo'te"]);
    expect(await found({ search: "%%" })).toEqual([]);
  });

  test("search looks into slug, URL and title, whatever the case", async () => {
    await create({ title: "1", slug: "Spring-Sale" });
    await create({ title: "2", url: "https://SPRING.example/" });
    await create({ title: "3 spring" });
    await create({ title: "4" });
    for (const search of ["spring", "SPRING", "sPrInG"])
      expect(await found({ search })).toEqual(["1", "2", "3 spring"]);
  });

  test("search finds letters beyond ASCII as they are written", async () => {
    await create({ title: "ÄRGER 1", slug: "Ölçek" });
    await create({ title: "ärger 2" });
    expect(await found({ search: "ÄRGER" })).toContain("ÄRGER 1");
    expect(await found({ search: "ärger" })).toContain("ärger 2");
    expect(await found({ search: "Ölçek" })).toEqual(["ÄRGER 1"]);
    expect(await found({ search: "Är" })).not.toContain("ärger 3");
  });

  test("a tag is matched whole, and shows all tags of its links", async () => {
    await create({ title: "1", tags: ["mail", "spring"] });
    await create({ title: "2", tags: ["mailing"] });
    expect(await found({ tag: "mail" })).toEqual(["1"]);
    expect((await list({ tag: "mail" })).data[0]?.tags).toEqual(["mail", "spring"]);
    expect(await found({ tag: "Mail" })).toEqual([]);
    expect(await found({ tag: "mail", search: "nothing" })).toEqual([]);
  });

  test("another workspace's links, tags and cursors show nothing", async () => {
    const mine = await create({ title: "mine", tags: ["shared"] });
    const { operator } = await world().stranger();
    const theirs = (query = {}) => list(query, operator);
    await makeLink(world(), { title: "theirs", tags: ["shared"] }, operator);
    expect((await theirs({ tag: "shared" })).data.map((link) => link.title)).toEqual(["theirs"]);
    expect((await theirs({ search: "mine" })).data).toEqual([]);
    for (const link of (await theirs({ cursor: `${mine.id}z` })).data) expect(link.title).toBe("theirs");
  });

  test("needs the scope links:read", async () => {
    const { actor } = await world().key("links:write");
    await expect(listLinks(world().ctx, actor, { limit: 1, sort: "createdAt" })).rejects.toMatchObject({
      code: "auth.missing_scope",
    });
  });

  test("by request: 1 to 100 at a time, and no cursor that is no text", async () => {
    const { text: key } = await world().key();
    const status = async (query: string) =>
      (await ask(world(), "GET", `/api/v1/links?${query}`, { key })).status;
    for (const right of ["limit=1", "limit=100", "cursor=x", "search=%F0%9F%98%80", "tag=a"])
      expect(await status(right)).toBe(200);
    const wrong = [
      "limit=0",
      "limit=101",
      "limit=-1",
      "limit=x",
      "limit=1&limit=2",
      "limit=",
      "cursor=%00",
      "search=",
      "tag=",
    ];
    for (const query of [...wrong, `search=${"x".repeat(201)}`, "search=a&search=b"]) {
      expect([query, await status(query)]).toEqual([query, 422]);
    }
  });
});
