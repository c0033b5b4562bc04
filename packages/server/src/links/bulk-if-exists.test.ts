import { expect, test } from "bun:test";
import { bulk, own, said } from "../../../../test/bulk.ts";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { DESTINATION, makeLink } from "../../../../test/links.ts";

const ifExists = "return";

forEachDatabase("ifExists: return, of many", (world) => {
  test("finds the link of before, and the one that a line before it makes: as if they came one by one", async () => {
    const there = await makeLink(world(), { url: `${DESTINATION}there` });
    const url = `${DESTINATION}new`;
    const before = await countRows(world());
    const results = await bulk(world(), "create", [
      { url: there.url, ifExists },
      { url, ifExists },
      { url, ifExists, title: "again" },
      { url },
      { url: `${DESTINATION}plain` },
      { url: `${DESTINATION}plain`, ifExists },
      { url: DESTINATION, utm: { source: "a" }, ifExists },
      { url: `${DESTINATION}?utm_source=a`, ifExists },
    ]);
    expect(said(results)).toEqual(["200", "201", "200", "201", "201", "200", "201", "200"]);
    const ids = results.map(({ link }) => link?.id);
    expect(ids[0]).toBe(there.id);
    expect([ids[2], ids[5], ids[7]]).toEqual([ids[1], ids[4], ids[6]]);
    expect(results[2]?.link?.title).toBeNull();
    expect((await countRows(world())).links).toBe((before.links ?? 0) + 4);
    const rows = world().ctx.db.selectFrom("outbox").select("data").where("type", "=", "links.created");
    const told = await rows.where("workspace_id", "=", world().operator.workspaceId).execute();
    expect(told.map(({ data }) => JSON.parse(data).ids)).toEqual([[ids[1], ids[3], ids[4], ids[6]]]);
  });

  test("a line whose forerunner could not be made is made itself", async () => {
    const slug = own(world(), "taken");
    await makeLink(world(), { slug });
    const url = `${DESTINATION}follow`;
    const results = await bulk(world(), "create", [
      { url, ifExists, slug },
      { url, ifExists, slug },
      { url, ifExists },
      { url, ifExists },
    ]);
    expect(said(results)).toEqual(["409 link.slug_taken", "409 link.slug_taken", "201", "200"]);
    expect(results[3]?.link?.id).toBe(results[2]?.link?.id ?? "");
  });

  test("a link that is made archived is none to be found, as one by one", async () => {
    const url = `${DESTINATION}archived`;
    const results = await bulk(world(), "create", [
      { url, archived: true },
      { url, ifExists },
      { url, ifExists },
    ]);
    expect(said(results)).toEqual(["201", "201", "200"]);
  });

  test("two hundred of one URL make one link, within a request and from one to the next", async () => {
    const lines = Array.from({ length: 450 }, () => ({ url: `${DESTINATION}same`, ifExists }));
    const results = await bulk(world(), "create", lines);
    expect(said(results)).toEqual(["201", ...lines.slice(1).map(() => "200")]);
    expect(new Set(results.map(({ link }) => link?.id)).size).toBe(1);
  });
});
