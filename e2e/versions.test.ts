import { afterAll, beforeAll, expect, test } from "bun:test";
import type { HistoryPage } from "@visoli/contract/history";
import type { Link } from "@visoli/contract/link";
import { type Client, click, createClient, type Page, type Problem } from "./client.ts";
import { endAll, type Server, startServer } from "./server.ts";

const FIRST = "https://example.com/first";
const SECOND = "https://example.com/second";
const THIRD = "https://example.com/third";

let server: Server;
let client: Client;
beforeAll(async () => {
  server = await startServer();
  client = createClient(server.url, server.apiKey);
});
afterAll(endAll);

async function ask(
  status: number,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Link> {
  const answer = await client.ask<Link>(method, `/api/v1/links${path}`, body, headers);
  expect([method, path, answer.status]).toEqual([method, path, status]);
  return answer.body;
}

/** Where a slug leads, or the status where it leads nowhere. */
async function placeOf(slug: string): Promise<string | number> {
  const response = await click(`${server.url}/${slug}`);
  return response.headers.get("location") ?? response.status;
}

const etagOf = async (id: string) => (await client.get(`/api/v1/links/${id}`)).headers.get("etag") ?? "";
const historyOf = async (id: string) =>
  (await client.get<HistoryPage>(`/api/v1/links/${id}/history?limit=100`)).body.data;

test("a link's whole life: made, changed, renamed, rolled back, deleted, restored; no click and no slug is lost", async () => {
  const made = await ask(201, "POST", "", {
    url: FIRST,
    slug: "life",
    aliases: ["vida"],
    title: "First",
    tags: ["spring"],
    metadata: { invoice: "4711" },
    externalId: "user-42",
    rules: [{ conditions: [{ type: "query", name: "x" }], url: `${FIRST}/x` }],
  });
  const { id } = made;
  expect([await placeOf("life"), await placeOf("vida"), await placeOf("life?x")]).toEqual([
    FIRST,
    FIRST,
    `${FIRST}/x`,
  ]);

  await ask(200, "PATCH", `/${id}`, {
    url: SECOND,
    title: null,
    tags: ["summer"],
    metadata: { invoice: "4712" },
    rules: null,
  });
  expect([await placeOf("life"), await placeOf("vida"), await placeOf("life?x")]).toEqual([
    SECOND,
    SECOND,
    SECOND,
  ]);

  // A slug that was handed out goes on leading.
  const renamed = await ask(200, "PATCH", "/ext_user-42", {
    slug: "leben",
    expiresAt: "2999-01-01T00:00:00Z",
  });
  expect([renamed.slug, renamed.aliases.sort()]).toEqual(["leben", ["life", "vida"]]);
  expect([await placeOf("leben"), await placeOf("life"), await placeOf("vida")]).toEqual([
    SECOND,
    SECOND,
    SECOND,
  ]);

  await ask(200, "PATCH", `/${id}`, { url: THIRD, aliases: ["life"], password: "password" });
  expect([await placeOf("leben"), await placeOf("life"), await placeOf("vida")]).toEqual([401, 401, 404]);

  const history = await historyOf(id);
  expect(history.map(({ version, changes }) => [version, Object.keys(changes).sort()])).toEqual([
    [4, ["aliases", "hasPassword", "password", "url"]],
    [3, ["aliases", "expiresAt", "slug"]],
    [2, ["metadata", "rules", "tags", "title", "url"]],
  ]);
  expect(history[1]?.changes.slug).toEqual(["life", "leben"]);
  expect(history.every(({ actor }) => actor === made.createdBy)).toBe(true);
  expect(JSON.stringify(history)).not.toContain('"password":"password"');

  const back = await ask(200, "POST", `/${id}/rollback`, { version: 1 });
  expect(back).toMatchObject({
    ...{
      url: FIRST,
      title: "First",
      tags: ["spring"],
      metadata: { invoice: "4711" },
      expiresAt: null,
      rules: made.rules,
    },
    ...{ slug: "leben", aliases: ["life"], externalId: "user-42", hasPassword: true },
  });
  await ask(200, "PATCH", `/${id}`, { password: null });
  expect([await placeOf("leben"), await placeOf("life?x"), await placeOf("vida")]).toEqual([
    FIRST,
    `${FIRST}/x`,
    404,
  ]);
  await ask(200, "POST", `/${id}/rollback`, { version: 4 });
  expect([await placeOf("leben"), await placeOf("life?x")]).toEqual([THIRD, THIRD]);
  expect((await historyOf(id)).map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2]);

  await ask(204, "DELETE", `/${id}`);
  expect([await placeOf("leben"), await placeOf("life"), await placeOf("vida")]).toEqual([404, 404, 404]);
  await ask(404, "GET", `/${id}`);
  await ask(404, "PATCH", `/${id}`, { title: "x" });
  for (const slug of ["leben", "life"]) await ask(409, "POST", "", { url: FIRST, slug });
  const trash = await client.all<Link>("/api/v1/links", 100);
  expect(trash.map((link) => link.id)).not.toContain(id);
  const trashed = await client.get<Page<Link>>("/api/v1/links?status=trashed");
  expect(trashed.body.data).toMatchObject([
    { id, status: "trashed", slug: "leben", aliases: ["life"], tags: ["summer"] },
  ]);
  // 3 + 3 + 3 + 2 + 2 led on, by three slugs; what was asked for a password was not.
  expect((await client.statsOf(13, { link: id })).totals.clicks).toBe(13);

  const restored = await ask(200, "POST", `/${id}/restore`);
  expect(restored).toMatchObject({
    id,
    url: THIRD,
    slug: "leben",
    aliases: ["life"],
    externalId: "user-42",
    deletedAt: null,
    status: "active",
  });
  expect([await placeOf("leben"), await placeOf("life"), await placeOf("vida")]).toEqual([THIRD, THIRD, 404]);
  const { groups = [] } = await client.statsOf(15, { link: id, groupBy: "slug" });
  expect(Object.fromEntries(groups.map(({ slug, clicks }) => [slug, clicks]))).toEqual({
    life: 8,
    leben: 4,
    vida: 3,
  });
  const deletions = (await historyOf(id)).filter(({ changes }) => "deleted" in changes);
  expect(deletions.map(({ changes }) => changes.deleted)).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(server.stderr()).not.toContain('"level":50');
});

