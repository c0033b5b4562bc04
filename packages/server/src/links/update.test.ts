import { expect, test } from "bun:test";
import { LinkUpdateSchema } from "@visoli/contract/link";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { makeLink } from "../../../../test/links.ts";
import { getLink } from "./get.ts";
import { updateLink } from "./update.ts";

const url = "https://example.com/";
const FULL = { url, externalId: "e", expiresAt: "2028-01-01T00:00:00.000Z", title: "T", tags: ["a", "b"] };

forEachDatabase("updateLink", (world) => {
  const create = (body: Record<string, unknown> = {}) => makeLink(world(), body);
  const update = (id: string, input: Record<string, unknown>, ifMatch?: string) =>
    updateLink(world().ctx, world().operator, id, LinkUpdateSchema.parse(input), ifMatch);
  const read = async (id: string) => (await getLink(world().ctx, world().operator, id)).link;

  test("changes what is named and nothing else", async () => {
    const link = await create(FULL);
    world().clock.now += 5_000;
    const updatedAt = new Date(world().clock.now).toISOString();
    const changes = {
      url: "https://example.org/",
      slug: "renamed",
      externalId: "f",
      title: "U",
      tags: ["c"],
    };
    let expected = { ...link, updatedAt };
    for (const [field, value] of Object.entries({ ...changes, expiresAt: "2029-01-01T00:00:00.000Z" })) {
      expected = { ...expected, [field]: value };
      if (field === "slug")
        expected = { ...expected, shortUrl: "http://localhost:3000/renamed", aliases: [link.slug] };
      expect((await update(link.id, { [field]: value })).link).toEqual(expected);
      expect(await read(link.id)).toEqual(expected);
    }
  });

  test("null clears, an empty list of tags too; an empty change counts the version up", async () => {
    const { id } = await create(FULL);
    await update(id, { externalId: null, expiresAt: null, title: null, tags: [] });
    expect(await read(id)).toMatchObject({ externalId: null, expiresAt: null, title: null, tags: [], url });
    expect((await update(id, {})).version).toBe(3);
  });

  test("a slug it already has, or an externalId, may be written again", async () => {
    const link = await create({ slug: "own-slug", externalId: "own" });
    expect((await update(link.id, { slug: "own-slug", externalId: "own" })).version).toBe(2);
  });

  test("makes the redirect forget the old slug and the new one", async () => {
    const { id } = await create({ slug: "old-name" });
    world().forgotten.length = 0;
    await update(id, { slug: "new-name" });
    expect(new Set(world().forgotten)).toEqual(new Set(["/new-name", "/old-name"]));
    world().forgotten.length = 0;
    await update(id, { url: "https://example.net/" });
    expect(new Set(world().forgotten)).toEqual(new Set(["/new-name", "/old-name"]));
  });

  test("the slug it had stays an alias: it leads on, and both are taken", async () => {
    const { id } = await create({ slug: "moved-from" });
    expect(await update(id, { slug: "moved-to" })).toMatchObject({ link: { aliases: ["moved-from"] } });
    for (const slug of ["moved-from", "moved-to"]) {
      await expect(create({ slug })).rejects.toMatchObject({ code: "link.slug_taken" });
      expect(await world().database.lookup("", slug)).toMatchObject({ id, slug });
      expect(await read(`localhost:3000/${slug}`)).toMatchObject({ id, slug: "moved-to" });
    }
  });

  test("refuses what another link has, reserved slugs and loops, and changes nothing", async () => {
    await create({ slug: "others-slug", externalId: "others" });
    const { id } = await create({ title: "before" });
    const { text: key } = await world().key();
    const before = [await countRows(world()), await read(id)];
    for (const [body, status, code] of [
      [{ slug: "others-slug" }, 409, "link.slug_taken"],
      [{ externalId: "others" }, 409, "link.external_id_taken"],
      [{ title: "x", tags: ["new"], slug: "others-slug" }, 409, "link.slug_taken"],
      [{ slug: "Admin" }, 422, "request.invalid"],
      [{ url: "http://localhost:3000/x" }, 422, "request.invalid"],
      [{ url: null }, 422, "request.invalid"],
      [{ id: "lnk_x" }, 422, "request.invalid"],
    ] as const) {
      const response = await ask(world(), "PATCH", `/api/v1/links/${id}`, { key, body });
      expect([body, response.status, await response.json()]).toEqual([
        body,
        status,
        expect.objectContaining({ code }),
      ]);
    }
    expect([await countRows(world()), await read(id)]).toEqual(before);
    expect(world().forgotten.filter((each) => each.includes("others"))).toHaveLength(1);
  });

  test("with If-Match it writes only over the version that was read", async () => {
    const { id } = await create();
    expect((await update(id, { title: "2" }, '"1"')).version).toBe(2);
    await expect(update(id, { title: "3" }, '"1"')).rejects.toMatchObject({ code: "link.version_mismatch" });
    expect((await update(id, { title: "3" }, '"1", "2"')).version).toBe(3);
    expect((await update(id, { title: "4" }, "*")).version).toBe(4);
    expect((await read(id)).title).toBe("4");
  });

  test("of many at once with the same If-Match one writes, the others are refused", async () => {
    const { id } = await create();
    const all = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) => update(id, { title: `${index}` }, '"1"')),
    );
    expect(all.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of all)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "link.version_mismatch" });
  });

  test("many at once without If-Match all write, and the version counts each", async () => {
    const { id } = await create();
    const all = await Promise.all(
      Array.from({ length: 25 }, (_, index) => update(id, { title: `${index}`, tags: [`t${index}`, "all"] })),
    );
    expect(all.map((each) => each.version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 2),
    );
    const last = all.find((each) => each.version === 26)?.link;
    expect(await read(id)).toEqual(last ?? (await create()));
  });

  test("finds the link by id, externalId and domain with slug", async () => {
    const { id } = await create({ slug: "by-any-name", externalId: "any/name?#%" });
    for (const reference of [id, "ext_any/name?#%", "LOCALHOST:3000/by-any-name"]) {
      expect((await update(reference, { title: reference })).link).toMatchObject({ id, title: reference });
    }
  });

  test("another workspace's link is not there", async () => {
    const { id } = await create({ slug: "not-yours", externalId: "not-yours" });
    const { operator } = await world().stranger();
    for (const reference of [id, "ext_not-yours", "localhost:3000/not-yours"]) {
      const writing = updateLink(world().ctx, operator, reference, { title: "mine" });
      await expect(writing).rejects.toMatchObject({ code: "link.not_found" });
    }
    expect((await read(id)).title).toBeNull();
  });

  test("needs the scope links:write; writes an audit entry and an event with what changed", async () => {
    const { ctx } = world();
    const { id } = await create();
    const reader = await world().key("links:read");
    await expect(updateLink(ctx, reader.actor, id, {})).rejects.toMatchObject({ code: "auth.missing_scope" });
    const writer = await world().key("links:write");
    await updateLink(ctx, writer.actor, id, { title: "audited" });
    const entry = await ctx.db
      .selectFrom("audit_log")
      .selectAll()
      .where("subject", "=", id)
      .where("action", "=", "link.update")
      .execute();
    expect(entry).toMatchObject([{ actor: writer.id, changes: '{"title":{"from":null,"to":"audited"}}' }]);
    const events = await ctx.db
      .selectFrom("outbox")
      .select("data")
      .where("type", "=", "link.updated")
      .execute();
    expect(events.map((event) => JSON.parse(event.data))).toContainEqual({
      id,
      changes: { title: "audited" },
    });
  });
});
