import { expect, test } from "bun:test";
import { DomainSchema } from "@visoli/contract/domain";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { createDomain } from "./create.ts";

const host = "go.create.example";

forEachDatabase("createDomain", (world) => {
  const post = async (body: unknown, headers = {}) => {
    const { text: key } = await world().key("domains:write");
    return ask(world(), "POST", "/api/v1/domains", { key, body, headers });
  };

  test("gives the domain, not verified yet, with what to put where", async () => {
    const response = await post({ host: "GO.Create.example.", rootUrl: "https://example.com/" });
    const domain = DomainSchema.strict().parse(await response.json());
    expect(response.status).toBe(201);
    expect(response.headers.get("ETag")).toBe('"1"');
    expect(response.headers.get("Location")).toBe(`/api/v1/domains/${domain.id}`);
    const { content: token } = domain.verification.http;
    expect(token).toMatch(/^[0-9A-Za-z]{32}$/);
    expect(domain).toMatchObject({
      host,
      verified: false,
      caseSensitive: true,
      noindex: true,
      robots: "allow",
    });
    expect(domain).toMatchObject({
      rootUrl: "https://example.com/",
      notFoundUrl: null,
      redirectStatus: null,
    });
    expect(domain.verification).toEqual({
      dns: { type: "TXT", name: `_visoli.${host}`, value: `visoli-verification=${token}` },
      http: { url: `http://${host}/.well-known/visoli-verification.txt`, content: token },
      checkedAt: null,
      missingSince: null,
    });
    expect(world().ctx.domains.byHost(host)).toBeNull();
  });

  test("several workspaces may add one host, each with a token of its own; one workspace adds it once", async () => {
    const { ctx, operator } = world();
    const mine = await createDomain(ctx, operator, { host });
    const theirs = await createDomain(ctx, (await world().stranger()).operator, { host });
    expect(mine.verification.http.content).not.toBe(theirs.verification.http.content);
    const again = createDomain(ctx, operator, { host });
    await expect(again).rejects.toMatchObject({ code: "domain.taken" });
  });

  test("of 200 at once in one workspace one is made", async () => {
    const { ctx, operator } = world();
    const before = await countRows(world());
    const all = await Promise.allSettled(
      Array.from({ length: 200 }, () => createDomain(ctx, operator, { host })),
    );
    expect(all.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of all)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "domain.taken" });
    const after = await countRows(world());
    for (const table of ["domains", "audit_log", "outbox"])
      expect([table, after[table]]).toEqual([table, (before[table] ?? 0) + 1]);
  });

  test("the same Idempotency-Key gets the same answer, another request with it none", async () => {
    const headers = { "Idempotency-Key": "dom-1" };
    const { text: key } = await world().key();
    const send = (body: unknown) => ask(world(), "POST", "/api/v1/domains", { key, body, headers });
    const first = await (await send({ host })).json();
    expect(await (await send({ host })).json()).toEqual(first);
    expect((await send({ host: "other.create.example" })).status).toBe(409);
  });

  test("every faulty field is named, and nothing is written", async () => {
    const before = await countRows(world());
    const faults = async (body: unknown) => {
      const response = await post(body);
      const { errors } = (await response.json()) as { errors: { path: string; code: string }[] };
      return [response.status, errors.map(({ path, code }) => `${path} ${code}`).sort()];
    };
    const wrong = { host: "1.2.3.4", rootUrl: "ftp://x.example", noindex: "yes", color: "red" };
    expect(await faults(wrong)).toEqual([
      422,
      ["color unknown_field", "host invalid_host", "noindex invalid_type", "rootUrl invalid_url"],
    ]);
    expect(await faults({ host: "localhost" })).toEqual([422, ["host invalid_host"]]);
    const loops = {
      host,
      rootUrl: `http://${host}./x`,
      notFoundUrl: "http://localhost:3000/",
      expiredUrl: null,
    };
    expect(await faults(loops)).toEqual([422, ["notFoundUrl self_loop", "rootUrl self_loop"]]);
    const { domains, outbox } = await countRows(world());
    expect([domains, outbox]).toEqual([before.domains, (before.outbox ?? 0) + 3]);
  });

  test("the service's own host is none to add, and a blocked address none to lead to", async () => {
    const { ctx, operator } = world();
    const config = { ...ctx.config, publicUrl: `https://${host}:8443` };
    const own = createDomain({ ...ctx, config }, operator, { host });
    await expect(own).rejects.toMatchObject({ errors: [{ path: "host", code: "own_host" }] });
    const inspect = () => ({ refusal: "Is on a list", flags: [] });
    const rootUrl = "https://bad.example/";
    await expect(createDomain({ ...ctx, inspect }, operator, { host, rootUrl })).rejects.toMatchObject({
      errors: [{ path: "rootUrl", code: "blocked_destination" }],
    });
  });

  test("needs the scope domains:write", async () => {
    const { actor } = await world().key("domains:read", "links:write");
    const made = createDomain(world().ctx, actor, { host });
    await expect(made).rejects.toMatchObject({ code: "auth.missing_scope" });
  });
});