test("a change that is based on an old version is refused, and changes nothing", async () => {
  const { id } = await ask(201, "POST", "", { url: FIRST });
  const old = { "If-Match": await etagOf(id) };
  await ask(200, "PATCH", `/${id}`, { url: SECOND }, old);
  await ask(412, "PATCH", `/${id}`, { url: THIRD }, old);
  await ask(412, "POST", `/${id}/rollback`, { version: 1 }, old);
  await ask(412, "DELETE", `/${id}`, undefined, old);
  const missing = await client.post<Problem>(`/api/v1/links/${id}/rollback`, { version: 2 });
  expect([missing.status, missing.body.code]).toEqual([404, "link.version_not_found"]);
  expect((await ask(200, "GET", `/${id}`)).url).toBe(SECOND);
  await ask(204, "DELETE", `/${id}`, undefined, { "If-Match": await etagOf(id) });
});

test("the trash: what took the externalId meanwhile keeps it, what is not in it cannot be restored", async () => {
  const { id } = await ask(201, "POST", "", { url: FIRST, externalId: "twice" });
  await ask(404, "POST", `/${id}/restore`);
  await ask(204, "DELETE", `/${id}`);
  await ask(404, "DELETE", `/${id}`);
  const other = await ask(201, "PUT", "/external/twice", { url: SECOND });
  await ask(409, "POST", `/${id}/restore`);
  await ask(204, "DELETE", `/${other.id}`);
  const key = { "Idempotency-Key": "restore-it" };
  for (let count = 0; count < 2; count++)
    expect((await ask(200, "POST", `/${id}/restore`, undefined, key)).url).toBe(FIRST);
  expect((await ask(200, "GET", "/ext_twice")).id).toBe(id);
});
