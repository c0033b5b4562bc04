import { expect, test } from "bun:test";
import { canEmbed } from "../../../../test/analytics.ts";
import { fileOf } from "../../../../test/clicks.ts";
import { countRows, forEachDatabase } from "../../../../test/context.ts";
import { addDomain, askJson, makeLink } from "../../../../test/links.ts";
import { deleteLink } from "./delete.ts";

forEachDatabase("ifExists: return", (world) => {
  const post = async (body: Record<string, unknown>, headers?: Record<string, string>) =>
    askJson(world(), (await world().key()).text, "POST", "/links", { ifExists: "return", ...body }, headers);

  test("answers 200 and the link that is there, and writes nothing; else 201 and a new one", async () => {
    const url = "https://exists.example/a?b=c";
    const first = await post({ url, slug: "exists-a", title: "first" });
    expect([first.status, first.headers.get("ETag"), first.headers.get("Location")]).toEqual([
      201,
      '"1"',
      `/api/v1/links/${first.body.id}`,
    ]);
    const before = await countRows(world());
    for (const more of [{}, { title: "other" }, { slug: "exists-other" }, { tags: ["x"] }]) {
      const again = await post({ url, ...more });
      expect([again.status, again.body]).toEqual([200, first.body]);
    }
    // Each answer has taken a key of its own.
    expect({ ...(await countRows(world())), ...{ api_keys: 0, audit_log: 0, outbox: 0 } }).toEqual({
      ...before,
      ...{ api_keys: 0, audit_log: 0, outbox: 0 },
    });
    const created = await world()
      .ctx.db.selectFrom("audit_log")
      .select("subject")
      .where("workspace_id", "=", world().operator.workspaceId)
      .where("action", "=", "link.create")
      .execute();
    expect(created).toEqual([{ subject: first.body.id }]);
  });

  test("only the very same destination on the same domain counts", async () => {
    await addDomain(world(), "exists.example");
    const url = "https://exists.example.org/b";
    const { id } = await makeLink(world(), { url });
    for (const other of [`${url}/`, `${url}?`, `${url}#x`, url.toUpperCase(), `${url}?utm_source=x`])
      expect([other, (await post({ url: other })).body.id]).not.toEqual([other, id]);
    const there = await post({ url, domain: "exists.example" });
    expect([there.status, there.body.domain]).toEqual([201, "exists.example"]);
    expect((await post({ url, domain: "exists.example" })).body.id).toBe(there.body.id);
    expect((await post({ url })).body.id).toBe(id);
  });

  test("of several it is the oldest that is neither deleted nor archived", async () => {
    const { ctx, operator, clock } = world();
    const url = "https://exists.example.org/c";
    const links = [];
    for (const archived of [false, true, false, false]) {
      clock.now++;
      links.push(await makeLink(world(), { url, archived }));
    }
    const found = async () => (await post({ url })).body.id;
    expect(await found()).toBe(links[0]?.id);
    await deleteLink(ctx, operator, links[0]?.id ?? "");
    expect(await found()).toBe(links[2]?.id);
  });

  test("another workspace's link to it is none", async () => {
    const url = "https://exists.example.org/d";
    const theirs = { ...world(), ...(await world().stranger()) };
    const { id } = await makeLink(theirs, { url });
    const answer = await post({ url });
    expect([answer.status, answer.body.id === id]).toEqual([201, false]);
  });

  test("without it, or with create, each request makes a link", async () => {
    const url = "https://exists.example.org/e";
    const ids = new Set<string>();
    for (const ifExists of [undefined, "create", "create"]) ids.add((await post({ url, ifExists })).body.id);
    expect(ids.size).toBe(3);
  });

  test("a link that was pointed elsewhere is found there, and no more where it was", async () => {
    const { text: key } = await world().key();
    const [from, to] = ["https://exists.example.org/f", "https://exists.example.org/g"];
    const { id } = await makeLink(world(), { url: from });
    await askJson(world(), key, "PATCH", `/links/${id}`, { url: to });
    expect((await post({ url: to })).body.id).toBe(id);
    expect((await post({ url: from })).status).toBe(201);
  });

  test("with an Idempotency-Key the first answer comes again", async () => {
    const url = "https://exists.example.org/h";
    const { text: key } = await world().key();
    const ask = (name: string) =>
      askJson(world(), key, "POST", "/links", { url, ifExists: "return" }, { "Idempotency-Key": name });
    const [first, second] = [await ask("1"), await ask("2")];
    expect([first.status, second.status]).toEqual([201, 200]);
    for (const [name, was] of [
      ["1", first],
      ["2", second],
    ] as const) {
      const again = await ask(name);
      expect([again.status, again.body]).toEqual([was.status, was.body]);
    }
  });

  test.skipIf(!canEmbed())("the link that is there comes with its clicks", async () => {
    const { ctx, operator } = world();
    const url = "https://exists.example.org/clicked";
    const { id, slug } = await makeLink(world(), { url });
    const row = { workspace: operator.workspaceId, link: id, slug, at: ctx.now(), nonce: 1, class: "human" };
    await ctx.analytics.insertClicks(fileOf(`${JSON.stringify(row)}\n`), `exists-${id}`);
    expect((await post({ url })).body).toMatchObject({ id, clicks: 1 });
  });
});
