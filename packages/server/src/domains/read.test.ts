import { expect, test } from "bun:test";
import { DomainPageSchema, DomainSchema } from "@visoli/contract/domain";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { createDomain } from "./create.ts";
import { getDomain } from "./get.ts";
import { listDomains } from "./list.ts";

forEachDatabase("reading domains", (world) => {
  const add = async (host: string, owner = world().operator) => {
    world().clock.now++;
    return createDomain(world().ctx, owner, { host });
  };

  test("one by id or by host in any spelling, with its entity tag", async () => {
    const domain = await add("xn--bcher-kva.example");
    const { text: key } = await world().key("domains:read");
    for (const reference of [domain.id, "xn--bcher-kva.example", "BÜCHER.example."]) {
      const response = await ask(world(), "GET", `/api/v1/domains/${encodeURIComponent(reference)}`, { key });
      expect([reference, response.status, response.headers.get("ETag")]).toEqual([reference, 200, '"1"']);
      expect(DomainSchema.strict().parse(await response.json())).toEqual(domain);
    }
  });

  test("another workspace's is not there, by id or host", async () => {
    const theirs = await add("theirs.example", (await world().stranger()).operator);
    for (const reference of [theirs.id, theirs.host, "dom_none", "no.example"])
      await expect(getDomain(world().ctx, world().operator, reference)).rejects.toMatchObject({
        code: "domain.not_found",
      });
  });

  test("each once over the pages, newest first", async () => {
    const made: string[] = [];
    for (let index = 0; index < 7; index++) made.push((await add(`n${index}.example`)).id);
    await add("theirs.example", (await world().stranger()).operator);
    const { text: key } = await world().key();
    const seen: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const cursor = next && `&cursor=${next}`;
      const response = await ask(world(), "GET", `/api/v1/domains?limit=3${cursor}`, { key });
      const page = DomainPageSchema.parse(await response.json());
      seen.push(...page.data.map(({ id }) => id));
      next = page.nextCursor;
    }
    expect(seen).toEqual(made.reverse());
  });

  test("needs the scope domains:read", async () => {
    const { actor } = await world().key("domains:write");
    const refusal = { code: "auth.missing_scope" };
    await expect(getDomain(world().ctx, actor, "x")).rejects.toMatchObject(refusal);
    await expect(listDomains(world().ctx, actor, { limit: 1 })).rejects.toMatchObject(refusal);
  });
});
