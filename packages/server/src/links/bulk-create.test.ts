import { expect, test } from "bun:test";
import { BULK, bulk, own, said } from "../../../../test/bulk.ts";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import {
  addFolder,
  addTemplate,
  DESTINATION,
  faultsOfAddresses,
  makeLink,
  readLink,
} from "../../../../test/links.ts";

const url = DESTINATION;

forEachDatabase("many new links", (world) => {
  test("are answered line by line, in order, each with all that is wrong with it", async () => {
    const folder = await addFolder(world(), "closed", "viewer");
    const results = await bulk(world(), "create", [
      { url, title: "first", tags: ["b", "a"], metadata: { n: "1" } },
      { url: "no url", tags: "a", colour: 1, maxClicks: 0 },
      null,
      "https://example.com/",
      {},
      { url, domain: "elsewhere.example" },
      { url, folder },
      { url, folder: "nowhere" },
      { url, template: "none" },
      { url, startsAt: "2028-01-01T00:00:00Z", expiresAt: "2027-06-01T00:00:00Z" },
      { url: "http://localhost:3000/x" },
      { url, title: "last" },
    ]);
    expect(results.map(({ index }) => index)).toEqual([...results.keys()]);
    expect(said(results)).toEqual([
      "201",
      "422 request.invalid colour:unknown_field maxClicks:too_small tags:invalid_type url:invalid_url",
      "422 request.invalid :invalid_type",
      "422 request.invalid :invalid_type",
      "422 request.invalid url:required",
      "404 domain.not_found",
      "403 folder.forbidden",
      "404 folder.not_found",
      "404 template.not_found",
      "422 request.invalid expiresAt:too_small",
      "422 request.invalid url:self_loop",
      "201",
    ]);
    const links = results.flatMap(({ link }) => link ?? []);
    expect(links.map(({ title }) => title)).toEqual(["first", "last"]);
    for (const link of links) expect(await readLink(world(), link.id)).toEqual(link);
    expect(new Set(results.flatMap(({ problem }) => problem?.requestId ?? [])).size).toBe(1);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("may not take what a line before them took: slugs, aliases and externalIds; nor leave a trace where they do", async () => {
    const name = (text: string) => own(world(), text);
    const held = await makeLink(world(), { slug: name("held"), externalId: "held" });
    const { text: key } = await world().key();
    const before = await countRows(world());
    const lines = [
      { url, slug: name("a"), aliases: [name("b")], externalId: "1" },
      { url, slug: name("a"), tags: ["lost"], metadata: { lost: "1" } },
      { url, slug: name("b") },
      { url, slug: name("c"), aliases: [name("a")] },
      { url, aliases: [name("d"), name("held")] },
      { url, slug: name("c2"), externalId: "1", tags: ["lost"], aliases: [name("e")] },
      { url, externalId: "held" },
      { url, slug: name("c"), aliases: [name("d"), name("e"), name("c2")] },
    ];
    const results = await bulk(world(), "create", lines, { key });
    expect(said(results)).toEqual([
      "201",
      ...["409 link.slug_taken", "409 link.slug_taken", "409 link.slug_taken", "409 link.slug_taken"],
      ...["409 link.external_id_taken", "409 link.external_id_taken"],
      "201",
    ]);
    expect(results[4]?.problem?.detail).toContain(held.id);
    const after = await countRows(world());
    expect(after).toMatchObject({
      links: (before.links ?? 0) + 2,
      addresses: (before.addresses ?? 0) + 6,
      tags: before.tags,
      link_metadata: before.link_metadata,
      outbox: (before.outbox ?? 0) + 1,
      audit_log: (before.audit_log ?? 0) + 1,
    });
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("may be a thousand, and not one more; nor none", async () => {
    const lines = Array.from({ length: 1_000 }, (_, place) => ({ url: `${url}${place}`, tags: ["many"] }));
    const results = await bulk(world(), "create", lines);
    expect(new Set(said(results))).toEqual(new Set(["201"]));
    expect(results.map(({ link }) => link?.url)).toEqual(lines.map((line) => line.url));
    expect(new Set(results.map(({ link }) => link?.slug)).size).toBe(1_000);
    const { text: key } = await world().key();
    const before = await countRows(world());
    for (const body of [
      { links: [...lines, { url }] },
      { links: [] },
      {},
      [],
      { links: "x" },
      { links: [{ url }], x: 1 },
    ]) {
      const response = await ask(world(), "POST", BULK, { key, body });
      expect(response.status).toBe(422);
    }
    expect(await countRows(world())).toMatchObject({ links: before.links, outbox: before.outbox });
  });

  test("without a body are none, and no failure of ours", async () => {
    const { text: key } = await world().key();
    for (const method of ["POST", "PATCH", "DELETE"]) {
      for (const headers of [undefined, { "Content-Type": "application/json" }]) {
        const response = await ask(world(), method, BULK, { key, ...(headers && { headers }) });
        expect([method, response.status]).toEqual([method, 422]);
      }
    }
  });

  test("are told of once, by their ids, and the redirect forgets each address that somebody may have asked for", async () => {
    const { ctx, operator, forgotten } = world();
    const [a, b] = [own(world(), "told"), own(world(), "alias")];
    const results = await bulk(world(), "create", [
      { url, slug: a, aliases: [b], fetchTitle: true },
      { url: "no" },
      { url },
      { url, slugLength: 4 },
    ]);
    const [first, , third, short] = results.map(({ link }) => link);
    const { workspaceId } = operator;
    const events = await ctx.db
      .selectFrom("outbox")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .execute();
    const log = await ctx.db
      .selectFrom("audit_log")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .execute();
    const made = events.filter(({ type }) => /link/.test(type));
    expect(made.map(({ type, data }) => [type, JSON.parse(data)])).toEqual([
      ["links.created", { ids: [first?.id, third?.id, short?.id], fetchTitles: [first?.id] }],
    ]);
    const audits = log.filter(({ action }) => /link/.test(action));
    expect(audits.map(({ action, changes }) => [action, JSON.parse(changes)])).toEqual([
      ["links.create", { ids: [first?.id, third?.id, short?.id] }],
    ]);
    expect(forgotten.sort()).toEqual([`/${a}`, `/${b}`, `/${short?.slug}`].sort());
  });

  test("take what their template says; secrets are kept as hashes only, also of two that are the same", async () => {
    const { ctx } = world();
    await addTemplate(world(), "mail", { tags: ["mail"], utm: { source: "mail" }, redirectStatus: 301 });
    const results = await bulk(world(), "create", [
      { url, template: "mail", tags: ["more"], password: "open sesame" },
      { url, password: "open sesame" },
      { url, password: "x" },
    ]);
    expect(said(results)).toEqual(["201", "201", "422 request.invalid password:too_small"]);
    expect(results[0]?.link).toMatchObject({
      tags: ["mail", "more"],
      url: `${url}?utm_source=mail`,
      redirectStatus: 301,
      hasPassword: true,
    });
    const ids = results.flatMap(({ link }) => link?.id ?? []);
    const rows = await ctx.db.selectFrom("links").select("settings").where("id", "in", ids).execute();
    const hashes = rows.map(({ settings }) => JSON.parse(settings ?? "{}").passwordHash as string);
    expect(new Set(hashes).size).toBe(2);
    for (const hash of hashes) expect(await Bun.password.verify("open sesame", hash)).toBe(true);
  });

  test("ask for links:write, and for a role in the folder", async () => {
    const { text: reader } = await world().key("links:read");
    await expect(bulk(world(), "create", [{ url }], { key: reader })).rejects.toThrow("answered 403");
    await addFolder(world(), "look", "viewer");
    await addFolder(world(), "gone", "none");
    const { text: writer } = await world().key("links:write");
    const results = await bulk(
      world(),
      "create",
      [
        { url, folder: "look" },
        { url, folder: "gone" },
      ],
      {
        key: writer,
      },
    );
    expect(said(results)).toEqual(["403 folder.forbidden", "404 folder.not_found"]);
  });
});
