import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import {
  aliasesOfLinks,
  giveBackAddress,
  holderOf,
  retireAddresses,
  spellAddress,
  takeAddresses,
} from "./addresses.ts";
import type { AddressTable } from "./schema-links.ts";

let domains = 0;

forEachDatabase("addresses", (world) => {
  /** A domain of its own, so that tests share no slug. */
  function onDomain() {
    const domain = `dom_${domains++}`;
    const { ctx, operator } = world();
    const row = (slug: string, link_id: string, more: Partial<AddressTable> = {}): AddressTable => ({
      ...{ domain, slug_key: slug, slug, workspace_id: operator.workspaceId, link_id, is_alias: 0 },
      ...more,
    });
    const take = async (...rows: AddressTable[]) =>
      [...(await takeAddresses(ctx.db, ctx.config.database.kind, rows)).keys()]
        .map((key) => key.slice(domain.length + 1))
        .sort();
    const holder = async (slug: string) => (await holderOf(ctx.db, domain, slug))?.link_id;
    return { domain, db: ctx.db, row, take, holder };
  }

  test("what is free is taken, what is held is not, in one go", async () => {
    const { row, take, holder } = onDomain();
    expect(await take(row("a", "lnk_1"), row("b", "lnk_1", { is_alias: 1 }))).toEqual(["a", "b"]);
    expect(await take(row("b", "lnk_2"), row("c", "lnk_2"), row("a", "lnk_2"))).toEqual(["c"]);
    expect([await holder("a"), await holder("b"), await holder("c")]).toEqual(["lnk_1", "lnk_1", "lnk_2"]);
    expect(await holder("d")).toBeUndefined();
    expect(await take()).toEqual([]);
  });

  test("what was given up is taken again by the same workspace only, with its new spelling", async () => {
    const { domain, db, row, take, holder } = onDomain();
    await take(row("a", "lnk_1", { slug: "A" }), row("b", "lnk_1"));
    await retireAddresses(db, domain, ["a"]);
    await retireAddresses(db, domain, []);
    expect([await holder("a"), await holder("b")]).toEqual([null, "lnk_1"]);
    expect(await take(row("a", "lnk_2", { workspace_id: "ws_other" }))).toEqual([]);
    expect(await holder("a")).toBeNull();
    expect(await take(row("a", "lnk_3", { slug: "á", is_alias: 1 }))).toEqual(["a"]);
    expect(await holderOf(db, domain, "a")).toMatchObject({ link_id: "lnk_3", slug: "á", is_alias: 1 });
  });

  test("what was taken can be given back: to nobody, or to the workspace that had given it up", async () => {
    const { domain, db, row, take, holder } = onDomain();
    await take(row("old", "lnk_1"));
    await retireAddresses(db, domain, ["old"]);
    const rows = [row("old", "lnk_2", { is_alias: 1 }), row("new", "lnk_2")];
    const taken = await takeAddresses(db, world().ctx.config.database.kind, rows);
    expect(Object.fromEntries(taken)).toEqual({ [`${domain}/old`]: "again", [`${domain}/new`]: "new" });
    expect(await holderOf(db, domain, "old")).toMatchObject({ link_id: "lnk_2", is_alias: 1 });
    for (const each of rows) {
      const was = each.slug === "old" ? "again" : "new";
      await giveBackAddress(db, { ...each, link_id: "lnk_other" }, was);
      expect(await holder(each.slug)).toBe("lnk_2");
      await giveBackAddress(db, each, was);
    }
    expect([await holder("old"), await holder("new")]).toEqual([null, undefined]);
  });

  test("the same slug on another domain is another address", async () => {
    const [one, two] = [onDomain(), onDomain()];
    expect(await one.take(one.row("a", "lnk_1"))).toEqual(["a"]);
    expect(await two.take(two.row("a", "lnk_2"))).toEqual(["a"]);
    await retireAddresses(two.db, two.domain, ["a"]);
    expect(await one.holder("a")).toBe("lnk_1");
  });

  test("a link's aliases are all but its slug", async () => {
    const { domain, db, row, take } = onDomain();
    await take(row("a", domain), row("c", domain, { is_alias: 1 }), row("b", domain, { is_alias: 1 }));
    expect(await aliasesOfLinks(db, [domain, "lnk_none"])).toEqual(new Map([[domain, ["b", "c"]]]));
    await spellAddress(db, { domain, slug_key: "a" }, { slug: "a", isAlias: true });
    await spellAddress(db, { domain, slug_key: "b" }, { slug: "B", isAlias: false });
    expect(await aliasesOfLinks(db, [domain])).toEqual(new Map([[domain, ["a", "c"]]]));
    expect(await aliasesOfLinks(db, [])).toEqual(new Map());
  });

  test("of many that take one at once, one has it", async () => {
    const { row, take } = onDomain();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => take(row("race", `lnk_${index}`))),
    );
    expect(all.filter((each) => each.length > 0)).toHaveLength(1);
  });
});
