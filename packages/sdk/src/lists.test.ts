import { expect, test } from "bun:test";
import { Visoli } from "./index.ts";
import type { Fetch } from "./options.ts";

/** A list of 250 tags in pages, and what was asked of it. */
function paged() {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    const { search, searchParams } = new URL(url);
    asked.push(search);
    const [start, limit] = [Number(searchParams.get("cursor") ?? 0), Number(searchParams.get("limit") ?? 50)];
    const end = Math.min(250, start + limit);
    const data = Array.from({ length: end - start }, (_, place) => ({ id: `tag_${start + place}` }));
    return Response.json({ data, nextCursor: end < 250 ? `${end}` : null });
  };
  return { asked, visoli: new Visoli({ fetch }) };
}

test("all follows cursors from the first page to the last", async () => {
  const { asked, visoli } = paged();
  const ids: string[] = [];
  for await (const { id } of visoli.tags.all()) ids.push(id);
  expect(ids).toEqual(Array.from({ length: 250 }, (_, place) => `tag_${place}`));
  expect(asked).toEqual(["?limit=100", "?limit=100&cursor=100", "?limit=100&cursor=200"]);
});

test("all goes no further than it is asked to, and keeps the question", async () => {
  const { asked, visoli } = paged();
  let count = 0;
  for await (const _ of visoli.links.all({ tag: "a", limit: 10, cursor: "20" })) if (++count === 15) break;
  expect(asked).toEqual(["?limit=10&tag=a&cursor=20", "?limit=10&tag=a&cursor=30"]);
});

test("list is one page", async () => {
  const { asked, visoli } = paged();
  const { data, nextCursor } = await visoli.members.invitations.list({ limit: 2 });
  expect([data.length, nextCursor, asked]).toEqual([2, "2", ["?limit=2"]]);
});
