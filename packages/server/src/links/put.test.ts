import { expect, test } from "bun:test";
import { LinkPutSchema } from "@visoli/contract/link";
import { own } from "../../../../test/bulk.ts";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import {
  type Answer,
  addDomain,
  addFolder,
  addTemplate,
  askJson,
  DESTINATION,
  faultsOfAddresses,
  makeLink,
  readLink,
} from "../../../../test/links.ts";
import { deleteLink } from "./delete.ts";
import { putLink } from "./put.ts";

const url = DESTINATION;

forEachDatabase("PUT by externalId", (world) => {
  const put = async (
    externalId: string,
    body: Record<string, unknown>,
    headers: Record<string, string> = {},
    key?: string,
  ): Promise<Answer> => {
    const { text } = key === undefined ? await world().key() : { text: key };
    return askJson(world(), text, "PUT", `/links/external/${encodeURIComponent(externalId)}`, body, headers);
  };

  test("makes the link, then changes what is named of it, and leaves the rest", async () => {
    const made = await put("user-1", { url, title: "a", tags: ["x"], password: "open sesame" });
    expect([made.status, made.headers.get("ETag")]).toEqual([201, '"1"']);
    expect(made.headers.get("Location")).toBe(`/api/v1/links/${made.body.id}`);
    expect(made.body).toMatchObject({ externalId: "user-1", title: "a", hasPassword: true });
    const changed = await put("user-1", { url: `${url}new`, notes: "n" });
    expect([changed.status, changed.headers.get("ETag")]).toEqual([200, '"2"']);
    const expected = { id: made.body.id, slug: made.body.slug, url: `${url}new`, title: "a", tags: ["x"] };
    expect(changed.body).toMatchObject({ ...expected, notes: "n", hasPassword: true });
    expect(await readLink(world(), "ext_user-1")).toMatchObject(expected);
  });

  test("takes every externalId that a link can have", async () => {
    const odd = [
      "ext_1",
      "a/b",
      "..",
      ".",
      " ",
      "ü",
      "u\u0308",
      "😀",
      "%2F",
      "lnk_1",
      "?x=1#y",
      "x".repeat(255),
      "bulk",
    ];
    const ids = new Set<string>();
    for (const externalId of odd) {
      // Of an address, "." and ".." are eaten on the way, by whoever sends it.
      const isDots = /^\.\.?$/.test(externalId);
      const { link, isNew } = await putLink(
        world().ctx,
        world().operator,
        externalId,
        LinkPutSchema.parse({ url }),
      );
      expect([externalId, isNew, link.externalId]).toEqual([externalId, true, externalId]);
      ids.add(link.id);
      if (isDots) continue;
      const again = await put(externalId, { url, title: "again" });
      expect([externalId, again.status, again.body.id]).toEqual([externalId, 200, link.id]);
      const read = await askJson(
        world(),
        (await world().key()).text,
        "GET",
        `/links/${encodeURIComponent(`ext_${externalId}`)}`,
      );
      expect([externalId, read.body.id]).toEqual([externalId, link.id]);
    }
    // Composed and decomposed are two: an id of the caller's own is compared as it is.
    expect(ids.size).toBe(odd.length);
    for (const refused of ["x".repeat(256), "a\nb", "\0"])
      expect([refused, (await put(refused, { url })).status]).toEqual([refused, 422]);
  });

  test("twenty at once make one link, also where they name a slug", async () => {
    for (const slug of [undefined, own(world(), "race")]) {
      const externalId = `race-${slug}`;
      const before = await countRows(world());
      const { text: key } = await world().key();
      const puts = Array.from({ length: 20 }, (_, place) =>
        put(externalId, { url, title: `t${place}`, ...(slug && { slug }) }, {}, key),
      );
      const answers = await Promise.all(puts);
      expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      const versions = answers.map(({ headers }) => Number(headers.get("ETag")?.replaceAll('"', "")));
      expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, place) => place + 1));
      const after = await countRows(world());
      expect([after.links, after.addresses]).toEqual([(before.links ?? 0) + 1, (before.addresses ?? 0) + 1]);
    }
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("a slug that another link has is refused, for a new link and for one that is there", async () => {
    const taken = await makeLink(world(), { slug: own(world(), "taken") });
    for (let time = 0; time < 2; time++) {
      const { status, body } = await put("slugs", { url, slug: taken.slug });
      expect([status, body.code]).toEqual([409, "link.slug_taken"]);
      await put("slugs", { url });
    }
  });

  test("with If-Match changes that version only, and makes none", async () => {
    const { text: key } = await world().key();
    const before = await countRows(world());
    for (const ifMatch of ['"1"', "*"]) {
      const refused = await put("matched", { url }, { "If-Match": ifMatch }, key);
      expect([refused.status, refused.body.code]).toEqual([412, "link.version_mismatch"]);
    }
    expect(await countRows(world())).toEqual(before);
    await put("matched", { url });
    expect((await put("matched", { url, title: "b" }, { "If-Match": '"1"' })).status).toBe(200);
    expect((await put("matched", { url, title: "c" }, { "If-Match": '"1"' })).status).toBe(412);
    expect((await put("matched", { url, title: "d" }, { "If-Match": "*" })).status).toBe(200);
  });

  test("does not move a link from domain to domain", async () => {
    const host = `${world().operator.workspaceId}.example`.toLowerCase().replace("_", "-");
    await addDomain(world(), host);
    expect((await put("here", { url })).body.domain).toBe("localhost:3000");
    expect((await put("there", { url, domain: host })).body.domain).toBe(host);
    expect((await put("there", { url, domain: host.toUpperCase() })).status).toBe(200);
    expect((await put("there", { url })).status).toBe(200);
    for (const domain of [host, "nowhere.example"]) {
      const { status, body } = await put("here", { url, domain });
      expect([status, body.errors]).toEqual([
        422,
        [expect.objectContaining({ path: "domain", code: "immutable" })],
      ]);
    }
  });

  test("uses the template, and the rest of what only making takes, where the link is new", async () => {
    await addTemplate(world(), "t", { tags: ["t"] });
    const making = { url, template: "t", slugPrefix: own(world(), "p"), slugLength: 9 };
    const made = await put("templated", making);
    expect(made.body.tags).toEqual(["t"]);
    await askJson(world(), (await world().key()).text, "PATCH", `/links/${made.body.id}`, { tags: [] });
    const changed = await put("templated", making);
    expect([changed.status, changed.body.tags, changed.body.slug]).toEqual([200, [], made.body.slug]);
  });

  test("of a deleted link makes a new one", async () => {
    const first = await put("back", { url });
    await deleteLink(world().ctx, world().operator, first.body.id);
    const second = await put("back", { url });
    expect([second.status, second.body.id === first.body.id]).toEqual([201, false]);
  });

  test("names all faulty fields, and asks for links:write and a role in the folder", async () => {
    const faulty = await put("faulty", { url: "no url", externalId: "x", ifExists: "return", maxClicks: 0 });
    expect(faulty.status).toBe(422);
    const paths = faulty.body.errors.map((error: { path: string }) => error.path).sort();
    expect(paths).toEqual(["externalId", "ifExists", "maxClicks", "url"]);
    const { text: reader } = await world().key("links:read");
    expect((await put("faulty", { url }, {}, reader)).status).toBe(403);
    const { text: writer } = await world().key("links:write");
    await makeLink(world(), { externalId: "seen", folder: await addFolder(world(), "look", "viewer") });
    await makeLink(world(), { externalId: "hidden", folder: await addFolder(world(), "gone", "none") });
    expect((await put("seen", { url }, {}, writer)).body.code).toBe("folder.forbidden");
    expect((await put("hidden", { url }, {}, writer)).body.code).toBe("link.not_found");
    expect((await put("hidden", { url, domain: "x.example" }, {}, writer)).status).not.toBe(200);
  });
});
