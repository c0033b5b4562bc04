import { expect, test } from "bun:test";
import { newId } from "@visoli/contract/ids";
import { forEachDatabase } from "../../../../test/context.ts";
import { insertDomain } from "../db/domains.ts";
import type { Db } from "../db/schema.ts";
import { leadsToUs, OWN_DOMAIN, openDomains } from "./domains.ts";

forEachDatabase("openDomains", (world) => {
  const add = async (host: string, isVerified: boolean) => {
    const { ctx, operator, clock } = world();
    await ctx.db.deleteFrom("domains").where("host", "=", host).execute();
    const id = newId("dom", clock.now);
    await insertDomain(ctx.db, {
      ...{ id, workspace_id: operator.workspaceId, host, token: "token", is_case_sensitive: 0 },
      ...{ verified_at: isVerified ? clock.now : null, settings: '{"robots":"disallow"}' },
      ...{ created_at: clock.now, updated_at: clock.now },
    });
    return id;
  };
  const open = (db: Db = world().ctx.db) => openDomains(db, { domain: "localhost:3000" });

  test("knows the service's own domain and the verified ones, by host and by id", async () => {
    const id = await add("known.example", true);
    await add("unknown.example", false);
    const domains = await open();
    expect(domains.own).toMatchObject({
      id: OWN_DOMAIN,
      workspaceId: null,
      isCaseSensitive: true,
      settings: {},
    });
    expect(domains.byHost("localhost:3000")).toBe(domains.own);
    expect(domains.byId("")).toBe(domains.own);
    const { workspaceId } = world().operator;
    const known = {
      id,
      workspaceId,
      host: "known.example",
      isCaseSensitive: false,
      settings: { robots: "disallow" },
    };
    expect(domains.byHost("known.example")).toMatchObject(known as object);
    expect(domains.byId(id)).toBe(domains.byHost("known.example"));
    expect(domains.byHost("unknown.example")).toBeNull();
  });

  test("says whether a reload brought news", async () => {
    const domains = await open();
    expect(await domains.reload()).toBe(false);
    await add("news.example", true);
    expect(await domains.reload()).toBe(true);
    expect(await domains.reload()).toBe(false);
  });

  test("an answer that comes late does not undo a later one", async () => {
    const { db } = world().ctx;
    let late: Promise<unknown> = Promise.resolve();
    const slow = new Proxy(db, {
      get(target, name, receiver) {
        if (name !== "selectFrom") return Reflect.get(target, name, receiver);
        const waitsFor = late;
        return () => ({
          selectAll: () => ({
            where: () => ({
              orderBy: () => ({
                execute: async () => {
                  const query = db.selectFrom("domains").selectAll().where("verified_at", "is not", null);
                  const rows = await query.execute();
                  await waitsFor;
                  return rows;
                },
              }),
            }),
          }),
        });
      },
    });
    const domains = await open(slow);
    const { promise, resolve } = Promise.withResolvers<void>();
    late = promise;
    const first = domains.reload();
    await Bun.sleep(50);
    late = Promise.resolve();
    const id = await add("late.example", true);
    await domains.reload();
    resolve();
    expect(await first).toBe(false);
    expect(domains.byId(id)).not.toBeNull();
  });

  test("tells whether a URL leads to one of them", async () => {
    await add("known.example", true);
    const domains = await open();
    for (const url of [
      "http://localhost:3000/a",
      "https://known.example/",
      "https://KNOWN.example.:8443/x?y",
    ])
      expect([url, leadsToUs(domains, url)]).toEqual([url, true]);
    for (const url of ["http://localhost:3001/", "https://a.known.example/", "mailto:a@known.example"])
      expect([url, leadsToUs(domains, url)]).toEqual([url, false]);
  });
});
