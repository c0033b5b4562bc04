import { expect, test } from "bun:test";
import { RESERVED_SLUGS, SLUG_ALPHABET } from "@visoli/contract/slug";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { makeLink } from "../../../../test/links.ts";
import { createLink } from "./create.ts";
import { deleteLink } from "./delete.ts";
import { getLink } from "./get.ts";

const url = "https://example.com/";

forEachDatabase("createLink", (world) => {
  /** Makes a link as a request with this body would. */
  const create = (body: Record<string, unknown> = {}, actor = world().operator) =>
    makeLink(world(), body, actor);

  async function expectRefusal(body: Record<string, unknown>, status: number, code: string) {
    const { text: key } = await world().key();
    const before = await countRows(world());
    const response = await ask(world(), "POST", "/api/v1/links", { key, body: { url, ...body } });
    expect([body, response.status]).toEqual([body, status]);
    expect(await response.json()).toMatchObject({ code });
    expect(await countRows(world())).toEqual(before);
  }

  test("gives a link without a slug a random one of 7 characters", async () => {
    const link = await create();
    expect(link.slug).toMatch(new RegExp(`^[${SLUG_ALPHABET}]{7}$`));
    expect(link.shortUrl).toBe(`http://localhost:3000/${link.slug}`);
    expect((await create()).slug).not.toBe(link.slug);
  });

  test("keeps everything it was given, and shows it again", async () => {
    const body = { slug: "keep-All", externalId: "e-1", title: "T", tags: ["b", "a", "b"] };
    const link = await create({ ...body, expiresAt: "2028-01-01T00:00:00+05:30" });
    const at = new Date(world().clock.now).toISOString();
    expect(link).toMatchObject({ ...body, url, tags: ["a", "b"], clicks: 0, createdAt: at, updatedAt: at });
    expect(link.expiresAt).toBe("2027-12-31T18:30:00.000Z");
    expect((await getLink(world().ctx, world().operator, link.id)).link).toEqual(link);
  });

  test("shows tags in one order, whether it has just made them or reads them", async () => {
    const link = await create({ tags: ["\uff5e", "😀", "a", "Z", "é"] });
    expect((await getLink(world().ctx, world().operator, link.id)).link.tags).toEqual(link.tags);
  });

  test("keeps a destination character by character", async () => {
    for (const destination of ["HTTPS://Bücher.example", "https://u:p@[2001:db8::1]:8443/%7e?q=ü#ä"]) {
      expect((await create({ url: destination })).url).toBe(destination);
    }
  });

  test("writes an audit entry and an event, and nothing when it fails", async () => {
    const { ctx, operator } = world();
    const link = await create({ slug: "audited", externalId: "audited" });
    const entries = () =>
      ctx.db.selectFrom("audit_log").selectAll().where("workspace_id", "=", operator.workspaceId).execute();
    const events = () =>
      ctx.db.selectFrom("outbox").selectAll().where("workspace_id", "=", operator.workspaceId).execute();
    expect(await entries()).toMatchObject([{ actor: "operator", action: "link.create", subject: link.id }]);
    expect(await events()).toMatchObject([{ type: "link.created" }]);
    await expect(create({ slug: "audited" })).rejects.toMatchObject({ code: "link.slug_taken" });
    expect([await entries(), await events()].map((rows) => rows.length)).toEqual([1, 1]);
  });

  test("makes the redirect forget the slug, once it is made and not before", async () => {
    await expect(create({ slug: "forget-me", url: "http://localhost:3000/x" })).rejects.toThrow();
    expect(world().forgotten).toEqual([]);
    await create({ slug: "forget-me" });
    expect(world().forgotten).toEqual(["/forget-me"]);
  });

  test("refuses a slug that is taken: by a link, by a deleted one, by another workspace's", async () => {
    const { ctx, operator } = world();
    await create({ slug: "taken" });
    await expectRefusal({ slug: "taken" }, 409, "link.slug_taken");
    const deleted = await create({ slug: "taken-too" });
    await deleteLink(ctx, operator, deleted.id);
    await expectRefusal({ slug: "taken-too" }, 409, "link.slug_taken");
    await create({ slug: "taken-there" }, (await world().stranger()).operator);
    await expectRefusal({ slug: "taken-there" }, 409, "link.slug_taken");
  });

  test("takes slugs that differ in case for different ones, and in Unicode form for the same", async () => {
    await create({ slug: "Grüße" });
    await create({ slug: "grüße" });
    await expectRefusal({ slug: "Gru\u0308ße" }, 409, "link.slug_taken");
  });

  test("refuses reserved slugs in any case", async () => {
    const words = [...RESERVED_SLUGS].filter((word) => /^[a-z]/.test(word)).slice(0, 12);
    for (const slug of words.flatMap((word) => [word, word.toUpperCase()])) {
      await expectRefusal({ slug }, 422, "request.invalid");
    }
  });

  test("refuses an externalId that is taken, until its link is deleted; another workspace's is free", async () => {
    const { ctx, operator } = world();
    const link = await create({ externalId: "user-42" });
    await expectRefusal({ externalId: "user-42" }, 409, "link.external_id_taken");
    await create({ externalId: "user-42" }, (await world().stranger()).operator);
    await deleteLink(ctx, operator, link.id);
    await create({ externalId: "user-42" });
  });

  test("refuses a link back to its own domain, however it is written", async () => {
    const loops = [
      "http://localhost:3000/a",
      "HTTP://LOCALHOST:3000",
      "https://localhost:3000/",
      "http://u:p@localhost:3000/",
    ];
    for (const loop of [
      ...loops,
      "http://localhost.:3000/",
      "http://%6cocalhost:3000/",
      "http://ｌocalhost:3000/",
    ]) {
      await expectRefusal({ url: loop }, 422, "request.invalid");
    }
    await create({ url: "http://localhost:3001/" });
    await create({ url: "http://example.com/?to=http://localhost:3000/" });
  });

  test("refuses destinations that are not the web's", async () => {
    const wrong = [
      "javascript:alert(1)",
      "data:text/html,x",
      "ftp://a.b/",
      "//x.y",
      "https:example.com",
      "x".repeat(8_193),
    ];
    for (const destination of [
      ...wrong,
      "https://a.b/\0",
      "https://a.b/\ud800",
      "https://a.b/\r\nX: y",
      "",
    ]) {
      await expectRefusal({ url: destination }, 422, "request.invalid");
    }
  });

  test("needs the scope links:write", async () => {
    const { actor } = await world().key("links:read", "keys:write");
    await expect(createLink(world().ctx, actor, { url })).rejects.toMatchObject({
      code: "auth.missing_scope",
    });
  });

  test("twenty at once with one externalId make one link", async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => create({ externalId: "once", tags: ["a", "b"] })),
    );
    expect(all.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of all) {
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "link.external_id_taken" });
    }
  });

  test("twenty at once with one slug, from two workspaces, make one link", async () => {
    const actors = [world().operator, (await world().stranger()).operator];
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => create({ slug: "wanted-by-all" }, actors[index % 2])),
    );
    expect(all.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of all) {
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "link.slug_taken" });
    }
  });

  test("many at once with the same new tags all get them, each tag once", async () => {
    const tags = ["x", "y", "z"];
    const links = await Promise.all(Array.from({ length: 15 }, () => create({ tags })));
    for (const { id } of links)
      expect((await getLink(world().ctx, world().operator, id)).link.tags).toEqual(tags);
    const rows = await world()
      .ctx.db.selectFrom("tags")
      .select("name")
      .where("workspace_id", "=", world().operator.workspaceId)
      .execute();
    expect(rows.map((row) => row.name).sort()).toEqual(tags);
  });
});
