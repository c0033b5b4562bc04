import { expect, test } from "bun:test";
import { LinkCreateSchema } from "@visoli/contract/link";
import fc from "fast-check";
import { type AnyResult, bulk } from "../../../../test/bulk.ts";
import { forEachDatabase, newTenant, type World } from "../../../../test/context.ts";
import { addDomain, faultsOfAddresses } from "../../../../test/links.ts";
import { ProblemError } from "../core/errors.ts";
import { createLink } from "./create.ts";

const Few = fc.constantFrom("a", "b", "c", "d");
const Line = fc.record(
  {
    url: fc.constantFrom("https://example.com/1", "https://example.com/2", "no url"),
    slug: Few,
    aliases: fc.array(Few, { maxLength: 2 }),
    externalId: fc.constantFrom("x", "y"),
    ifExists: fc.constantFrom("return", "create"),
    archived: fc.boolean(),
    folder: fc.constantFrom("nowhere", null, null, null),
  },
  { requiredKeys: ["url"] },
);
type Line = { url: string } & Record<string, unknown>;

/** One request for each line; results as a bulk request gives them. */
async function oneByOne(world: World, lines: Line[]): Promise<AnyResult[]> {
  const results: AnyResult[] = [];
  for (const [index, line] of lines.entries()) {
    const parsed = LinkCreateSchema.safeParse(line);
    if (!parsed.success) {
      results.push({ index, status: 422 });
      continue;
    }
    try {
      const { link, isNew } = await createLink(world.ctx, world.operator, parsed.data);
      results.push({ index, status: isNew ? 201 : 200, link });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      results.push({ index, status: error.status });
    }
  }
  return results;
}

/** What became of each line, links being named by the line that made them. */
function outcomes(results: AnyResult[]): string[] {
  const maker = new Map<string, number>();
  return results.map(({ index, status, link }) => {
    if (!link) return `${status}`;
    if (!maker.has(link.id)) maker.set(link.id, index);
    return `${status} ${maker.get(link.id)} ${link.slug.length === 1 ? link.slug : "*"} ${link.aliases}`;
  });
}

forEachDatabase("lines of one request that want the same", (world) => {
  test("get what they would get one by one", async () => {
    const isPostgres = world().ctx.config.database.kind === "postgres";
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(Line, { minLength: 2, maxLength: 12 }), async (lines) => {
        run++;
        const tenants = [await newTenant(world().ctx), await newTenant(world().ctx)] as const;
        const [together, apart] = tenants.map((tenant) => ({ ...world(), ...tenant }));
        if (!together || !apart) throw new Error("no tenants");
        const hosts = tenants.map((_, place) => `run${run}-${place}-${world().operator.workspaceId}.example`);
        for (const [place, tenant] of [together, apart].entries())
          await addDomain(tenant, hosts[place]?.toLowerCase().replaceAll("_", "-") ?? "");
        // A faulty line is faulty, also where one by one nobody would look at its faults any more.
        const fit = lines.map(({ folder, ...line }) =>
          line.ifExists === "return" ? line : { ...line, folder },
        );
        const on = (place: number) =>
          fit.map((line) => ({ ...line, domain: hosts[place]?.toLowerCase().replaceAll("_", "-") }));
        // In one clock tick ids of links to one URL are in no order, and the oldest is any of them.
        const expected = await oneByOne(ticking(apart), on(1));
        const results = await bulk(together, "create", on(0));
        expect(outcomes(results)).toEqual(outcomes(expected));
        expect(await faultsOfAddresses(together)).toEqual([]);
      }),
      { numRuns: isPostgres ? 25 : 60 },
    );
  });
});

function ticking(world: World): World {
  return { ...world, ctx: { ...world.ctx, now: () => world.clock.now++ } };
}
