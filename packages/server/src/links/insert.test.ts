import { expect, test } from "bun:test";
import { LinkCreateSchema } from "@visoli/contract/link";
import { forEachDatabase } from "../../../../test/context.ts";
import { changeLink, faultsOfAddresses, makeLink, DESTINATION as url } from "../../../../test/links.ts";
import { holderOf } from "../db/addresses.ts";
import { readEnvironment } from "./environment.ts";
import { insertDrafts } from "./insert.ts";
import { prepareLink } from "./prepare.ts";

forEachDatabase("insertDrafts", (world) => {
  /** Writes links of these bodies at once; gives back the code of each one's problem, or what it has become. */
  async function insert(...bodies: Record<string, unknown>[]) {
    const { ctx, operator } = world();
    return ctx.db.transaction().execute(async (trx) => {
      const environment = await readEnvironment(trx, operator);
      const drafts = bodies.map((body) => {
        const input = LinkCreateSchema.parse({ url, ...body });
        return prepareLink(ctx, operator, environment, input, undefined);
      });
      const problems = await insertDrafts(ctx, trx, operator, drafts);
      return problems.map((problem, place) => problem?.code ?? drafts[place]?.row.id);
    });
  }
  const holder = async (slug: string) => (await holderOf(world().ctx.db, "", slug))?.link_id;

  test("each draft is written or refused by itself, and of a refused one nothing is left", async () => {
    await makeLink(world(), { slug: "batch-held", externalId: "batch-held" });
    const [first, second, third, fourth, fifth] = await insert(
      { slug: "batch-1", aliases: ["batch-1a"], tags: ["t"], metadata: { a: "1" } },
      { slug: "batch-2", aliases: ["batch-2a", "batch-held"], tags: ["lost"], metadata: { a: "2" } },
      { slug: "batch-3", aliases: ["batch-3a"], externalId: "batch-held" },
      { slug: "batch-4", externalId: "batch-new" },
      {},
    );
    expect([second, third]).toEqual(["link.slug_taken", "link.external_id_taken"]);
    for (const id of [first, fourth, fifth]) expect(id).toStartWith("lnk_");
    for (const slug of ["batch-2", "batch-2a", "batch-3", "batch-3a"])
      expect(await holder(slug)).toBeUndefined();
    expect([await holder("batch-1"), await holder("batch-1a")]).toEqual([first, first] as string[]);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("of drafts that want the same, the first has it", async () => {
    const outcomes = await insert(
      { slug: "same-1", externalId: "same" },
      { slug: "same-1" },
      { aliases: ["same-1"] },
      { slug: "same-2", externalId: "same" },
      { slug: "same-3", aliases: ["same-4"] },
      { slug: "same-4" },
      { slug: "same-5", aliases: ["same-5"] },
    );
    expect(outcomes.map((each) => each?.replace(/^lnk_.*/, "made"))).toEqual([
      ...[
        "made",
        "link.slug_taken",
        "link.slug_taken",
        "link.external_id_taken",
        "made",
        "link.slug_taken",
        "made",
      ],
    ]);
    expect(await holder("same-2")).toBeUndefined();
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("a slug that was given up stays with the workspace when the link that would take it again is refused", async () => {
    const { id } = await makeLink(world(), { aliases: ["again-1", "again-2", "again-3"] });
    await changeLink(world(), id, { aliases: [] });
    await makeLink(world(), { slug: "again-held", externalId: "again-held" });
    const outcomes = await insert(
      { slug: "again-1", aliases: ["again-held"] },
      { slug: "again-2", externalId: "again-held" },
      { slug: "again-3" },
    );
    expect(outcomes.slice(0, 2)).toEqual(["link.slug_taken", "link.external_id_taken"]);
    expect([await holder("again-1"), await holder("again-2"), await holder("again-3")]).toEqual([
      null,
      null,
      outcomes[2] as string,
    ]);
    const theirs = { ...world(), ...(await world().stranger()) };
    for (const slug of ["again-1", "again-2"])
      await expect(makeLink(theirs, { slug })).rejects.toMatchObject({ code: "link.slug_taken" });
    expect((await makeLink(world(), { slug: "again-1" })).slug).toBe("again-1");
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("hundreds at once have each its own slug, tags and metadata", async () => {
    const bodies = Array.from({ length: 200 }, (_, index) => ({
      ...(index % 2 && { slug: `many-${index}` }),
      ...(index % 3 === 0 && { aliases: [`many-a${index}`, `many-b${index}`] }),
      ...{ tags: [`t${index % 5}`, "all"], metadata: { index: `${index}` } },
    }));
    const ids = await insert(...bodies);
    expect(new Set(ids).size).toBe(200);
    const { ctx, operator } = world();
    const count = async (table: "link_metadata" | "links") =>
      (await ctx.db.selectFrom(table).selectAll().where("workspace_id", "=", operator.workspaceId).execute())
        .length;
    expect([await count("links"), await count("link_metadata")]).toEqual([200, 200]);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });
});
