import { expect, test } from "bun:test";
import type { Link } from "@visoli/contract/link";
import { LINK_ORDERS } from "@visoli/contract/link-list";
import fc from "fast-check";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { askJson, changeLink, makeLink } from "../../../../test/links.ts";
import { deleteLink } from "./delete.ts";

type Sort = (typeof LINK_ORDERS)[number];
type Order = "asc" | "desc";

/** What the plain reference sorts by: text as bytes, instants as numbers. */
function sortKey(link: Link, sort: Sort): Buffer {
  const number = (value: number) => Buffer.from(`${value}`.padStart(20, "0"));
  switch (sort) {
    case "createdAt":
      return Buffer.from(link.id);
    case "updatedAt":
      return number(Date.parse(link.updatedAt));
    case "expiresAt":
      return number(Date.parse(link.expiresAt ?? ""));
    case "slug":
      return Buffer.from(link.slug);
  }
}

function compare(sort: Sort, order: Order) {
  const sign = order === "asc" ? 1 : -1;
  return (a: Link, b: Link) =>
    sign *
    (Buffer.compare(sortKey(a, sort), sortKey(b, sort)) ||
      Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
}

/** The reference: every link that has the sort's value, in order. */
function sorted(links: Iterable<Link>, sort: Sort, order: Order): string[] {
  const all = [...links].filter((link) => sort !== "expiresAt" || link.expiresAt !== null);
  return all.sort(compare(sort, order)).map((link) => link.id);
}

const slugs = [
  "a",
  "B",
  "b",
  "_",
  "-",
  "Z",
  "z",
  "é",
  "東",
  "\uff5a",
  "\u{1d49c}",
  "a/b",
  "A",
  "0",
  "ab",
  "a-",
];

forEachDatabase("the order of a list", (world) => {
  let at: World;
  let key: string;
  let made = 0;
  /** Starts anew, in a workspace without links. */
  async function open(tenant: Partial<World> = {}): Promise<void> {
    at = { ...world(), ...tenant };
    key = (await at.key()).text;
  }
  const page = (query: string) => askJson(at, key, "GET", `/links?${query}`);
  /** A link with times and a slug that others share, so that ties are many. */
  async function make(chance: number): Promise<Link> {
    at.clock.now += chance % 3 === 0 ? 1 : 0;
    const days = chance % 5;
    const expiresAt = days === 0 ? null : new Date(Date.UTC(2027, 5, days)).toISOString();
    const slug = `${slugs[chance % slugs.length]}${made++}`;
    return makeLink(at, { slug, expiresAt });
  }
  async function walk(sort: Sort, order: Order, limit: number, between = async () => {}): Promise<Link[]> {
    const seen: Link[] = [];
    for (let cursor = ""; ; ) {
      const { status, body } = await page(`sort=${sort}&order=${order}&limit=${limit}${cursor}`);
      expect(status).toBe(200);
      seen.push(...body.data);
      if (body.nextCursor === null) return seen;
      expect(body.data).toHaveLength(limit);
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
      await between();
    }
  }

  test("is the one that was asked for, whatever the size of a page, ties by age", async () => {
    await open();
    const links: Link[] = [];
    for (let count = 0; count < 40; count++) links.push(await make(count * 7));
    for (const chance of [3, 8, 21]) {
      at.clock.now += 5;
      const link = links[chance] as Link;
      links[chance] = await changeLink(at, link.id, { title: "x" });
    }
    for (const sort of LINK_ORDERS)
      for (const order of ["asc", "desc"] as const)
        for (const limit of [1, 7, 40, 100]) {
          const seen = (await walk(sort, order, limit)).map((link) => link.id);
          expect([sort, order, limit, seen]).toEqual([sort, order, limit, sorted(links, sort, order)]);
        }
  });

  test("without order: the newest, last changed and last to expire first, slugs from A; createdAt without sort", async () => {
    await open();
    for (let count = 0; count < 12; count++) await make(count);
    for (const sort of LINK_ORDERS) {
      const order = sort === "slug" ? "asc" : "desc";
      expect((await page(`sort=${sort}`)).body.data).toEqual(
        (await page(`sort=${sort}&order=${order}`)).body.data,
      );
    }
    expect((await page("")).body.data).toEqual((await page("sort=createdAt&order=desc")).body.data);
  });

  test("stays right while links come and go between the pages: each that was there all along is seen once", async () => {
    const run = fc.record({
      sort: fc.constantFrom(...LINK_ORDERS),
      order: fc.constantFrom("asc" as const, "desc" as const),
      limit: fc.integer({ min: 1, max: 6 }),
      chances: fc.array(fc.nat(1_000), { minLength: 8, maxLength: 16 }),
      steps: fc.array(fc.tuple(fc.boolean(), fc.nat(1_000)), { maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(run, async ({ sort, order, limit, chances, steps }) => {
        await open(await world().stranger());
        const kept = new Map<string, Link>();
        for (const chance of chances) {
          const link = await make(chance);
          kept.set(link.id, link);
        }
        const every = new Map(kept);
        const seen = await walk(sort, order, limit, async () => {
          const [isNew, chance] = steps.pop() ?? [false, -1];
          if (chance < 0) return;
          if (isNew) {
            const link = await make(chance);
            every.set(link.id, link);
          } else {
            const id = [...kept.keys()][chance % kept.size];
            if (id === undefined) return;
            await deleteLink(at.ctx, at.operator, id);
            kept.delete(id);
          }
        });
        const ids = seen.map((link) => link.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(sorted(seen, sort, order));
        expect(sorted(kept.values(), sort, order).filter((id) => !ids.includes(id))).toEqual([]);
        expect(ids.filter((id) => !every.has(id))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test("a cursor that is broken, or of a list in another order, is refused or shows nothing twice", async () => {
    await open();
    for (let count = 0; count < 6; count++) await make(count + 1);
    const pack = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const broken = [
      ...["x", "....", "lnk_x", pack(null), pack(5), pack([]), pack({}), pack([1]), pack([1, 2])],
      ...[pack([null, "lnk_x"]), pack([{}, "lnk_x"]), pack([[], "lnk_x"]), pack([true, "lnk_x"])],
    ];
    const number = [
      ...[pack(["a", "lnk_x"]), pack([1.5, "lnk_x"]), pack([1e300, "lnk_x"]), pack([2 ** 60, "lnk_x"])],
      ...[Buffer.from('[1e999,"lnk_x"]').toString("base64url"), pack([1, "a\0b"]), pack([1, "\ud800"])],
    ];
    const text = [pack([1, "lnk_x"]), pack(["a\0b", "lnk_x"]), pack(["a", "\0"]), pack(["\udc00", "lnk_x"])];
    for (const [sort, cursors] of [
      ["updatedAt", [...broken, ...number]],
      ["expiresAt", [...broken, ...number]],
      ["slug", [...broken, ...text]],
    ] as const) {
      for (const cursor of cursors) {
        const { status, body } = await page(`sort=${sort}&cursor=${cursor}`);
        const decoded = Buffer.from(cursor, "base64url").toString();
        expect([sort, decoded, status, body.errors?.[0].path]).toEqual([sort, decoded, 422, "cursor"]);
      }
    }
    for (const other of LINK_ORDERS) {
      const { nextCursor } = (await page(`sort=${other}&limit=2`)).body;
      for (const sort of LINK_ORDERS) {
        const { status } = await page(`sort=${sort}&cursor=${encodeURIComponent(nextCursor)}`);
        expect(status).toBeOneOf([200, 422]);
      }
    }
    expect((await page("sort=clicks")).status).toBe(422);
    expect((await page("order=up")).status).toBe(422);
  });

  test("another workspace's cursor shows only one's own links", async () => {
    await open();
    for (let count = 0; count < 4; count++) await make(count + 1);
    const cursors = await Promise.all(
      LINK_ORDERS.map(async (sort) => [sort, (await page(`sort=${sort}&limit=1`)).body.nextCursor] as const),
    );
    const theirs = { ...world(), ...(await world().stranger()) };
    const { id } = await makeLink(theirs, { slug: `theirs${made++}`, expiresAt: "2027-02-01T00:00:00Z" });
    const { text } = await theirs.key();
    for (const [sort, cursor] of cursors) {
      const { body } = await askJson(
        theirs,
        text,
        "GET",
        `/links?sort=${sort}&cursor=${encodeURIComponent(cursor)}`,
      );
      for (const link of body.data) expect(link.id).toBe(id);
    }
  });
});
