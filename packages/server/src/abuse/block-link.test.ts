import { expect, test } from "bun:test";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { readHistory } from "../db/history.ts";
import { createLink } from "../links/create.ts";
import { updateLink } from "../links/update.ts";
import { blockLink, unblockLink } from "./block-link.ts";

forEachDatabase("blocking a link by hand", (world) => {
  const make = async (slug: string, aliases: string[] = []) =>
    (await createLink(world().ctx, world().operator, { url: "https://example.com/", slug, aliases })).link;
  const admin = async () => (await world().stranger()).key("instance:admin");
  const found = (slug: string) => world().database.lookup("", slug);
  const events = async (type: string, id: string) =>
    (await world().ctx.db.selectFrom("outbox").selectAll().where("type", "=", type).execute()).filter(
      ({ data }) => JSON.parse(data).id === id,
    );

  test("blocks a link of any workspace by its short URL, at every address, with history, audit and event", async () => {
    const { ctx, operator, forgotten } = world();
    const link = await make("block-me", ["block-alias"]);
    forgotten.length = 0;
    const { text: key } = await admin();
    const body = { link: `${link.shortUrl}?utm=1`, reason: "phishing" };
    const response = await ask(world(), "POST", "/api/v1/admin/links/block", { key, body });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id: link.id,
      workspace: operator.workspaceId,
      shortUrl: link.shortUrl,
      url: "https://example.com/",
      blockedReason: "admin: phishing",
      version: 2,
    });
    expect((await found("block-me"))?.blockedAt).toBe(ctx.now());
    expect((await found("block-alias"))?.blockedAt).toBe(ctx.now());
    expect(forgotten.sort()).toEqual(["/block-alias", "/block-me"]);
    expect(await readHistory(ctx.db, link.id, { limit: 10 })).toMatchObject([
      { version: 2, actor: "instance", changes: '{"blockedReason":[null,"admin: phishing"]}' },
    ]);
    expect(await events("link.blocked", link.id)).toMatchObject([{ workspace_id: operator.workspaceId }]);
    const entries = await ctx.db.selectFrom("audit_log").selectAll().where("subject", "=", link.id).execute();
    expect(entries.map((entry) => entry.action)).toContain("link.block");
  });

  test("the same once more changes nothing; another reason does", async () => {
    const link = await make("block-twice");
    const { actor } = await admin();
    const block = (reason: string) => blockLink(world().ctx, actor, { link: link.id, reason });
    expect([await block("spam"), await block("spam")]).toMatchObject([{ version: 2 }, { version: 2 }]);
    expect(await block("worse")).toMatchObject({ version: 3, blockedReason: "admin: worse" });
  });

  test("lets a link go, at once and at every address", async () => {
    const { ctx, forgotten } = world();
    const link = await make("let-go", ["let-go-alias"]);
    const { actor } = await admin();
    await blockLink(ctx, actor, { link: link.id, reason: "spam" });
    forgotten.length = 0;
    const free = { blockedReason: null, blockedAt: null, version: 3 };
    expect(await unblockLink(ctx, actor, { link: link.shortUrl })).toMatchObject(free);
    expect((await found("let-go"))?.blockedAt).toBeNull();
    expect(forgotten.sort()).toEqual(["/let-go", "/let-go-alias"]);
    expect(await events("link.unblocked", link.id)).toHaveLength(1);
    expect(await unblockLink(ctx, actor, { link: link.id })).toMatchObject(free);
  });

  test("a change of its owner does not let it go, and its owner sees why it is blocked", async () => {
    const { ctx, operator } = world();
    const link = await make("still-blocked");
    await blockLink(ctx, (await admin()).actor, { link: link.id, reason: "phishing" });
    const changed = await updateLink(ctx, operator, link.id, {
      url: "https://example.org/",
      disabled: false,
    });
    expect(changed.link).toMatchObject({ status: "blocked", blockedReason: "admin: phishing" });
  });

  test("a link in the trash can be blocked, too: it is blocked when it comes back", async () => {
    const { ctx, operator } = world();
    const link = await make("trashed-block");
    const { text: key } = await world().key();
    await ask(world(), "DELETE", `/api/v1/links/${link.id}`, { key });
    await blockLink(ctx, operator, { link: link.shortUrl, reason: "spam" });
    const response = await ask(world(), "POST", `/api/v1/links/${link.id}/restore`, { key });
    expect(await response.json()).toMatchObject({ status: "blocked" });
  });

  test.each([
    "http://localhost:3000/no-such-link",
    "http://localhost:3000/",
    "http://localhost:3000/%E0%A4%A",
    "https://elsewhere.example/x",
    "lnk_nothing",
    "x",
    "[]",
  ])("%s is no link", async (link) => {
    const { text: key } = await admin();
    for (const [verb, body] of [
      ["block", { link, reason: "x" }],
      ["unblock", { link }],
    ] as const) {
      const response = await ask(world(), "POST", `/api/v1/admin/links/${verb}`, { key, body });
      expect([response.status, (await response.json()) as unknown]).toMatchObject([
        404,
        { code: "link.not_found" },
      ]);
    }
  });

  test("needs the scope instance:admin, which no key has that was not given it by name", async () => {
    const link = await make("not-yours");
    const { text: key } = await world().key();
    for (const path of ["links/block", "links/unblock", "blocked-destinations", "reports/rpt_1/close"]) {
      const body = path.startsWith("reports")
        ? { state: "dismissed" }
        : {
            ...(path.startsWith("links") ? { link: link.id } : { destination: "x.example" }),
            ...(path !== "links/unblock" && { reason: "x" }),
          };
      const response = await ask(world(), "POST", `/api/v1/admin/${path}`, { key, body });
      expect([path, response.status]).toEqual([path, 403]);
    }
    for (const path of ["reports", "blocked-destinations"])
      expect((await ask(world(), "GET", `/api/v1/admin/${path}`, { key })).status).toBe(403);
    const child = await ask(world(), "POST", "/api/v1/keys", {
      key,
      body: { name: "x", scopes: ["instance:admin"] },
    });
    expect(child.status).toBe(403);
  });
});
