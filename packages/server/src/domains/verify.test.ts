import { expect, test } from "bun:test";
import { DomainSchema } from "@visoli/contract/domain";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import type { Actor } from "../core/actor.ts";
import { createDomain } from "./create.ts";
import { getDomain } from "./get.ts";
import { verifyDomain } from "./verify.ts";

let hosts = 0;

forEachDatabase("verifyDomain", (world) => {
  const newHost = () => `v${hosts++}.example`;
  const add = (host: string, owner: Actor = world().operator) => createDomain(world().ctx, owner, { host });
  const verify = (id: string, owner: Actor = world().operator) => verifyDomain(world().ctx, owner, id);
  type Added = Awaited<ReturnType<typeof add>>;
  const prove = ({ host, verification }: Added, by: "dns" | "http" = "dns") =>
    world().proofs.set(`${host} ${verification.http.content}`, by);
  const unprove = ({ host, verification }: Added) =>
    world().proofs.delete(`${host} ${verification.http.content}`);
  const events = async (id: string) => {
    const rows = await world().ctx.db.selectFrom("outbox").selectAll().orderBy("sequence").execute();
    return rows.filter(({ data }) => data.includes(id)).map(({ type }) => type);
  };

  test("by request: 200 in both cases, with what was seen; with proof it answers at once", async () => {
    const domain = await add(newHost());
    const { text: key } = await world().key("domains:write");
    const ask1 = async () => {
      const response = await ask(world(), "POST", `/api/v1/domains/${domain.host}/verify`, { key });
      expect(response.status).toBe(200);
      return { tag: response.headers.get("ETag"), ...DomainSchema.strict().parse(await response.json()) };
    };
    const before = await ask1();
    expect(before).toMatchObject({ verified: false, tag: '"1"' });
    expect(before.verification.checked).toEqual({ dns: "There is no record.", http: "There is no file." });
    expect(before.verification.checkedAt).toBe(new Date(world().clock.now).toISOString());
    prove(domain);
    world().forgotten.length = 0;
    const after = await ask1();
    expect(after).toMatchObject({ verified: true, verifiedAt: before.verification.checkedAt, tag: '"2"' });
    expect(after.verification.checked).toEqual({ dns: "The TXT record is there.", http: null });
    expect(world().ctx.domains.byHost(domain.host)?.id).toBe(domain.id);
    expect(world().forgotten).toEqual(["*"]);
    expect(await events(domain.id)).toEqual(["domain.created", "domain.verified"]);
    expect((await ask1()).tag).toBe('"2"');
    expect(await events(domain.id)).toHaveLength(2);
  });

  test("a host that another workspace has verified, and still proves, is taken", async () => {
    const host = newHost();
    const stranger = (await world().stranger()).operator;
    const [theirs, mine] = [await add(host, stranger), await add(host)];
    prove(theirs);
    await verify(theirs.id, stranger);
    expect((await verify(mine.id)).domain.verified).toBe(false);
    prove(mine);
    await expect(verify(mine.id)).rejects.toMatchObject({ code: "domain.taken" });
    expect(world().ctx.domains.byHost(host)?.id).toBe(theirs.id);
  });

  test("one that does not prove it any more loses it to the one that does, and is told", async () => {
    const host = newHost();
    const stranger = (await world().stranger()).operator;
    const [theirs, mine] = [await add(host, stranger), await add(host)];
    prove(theirs);
    await verify(theirs.id, stranger);
    unprove(theirs);
    prove(mine);
    expect((await verify(mine.id)).domain.verified).toBe(true);
    expect((await getDomain(world().ctx, stranger, theirs.id)).domain).toMatchObject({ verified: false });
    expect(world().ctx.domains.byHost(host)).toMatchObject({
      id: mine.id,
      workspaceId: world().operator.workspaceId,
    });
    expect(await events(theirs.id)).toEqual(["domain.created", "domain.verified", "domain.updated"]);
    prove(theirs);
    await expect(verify(theirs.id, stranger)).rejects.toMatchObject({ code: "domain.taken" });
  });

  test("a record in the DNS is worth more than a file, and a file not more than a file", async () => {
    const host = newHost();
    const stranger = (await world().stranger()).operator;
    const [theirs, mine] = [await add(host, stranger), await add(host)];
    prove(theirs, "http");
    await verify(theirs.id, stranger);
    prove(mine, "http");
    await expect(verify(mine.id)).rejects.toMatchObject({ code: "domain.taken" });
    prove(mine, "dns");
    expect((await verify(mine.id)).domain.verified).toBe(true);
  });

  test("200 verifications of one domain at once verify it once", async () => {
    const domain = await add(newHost());
    prove(domain);
    const all = await Promise.all(Array.from({ length: 200 }, () => verify(domain.id)));
    expect(all.every((each) => each.domain.verified && each.version === 2)).toBe(true);
    expect(await events(domain.id)).toEqual(["domain.created", "domain.verified"]);
  });

  test("of 40 workspaces at once that all prove one host, one has it", async () => {
    const host = newHost();
    const owners = await Promise.all(
      Array.from({ length: 40 }, async () => (await world().stranger()).operator),
    );
    const domains = await Promise.all(owners.map((owner) => add(host, owner)));
    for (const domain of domains) prove(domain);
    const all = await Promise.allSettled(
      domains.flatMap(({ id }, index) =>
        Array.from({ length: 5 }, () => verify(id, owners[index] ?? world().operator)),
      ),
    );
    for (const each of all)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "domain.taken" });
    const { ctx } = world();
    const rows = await ctx.db.selectFrom("domains").selectAll().where("host", "=", host).execute();
    const holders = rows.filter(({ verified_at }) => verified_at !== null);
    expect([rows.length, holders.length]).toEqual([40, 1]);
    expect(ctx.domains.byHost(host)?.id).toBe(holders[0]?.id ?? "");
  });

  test("a verified domain whose proof is gone stays for 7 days, and is told since when it is", async () => {
    const { clock } = world();
    const domain = await add(newHost());
    prove(domain);
    await verify(domain.id);
    unprove(domain);
    const missingSince = new Date(clock.now).toISOString();
    expect((await verify(domain.id)).domain).toMatchObject({
      verified: true,
      verification: { missingSince },
    });
    clock.now += 3 * 86_400_000;
    prove(domain);
    expect((await verify(domain.id)).domain.verification.missingSince).toBeNull();
    unprove(domain);
    await verify(domain.id);
    clock.now += 7 * 86_400_000 - 1;
    expect((await verify(domain.id)).domain.verified).toBe(true);
    clock.now += 1;
    expect((await verify(domain.id)).domain).toMatchObject({
      verified: false,
      verification: { missingSince: null },
    });
    expect(world().ctx.domains.byHost(domain.host)).toBeNull();
  });

  test("another workspace's is not there; one deleted while it was looked at neither", async () => {
    const { ctx, operator } = world();
    const theirs = await add(newHost(), (await world().stranger()).operator);
    await expect(verify(theirs.id)).rejects.toMatchObject({ code: "domain.not_found" });
    await expect(verify(theirs.host)).rejects.toMatchObject({ code: "domain.not_found" });
    const mine = await add(newHost());
    const looking = async () => {
      await ctx.db.deleteFrom("domains").where("id", "=", mine.id).execute();
      return { kind: "proven", by: "dns" } as const;
    };
    const verified = verifyDomain({ ...ctx, prove: looking }, operator, mine.id);
    await expect(verified).rejects.toMatchObject({ code: "domain.not_found" });
  });

  test("needs the scope domains:write", async () => {
    const { actor } = await world().key("domains:read");
    await expect(verify("x", actor)).rejects.toMatchObject({ code: "auth.missing_scope" });
  });
});
