import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson, everythingStored, DESTINATION as url } from "../../../../test/links.ts";

const SECRETS = ["hush-hush-9f3", "other-secret-1c7", "Ünï\ncode 😀 7d2"];

forEachDatabase("a link's password", (world) => {
  const hashOf = async (id: string): Promise<string | undefined> => {
    const query = world().ctx.db.selectFrom("links").select("settings").where("id", "=", id);
    return JSON.parse((await query.executeTakeFirstOrThrow()).settings ?? "{}").passwordHash;
  };

  test("is kept as a hash that knows it again, and nowhere else: no answer, table or line of the log has it", async () => {
    const { text: key } = await world().key();
    const answers: unknown[] = [];
    const ask = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
      const answer = await askJson(world(), key, method, path, body, headers);
      answers.push([answer.body, [...answer.headers]]);
      return answer;
    };
    const body = { url, slug: "secret-link", externalId: "secret", password: SECRETS[0] };
    const made = await ask("POST", "/links", body, { "Idempotency-Key": "secret" });
    expect(made.body.hasPassword).toBe(true);
    const again = await ask("POST", "/links", body, { "Idempotency-Key": "secret" });
    expect(again.body).toEqual(made.body);
    await ask("POST", "/links", { ...body, password: SECRETS[1] }, { "Idempotency-Key": "secret" });
    await ask("POST", "/links", { ...body, password: SECRETS[1] });
    const { id } = made.body;
    for (const password of [SECRETS[1], SECRETS[2]]) await ask("PATCH", `/links/${id}`, { password });
    await ask("PATCH", `/links/${id}`, { password: SECRETS[0] }, { "If-Match": '"1"' });
    await ask("PATCH", `/links/${id}`, { password: SECRETS[0], url: "nonsense" });
    await ask("GET", `/links/${id}`);
    await ask("GET", "/links");
    const places = {
      ...(await everythingStored(world())),
      answers: JSON.stringify(answers),
      log: world().logged.join(),
    };
    for (const secret of SECRETS) {
      // As it is, and as JSON within JSON spells it.
      const spelled = [
        secret,
        JSON.stringify(secret).slice(1, -1),
        JSON.stringify(JSON.stringify(secret)).slice(3, -3),
      ];
      for (const [place, text] of Object.entries(places))
        expect([place, spelled.filter((each) => text.includes(each))]).toEqual([place, []]);
    }
    for (const [place, text] of Object.entries(places))
      expect([place, text.includes("$argon2")]).toEqual([place, place === "links"]);
    const hash = (await hashOf(id)) ?? "";
    expect(hash).toStartWith("$argon2id$");
    expect(await Promise.all(SECRETS.map((secret) => Bun.password.verify(secret, hash)))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test("is changed, kept by other changes, and taken away by null", async () => {
    const { text: key } = await world().key();
    const { id } = (await askJson(world(), key, "POST", "/links", { url, password: "first" })).body;
    const patch = (body: unknown) => askJson(world(), key, "PATCH", `/links/${id}`, body);
    const first = await hashOf(id);
    expect((await patch({ title: "x", cloak: true })).body.hasPassword).toBe(true);
    expect(await hashOf(id)).toBe(first);
    expect((await patch({ password: "first" })).body.hasPassword).toBe(true);
    // The same password again gets a salt of its own.
    expect(await hashOf(id)).not.toBe(first);
    expect((await patch({ password: null })).body.hasPassword).toBe(false);
    expect(await hashOf(id)).toBeUndefined();
    expect((await askJson(world(), key, "POST", "/links", { url, password: null })).body.hasPassword).toBe(
      false,
    );
  });

  test("its history says that it changed, and not to what", async () => {
    const { text: key } = await world().key();
    const { id } = (await askJson(world(), key, "POST", "/links", { url })).body;
    for (const password of ["first", "second", null])
      await askJson(world(), key, "PATCH", `/links/${id}`, { password });
    const query = world().ctx.db.selectFrom("link_history").select("changes").where("link_id", "=", id);
    const rows = await query.orderBy("version").execute();
    const secret = ["(secret)", "(secret)"];
    expect(rows.map((row) => JSON.parse(row.changes))).toEqual([
      { hasPassword: [false, true], password: secret },
      { password: secret },
      { hasPassword: [true, false] },
    ]);
  });
});
