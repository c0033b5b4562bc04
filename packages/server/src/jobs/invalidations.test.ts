import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { blockLink } from "../abuse/block-link.ts";
import { blockDestination } from "../abuse/blocked-destinations.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { forgetInvalidations, insertInvalidations, lastInvalidation } from "../db/invalidations.ts";
import { HOUR_MS } from "../lib/time.ts";
import { createLink } from "../links/create.ts";
import { deleteLink } from "../links/delete.ts";
import { restoreLink } from "../links/restore.ts";
import { updateLink } from "../links/update.ts";
import { followInvalidations } from "./invalidations.ts";

forEachDatabase("invalidations", (world) => {
  /** Another process on the same database, with what it was told to forget since it was last asked. */
  const otherNode = async () => {
    const forgotten: string[] = [];
    let reloads = 0;
    const { ctx } = world();
    const other: LinkCtx = {
      ...ctx,
      origin: "another",
      forgetLink: (domain, slug) => void forgotten.push(`${domain}/${slug}`),
      forgetDomains: () => void forgotten.push("*"),
      threats: { ...ctx.threats, reloadBlocked: async () => void reloads++ },
    };
    const follow = followInvalidations(other);
    await follow();
    expect(forgotten[0]).toBe("*");
    return {
      follow,
      reloads: () => reloads,
      async heard() {
        forgotten.length = 0;
        await follow();
        return [...forgotten].sort();
      },
    };
  };
  const make = async (slug: string, aliases: string[] = []) =>
    (await createLink(world().ctx, world().operator, { url: "https://example.com/", slug, aliases })).link;

  test("other processes forget every address of a link that was changed, blocked, deleted or restored", async () => {
    const { ctx, operator } = world();
    const link = await make("far", ["far-alias"]);
    const node = await otherNode();
    await updateLink(ctx, operator, link.id, { url: "https://example.org/" });
    expect(await node.heard()).toEqual(["/far", "/far-alias"]);
    await blockLink(ctx, operator, { link: link.id, reason: "x" });
    expect(await node.heard()).toEqual(["/far", "/far-alias"]);
    await updateLink(ctx, operator, link.id, { slug: "farther", aliases: ["other-alias"] });
    expect(await node.heard()).toEqual(["/far", "/far-alias", "/farther", "/other-alias"]);
    await deleteLink(ctx, operator, link.id);
    expect(await node.heard()).toEqual(["/farther", "/other-alias"]);
    await restoreLink(ctx, operator, link.id);
    expect(await node.heard()).toEqual(["/farther", "/other-alias"]);
    expect(await node.heard()).toEqual([]);
  });

  test("the process that made a change does not forget again what it has read anew since", async () => {
    const { ctx, operator, forgotten } = world();
    const link = await make("near");
    const follow = followInvalidations(ctx);
    await follow();
    await updateLink(ctx, operator, link.id, { url: "https://example.org/" });
    forgotten.length = 0;
    await follow();
    expect(forgotten).toEqual([]);
  });

  test("on PostgreSQL they learn of new links with a slug that somebody chose, and not of random ones", async () => {
    const { ctx, operator } = world();
    const node = await otherNode();
    await make("chosen-slug");
    await createLink(ctx, operator, { url: "https://example.com/" });
    const isPostgres = ctx.config.database.kind === "postgres";
    expect(await node.heard()).toEqual(isPostgres ? ["/chosen-slug"] : []);
  });

  test("they read what the operator blocked", async () => {
    const node = await otherNode();
    const before = node.reloads();
    await blockDestination(world().ctx, world().operator, { destination: "far-away.example", reason: "x" });
    await node.follow();
    expect(node.reloads()).toBe(before + 1);
  });

  test("nothing is heard of what was given up", async () => {
    const { ctx } = world();
    const node = await otherNode();
    const kind = ctx.config.database.kind;
    const giveUp = ctx.db.transaction().execute(async (trx) => {
      await insertInvalidations(trx, kind, [{ kind: "address", domain: "", slugKey: "given-up" }], ctx.now());
      throw new Error("no");
    });
    await expect(giveUp).rejects.toThrow("no");
    expect(await node.heard()).toEqual([]);
  });

  test("one that is committed late, behind others with higher numbers, is heard of all the same", async () => {
    const { ctx } = world();
    const kind = ctx.config.database.kind;
    // SQLite has one writer at a time.
    if (kind === "sqlite") return;
    const node = await otherNode();
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    const { promise: isWritten, resolve: written } = Promise.withResolvers<void>();
    const late = ctx.db.transaction().execute(async (trx) => {
      await insertInvalidations(trx, kind, [{ kind: "address", domain: "", slugKey: "late" }], ctx.now());
      written();
      await goOn;
    });
    await isWritten;
    await insertInvalidations(ctx.db, kind, [{ kind: "address", domain: "", slugKey: "early" }], ctx.now());
    expect(await node.heard()).toEqual(["/early"]);
    resolve();
    await late;
    expect(await node.heard()).toEqual(["/late"]);
    expect(await node.heard()).toEqual([]);
  });

  test("more than a batch at once are all heard of", async () => {
    const { ctx } = world();
    const node = await otherNode();
    const many = Array.from(
      { length: 2_500 },
      (_, index) => ({ kind: "address", domain: "", slugKey: `s${index}` }) as const,
    );
    await insertInvalidations(ctx.db, ctx.config.database.kind, many, ctx.now());
    expect(await node.heard()).toHaveLength(2_500);
  });

  test("numbers go on after old rows were dropped, and who has not listened for long begins anew", async () => {
    const { ctx, clock } = world();
    const node = await otherNode();
    const last = await lastInvalidation(ctx.db);
    clock.now += 25 * HOUR_MS;
    await forgetInvalidations(ctx.db, ctx.now() - 24 * HOUR_MS);
    expect(await lastInvalidation(ctx.db)).toBe(0);
    await make("after-all");
    await deleteLink(ctx, world().operator, "localhost:3000/after-all");
    expect(await lastInvalidation(ctx.db)).toBeGreaterThan(last);
    expect((await node.heard())[0]).toBe("*");
  });
});
