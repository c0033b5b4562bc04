import { expect, test } from "bun:test";
import { LinkSchema } from "@visoli/contract/link";
import fc from "fast-check";
import { canEmbed } from "../../../../test/analytics.ts";
import { fileOf } from "../../../../test/clicks.ts";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { makeLink } from "../../../../test/links.ts";
import { openAnalytics } from "../analytics/client.ts";
import { getLink } from "./get.ts";
import { updateLink } from "./update.ts";

const url = "https://example.com/";

forEachDatabase("getLink", (world) => {
  const get = (reference: string) => getLink(world().ctx, world().operator, reference);

  test("finds a link by id, externalId, and domain with slug in either form", async () => {
    const { id } = await makeLink(world(), { slug: "Größe", externalId: "x" });
    for (const reference of [id, "ext_x", "localhost:3000/Größe", "LocalHost:3000/Gro\u0308ße"]) {
      expect((await get(reference)).link.id).toBe(id);
    }
    for (const reference of [
      "",
      "x",
      "ext_",
      "Größe",
      "localhost:3000/",
      "localhost/Größe",
      `${id} `,
      id.toLowerCase(),
    ]) {
      await expect(get(reference)).rejects.toMatchObject({ code: "link.not_found" });
    }
  });

  test("by request: any externalId finds its link, percent-encoded", async () => {
    const { text: key } = await world().key();
    const made = new Set<string>();
    const externalId = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
      fc.constantFrom("..", "100%", "%2F", "a/b?c#d", "%", "+"),
    );
    await fc.assert(
      fc.asyncProperty(externalId, async (name) => {
        if (made.has(name) || !name.isWellFormed()) return;
        made.add(name);
        const created = await ask(world(), "POST", "/api/v1/links", { key, body: { url, externalId: name } });
        expect(created.status).toBe(201);
        const read = await ask(world(), "GET", `/api/v1/links/${encodeURIComponent(`ext_${name}`)}`, { key });
        expect([name, read.status, await read.json()]).toEqual([
          name,
          200,
          expect.objectContaining({ externalId: name }),
        ]);
      }),
      { numRuns: 60 },
    );
  });

  test("the answer is as the contract says, with the version as its ETag", async () => {
    const { ctx, operator } = world();
    const { text: key } = await world().key();
    const { id } = await makeLink(world());
    const etags: (string | null)[] = [];
    for (let version = 1; version <= 3; version++) {
      const response = await ask(world(), "GET", `/api/v1/links/${id}`, { key });
      etags.push(response.headers.get("ETag"));
      LinkSchema.strict().parse(await response.json());
      await updateLink(ctx, operator, id, {});
    }
    expect(etags).toEqual(['"1"', '"2"', '"3"']);
  });

  test("a short URL is plain ASCII and leads to its slug", async () => {
    const link = await makeLink(world(), { slug: "東京" });
    expect(link.shortUrl).toMatch(/^[\x21-\x7e]+$/);
    expect(decodeURIComponent(new URL(link.shortUrl).pathname)).toBe("/東京");
  });

  test("needs the scope links:read", async () => {
    const { actor } = await world().key("links:write");
    await expect(getLink(world().ctx, actor, "x")).rejects.toMatchObject({ code: "auth.missing_scope" });
  });

  test.skipIf(!canEmbed())("shows clicks by people, of this workspace and link", async () => {
    const { ctx, operator } = world();
    const { id, slug } = await makeLink(world());
    const click = (of: object) =>
      JSON.stringify({
        workspace: operator.workspaceId,
        link: id,
        slug,
        at: ctx.now(),
        nonce: 1,
        class: "human",
        ...of,
      });
    const rows = [
      {},
      { nonce: 2 },
      { class: "bot" },
      { class: "preview" },
      { workspace: "ws_other" },
      { link: "lnk_other" },
    ];
    await ctx.analytics.insertClicks(fileOf(`${rows.map(click).join("\n")}\n`), `get-${id}`);
    expect((await get(id)).link.clicks).toBe(2);
  });

  test("while the click store is away a link is shown with clicks null", async () => {
    const { ctx, operator } = world();
    const { id } = await makeLink(world());
    const away = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    expect((await getLink({ ...ctx, analytics: away }, operator, id)).link).toMatchObject({
      id,
      clicks: null,
    });
    await away.close();
  });
});
