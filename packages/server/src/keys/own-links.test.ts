import { expect, test } from "bun:test";
import { KeySchema } from "@visoli/contract/key";
import { OWN_LINKS_SCOPES, SCOPES, type Scope } from "@visoli/contract/scopes";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson, makeLink } from "../../../../test/links.ts";
import { addOwnKey } from "../../../../test/own-links.ts";
import { authenticate } from "./authenticate.ts";
import { createKey } from "./create.ts";

const url = "https://example.com/";

forEachDatabase("keys of their own links", (world) => {
  const ask = async (method: string, path: string, body?: unknown) =>
    askJson(world(), (await world().key()).text, method, path, body);
  const idsSeenBy = async (key: string) =>
    (await askJson(world(), key, "GET", "/links")).body.data.map(({ id }: { id: string }) => id);

  test("what a key sees is said when it is made, shown, and all unless said", async () => {
    const made = await ask("POST", "/keys", { name: "own", linkAccess: "own" });
    expect([made.status, made.body.linkAccess]).toEqual([201, "own"]);
    const shown = await ask("GET", `/keys/${made.body.id}`);
    expect(KeySchema.strict().parse(shown.body).linkAccess).toBe("own");
    for (const body of [{ name: "all" }, { name: "all", linkAccess: "all" }])
      expect((await ask("POST", "/keys", body)).body.linkAccess).toBe("all");
    for (const linkAccess of ["none", "", null, true, ["own"]]) {
      const refused = await ask("POST", "/keys", { name: "x", linkAccess });
      expect([refused.status, refused.body.errors?.map(({ path }: { path: string }) => path)]).toEqual([
        422,
        ["linkAccess"],
      ]);
    }
  });

  test("it stays so: no change of the key takes it", async () => {
    const { id } = await addOwnKey(world());
    for (const linkAccess of ["all", "own"]) {
      const refused = await ask("PATCH", `/keys/${id}`, { name: "new", linkAccess });
      expect([refused.status, JSON.stringify(refused.body.errors)]).toEqual([
        422,
        expect.stringContaining("linkAccess"),
      ]);
    }
    expect((await ask("GET", `/keys/${id}`)).body).toMatchObject({ linkAccess: "own", name: "own" });
  });

  test("it has what its maker has of what such a key can have, when nothing is said", async () => {
    const { body } = await ask("POST", "/keys", { name: "own", linkAccess: "own" });
    expect(body.scopes.sort()).toEqual([...OWN_LINKS_SCOPES].sort());
    const { text } = await world().key("keys:write", "links:read", "webhooks:read");
    const less = await askJson(world(), text, "POST", "/keys", { name: "own", linkAccess: "own" });
    expect(less.body.scopes).toEqual(["links:read"]);
  });

  test("scopes about the whole workspace are refused, each by its place, at first and later", async () => {
    const whole = SCOPES.filter((scope) => !OWN_LINKS_SCOPES.includes(scope));
    expect(whole.sort()).toEqual(
      [
        ...["keys:read", "keys:write", "domains:write", "workspace:write", "webhooks:read", "webhooks:write"],
        ...["members:read", "members:write", "audit:read", "usage:read", "billing:write", "instance:admin"],
      ].sort() as Scope[],
    );
    const { ctx, operator } = world();
    const all = await createKey(ctx, operator, { name: "all", scopes: [...SCOPES] });
    const { id } = await addOwnKey(world(), "links:read");
    const scopes: Scope[] = ["links:read", ...whole];
    const faults = whole.map((_, index) => ({ path: `scopes.${index + 1}`, code: "all_links_only" }));
    const before = await ctx.db.selectFrom("api_keys").selectAll().orderBy("id").execute();
    const unused = (rows: typeof before) => rows.map((row) => ({ ...row, last_used_at: 0 }));
    for (const [method, path, body] of [
      ["POST", "/keys", { name: "own", linkAccess: "own", scopes }],
      ["PATCH", `/keys/${id}`, { scopes }],
    ] as const) {
      const refused = await askJson(world(), all.key, method, path, body);
      expect([refused.status, refused.body.code]).toEqual([422, "request.invalid"]);
      expect(refused.body.errors).toMatchObject(faults);
    }
    const after = await ctx.db.selectFrom("api_keys").selectAll().orderBy("id").execute();
    expect(unused(after)).toEqual(unused(before));
  });

  test("a test key can be one, in the sandbox", async () => {
    const { ctx, operator } = world();
    const options = { name: "t", mode: "test", linkAccess: "own" } as const;
    const [one, two] = [await createKey(ctx, operator, options), await createKey(ctx, operator, options)];
    const { body } = await askJson(world(), one.key, "POST", "/links", { url });
    expect([await idsSeenBy(one.key), await idsSeenBy(two.key)]).toEqual([[body.id], []]);
  });

  test("a key that replaces it sees its links, and it the other's; however often", async () => {
    const { text, id } = await addOwnKey(world());
    const make = async (key: string) => (await askJson(world(), key, "POST", "/links", { url })).body.id;
    await makeLink(world());
    const links = [await make(text)];
    const keys = [text];
    let last = id;
    for (let turn = 0; turn < 3; turn++) {
      const { body } = await ask("POST", `/keys/${last}/rotate`, { overlapSeconds: 60 });
      expect([body.linkAccess, body.rotatedFrom]).toEqual(["own", last]);
      last = body.id;
      keys.push(body.key);
      links.unshift(await make(body.key));
    }
    for (const key of keys) {
      expect(await idsSeenBy(key)).toEqual(links);
      expect(await authenticate(world().ctx, `Bearer ${key}`)).toMatchObject({ ownerId: id });
    }
    const [newest] = links;
    expect((await ask("GET", `/links/${newest}`)).body.createdBy).toBe(last);
    expect((await askJson(world(), text, "PATCH", `/links/${newest}`, { title: "x" })).status).toBe(200);
  });
});
