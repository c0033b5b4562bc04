import { expect, test } from "bun:test";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import {
  addDomain,
  askJson,
  faultsOfAddresses,
  makeLink,
  readLink,
  DESTINATION as url,
} from "../../../../test/links.ts";

/** Changed, refused, or (PostgreSQL, where two wait for each other) to be asked again. */
const PROPER = [200, 201, 409, 503];

forEachDatabase("many writers of links at once", (world) => {
  const theirs = async (): Promise<World> => ({ ...world(), ...(await world().stranger()) });
  const times = <Result>(count: number, work: (index: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, index) => work(index)));
  /** How many answers of each status. */
  const tally = (answers: { status: number }[]) =>
    Object.fromEntries(
      [...Map.groupBy(answers, (each) => each.status)].map(([status, all]) => [status, all.length]),
    );

  test("fifty that make one slug, from two workspaces: one has it, the others are told so", async () => {
    const keys = [(await world().key()).text, (await (await theirs()).key()).text];
    const answers = await times(50, (index) =>
      askJson(world(), keys[index % 2] ?? "", "POST", "/links", {
        url,
        slug: "wanted",
        tags: ["t"],
        metadata: { a: "1" },
      }),
    );
    expect(tally(answers)).toEqual({ 201: 1, 409: 49 });
    for (const { status, body } of answers) if (status === 409) expect(body.code).toBe("link.slug_taken");
    const rows = world().ctx.db.selectFrom("links").select("id").where("slug", "=", "wanted");
    expect(await rows.execute()).toHaveLength(1);
  });

  test("one slug as slug and as alias, in either order and case: one link has it", async () => {
    await addDomain(world(), "race.example", { isCaseSensitive: false });
    const { text: key } = await world().key();
    const bodies = [
      { slug: "Race", aliases: ["race-b"] },
      { slug: "race-b", aliases: ["RACE"] },
      { slug: "RACE-B", aliases: ["rAcE"] },
      { aliases: ["race", "Race-B"] },
    ];
    const answers = await times(24, (index) =>
      askJson(world(), key, "POST", "/links", {
        url,
        domain: "race.example",
        ...bodies[index % bodies.length],
      }),
    );
    expect(answers.filter((each) => each.status === 201)).toHaveLength(1);
    for (const { status } of answers) expect(status).toBeOneOf(PROPER);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("twenty that change the version they read: one writes, the others are told to read again", async () => {
    const { id } = await makeLink(world());
    const { text: key } = await world().key();
    const answers = await times(20, (index) =>
      askJson(
        world(),
        key,
        "PATCH",
        `/links/${id}`,
        { title: `${index}`, aliases: [`match-${index}`], tags: [`${index}`], metadata: { by: `${index}` } },
        { "If-Match": '"1"' },
      ),
    );
    expect(tally(answers)).toEqual({ 200: 1, 412: 19 });
    const winner = answers.find((each) => each.status === 200)?.body;
    expect(await readLink(world(), id)).toEqual(winner);
    expect(winner.aliases).toEqual([`match-${winner.title}`]);
    const history = world().ctx.db.selectFrom("link_history").select("version").where("link_id", "=", id);
    expect(await history.execute()).toEqual([{ version: 2 }]);
    expect(await faultsOfAddresses(world())).toEqual([]);
  });

  test("an alias that two links take and give up, again and again, is never with both", async () => {
    const links = [await makeLink(world(), { slug: "swap-a" }), await makeLink(world(), { slug: "swap-b" })];
    const { text: key } = await world().key();
    const lists = [["swap-x", "swap-y"], ["swap-y"], [], ["swap-y", "swap-x"], ["swap-x"]];
    for (let round = 0; round < 8; round++) {
      const answers = await times(8, (index) =>
        askJson(world(), key, "PATCH", `/links/${links[index % 2]?.id}`, {
          aliases: lists[(round + index * 3) % lists.length],
        }),
      );
      for (const { status } of answers) expect(status).toBeOneOf(PROPER);
      const shown = await Promise.all(links.map(({ id }) => readLink(world(), id)));
      const all = shown.flatMap((link) => [link.slug, ...link.aliases]);
      expect(new Set(all).size).toBe(all.length);
      for (const link of shown)
        for (const slug of [link.slug, ...link.aliases])
          expect(await world().database.lookup("", slug)).toMatchObject({ id: link.id });
      expect(await faultsOfAddresses(world())).toEqual([]);
    }
  });

  test("two links that want each other's slug get it only after it was given up", async () => {
    const [a, b] = [
      await makeLink(world(), { slug: "cross-a" }),
      await makeLink(world(), { slug: "cross-b" }),
    ];
    const { text: key } = await world().key();
    const patch = (id: string, body: object) => askJson(world(), key, "PATCH", `/links/${id}`, body);
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([
        patch(a.id, { slug: "cross-b" }),
        patch(b.id, { slug: "cross-a" }),
        patch(a.id, { slug: `cross-c${round}` }),
        patch(b.id, { slug: `cross-d${round}` }),
      ]);
      for (const { status } of answers) expect(status).toBeOneOf(PROPER);
      for (const { status } of answers.slice(0, 2)) expect(status).not.toBe(200);
      expect(await faultsOfAddresses(world())).toEqual([]);
    }
    expect((await patch(a.id, { slug: "cross-new", aliases: [] })).status).toBe(200);
    expect((await patch(b.id, { slug: "cross-a" })).body.slug).toBe("cross-a");
  });

  test("a slug that is given up while others want it goes to one of its own workspace", async () => {
    const other = await theirs();
    const [mine, foreign] = [(await world().key()).text, (await other.key()).text];
    for (let round = 0; round < 5; round++) {
      const slug = `given-${round}`;
      const { id } = await makeLink(world(), { aliases: [slug] });
      const [, ...answers] = await Promise.all([
        askJson(world(), mine, "PATCH", `/links/${id}`, { aliases: [] }),
        ...Array.from({ length: 6 }, (_, index) =>
          askJson(world(), index % 2 ? mine : foreign, "POST", "/links", { url, slug }),
        ),
      ]);
      for (const [index, { status }] of answers.entries())
        expect(status).toBeOneOf(index % 2 ? [201, 409, 503] : [409, 503]);
      expect(answers.filter((each) => each.status === 201).length).toBeLessThanOrEqual(1);
    }
    expect([await faultsOfAddresses(world()), await faultsOfAddresses(other)]).toEqual([[], []]);
  });

  test("changes, deletions and creates of all kinds leave tables that agree with each other", async () => {
    const { text: key } = await world().key();
    const names = ["mix-a", "mix-b", "mix-c", "mix-d"];
    const pick = (index: number) => names[index % names.length] ?? "";
    const ids = await times(4, async () => (await makeLink(world())).id);
    for (let round = 0; round < 4; round++) {
      const answers = await times(24, (index) => {
        const id = ids[index % ids.length];
        const [one, two] = [pick(index * 7 + round), pick(index * 3 + 1)];
        switch (index % 4) {
          case 0:
            return askJson(world(), key, "PATCH", `/links/${id}`, { slug: one, aliases: [two] });
          case 1:
            return askJson(world(), key, "PATCH", `/links/${id}`, {
              aliases: [two],
              tags: [one],
              externalId: one,
            });
          case 2:
            return askJson(world(), key, "POST", "/links", {
              url,
              slug: two,
              aliases: [one],
              externalId: two,
            });
          default:
            return askJson(world(), key, "DELETE", `/links/${encodeURIComponent(`localhost:3000/${one}`)}`);
        }
      });
      for (const { status } of answers) expect(status).toBeOneOf([...PROPER, 204, 404]);
      expect(await faultsOfAddresses(world())).toEqual([]);
    }
    const stored = world().ctx.db.selectFrom("link_history").select(["link_id", "version"]);
    const versions = await stored.where("workspace_id", "=", world().operator.workspaceId).execute();
    expect(new Set(versions.map((row) => `${row.link_id} ${row.version}`)).size).toBe(versions.length);
  });
});
