import { expect, test } from "bun:test";
import type { DomainUpdate } from "@visoli/contract/domain";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { createLink } from "../links/create.ts";
import { deleteLink } from "../links/delete.ts";
import { createDomain } from "./create.ts";
import { updateDomain } from "./update.ts";
import { verifyDomain } from "./verify.ts";

const host = "go.update.example";
const url = "https://example.com/";

forEachDatabase("updateDomain", (world) => {
  const add = async () => {
    const domain = await createDomain(world().ctx, world().operator, { host });
    world().proofs.clear();
    return domain;
  };
  const change = (input: DomainUpdate, reference = host) =>
    updateDomain(world().ctx, world().operator, reference, input);
  /** Frees the host again for the next test. */
  const verify = async () => {
    const { id, verification } = await add();
    await world().ctx.db.updateTable("domains").set({ verified_at: null }).where("host", "=", host).execute();
    world().proofs.set(`${host} ${verification.http.content}`, "dns");
    await verifyDomain(world().ctx, world().operator, id);
    return id;
  };

  test("changes what is named, null clears, and the version counts up", async () => {
    await add();
    const settings = { rootUrl: url, redirectStatus: 301, noindex: false, robots: "disallow" } as const;
    const files = { appleAppSiteAssociation: { applinks: {} }, assetLinks: [{ relation: ["x"] }] };
    const first = await change({ ...settings, ...files });
    expect(first).toMatchObject({ version: 2, domain: { ...settings, ...files, host, caseSensitive: true } });
    const second = await change({ rootUrl: null, assetLinks: null, noindex: null });
    expect(second).toMatchObject({ version: 3, domain: { rootUrl: null, assetLinks: null, noindex: true } });
    expect(second.domain).toMatchObject({
      redirectStatus: 301,
      ...{ appleAppSiteAssociation: { applinks: {} } },
    });
  });

  test("the redirect knows of it at once, and forgets what it knew", async () => {
    const id = await verify();
    expect(world().ctx.domains.byId(id)?.settings).toEqual({});
    world().forgotten.length = 0;
    await change({ notFoundUrl: url });
    expect(world().ctx.domains.byHost(host)).toMatchObject({ id, settings: { notFoundUrl: url } });
    expect(world().forgotten).toEqual(["*"]);
  });

  test("by request: a stale If-Match is 412, faulty fields are 422, another workspace's is 404", async () => {
    const { id } = await add();
    const { text: key } = await world().key();
    const { text: other } = await (await world().stranger()).key();
    const before = await countRows(world());
    const patch = async (body: unknown, by: string, headers = {}) => {
      const response = await ask(world(), "PATCH", `/api/v1/domains/${id}`, { key: by, body, headers });
      const { code, errors } = (await response.json()) as { code?: string; errors?: { path: string }[] };
      return [response.status, code, errors?.map(({ path }) => path)];
    };
    expect(await patch({ rootUrl: url }, other)).toEqual([404, "domain.not_found", undefined]);
    const stale = await patch({ rootUrl: url }, key, { "If-Match": '"2"' });
    expect(stale).toEqual([412, "domain.version_mismatch", undefined]);
    const faulty = await patch({ rootUrl: `https://${host}/`, expiredUrl: "http://localhost:3000/x" }, key);
    expect(faulty).toEqual([422, "request.invalid", ["rootUrl", "expiredUrl"]]);
    expect(await countRows(world())).toEqual(before);
    expect(await patch({ rootUrl: url }, key, { "If-Match": '"1"' })).toEqual([200, undefined, undefined]);
  });

  test("capitals count or not only while there is no link, the trash included", async () => {
    const { ctx, operator } = world();
    await verify();
    expect((await change({ caseSensitive: false })).domain.caseSensitive).toBe(false);
    expect((await change({ caseSensitive: true })).domain.caseSensitive).toBe(true);
    const { link } = await createLink(ctx, operator, { url, domain: host, slug: "Sale" });
    const refusal = { code: "domain.in_use" };
    await expect(change({ caseSensitive: false })).rejects.toMatchObject(refusal);
    expect((await change({ caseSensitive: true })).domain.caseSensitive).toBe(true);
    await deleteLink(ctx, operator, link.id);
    await expect(change({ caseSensitive: false })).rejects.toMatchObject(refusal);
    // As the trash is emptied: the address stays with the workspace, the link is gone.
    await ctx.db.deleteFrom("links").where("id", "=", link.id).execute();
    await ctx.db.updateTable("addresses").set({ link_id: null }).where("link_id", "=", link.id).execute();
    await change({ caseSensitive: false });
    expect((await createLink(ctx, operator, { url, domain: host, slug: "sALE" })).link.slug).toBe("sALE");
    const again = createLink(ctx, operator, { url, domain: host, slug: "Sale" });
    await expect(again).rejects.toMatchObject({ code: "link.slug_taken" });
  });

  test("40 changes at once all stand, one after the other", async () => {
    await add();
    const inputs = [
      { rootUrl: url },
      { robots: "disallow" },
      { noindex: false },
      { redirectStatus: 308 },
    ] as const;
    await Promise.all(Array.from({ length: 40 }, (_, index) => change(inputs[index % 4] ?? {})));
    const after = await change({});
    expect(after.version).toBe(42);
    expect(after.domain).toMatchObject(Object.assign({}, ...inputs));
  });

  test("writes an audit entry and an event; needs the scope domains:write", async () => {
    const { id } = await add();
    await change({ robots: "disallow" });
    const { ctx } = world();
    const entries = await ctx.db.selectFrom("audit_log").select("action").where("subject", "=", id).execute();
    expect(entries.map(({ action }) => action).sort()).toEqual(["domain.create", "domain.update"]);
    const events = await ctx.db
      .selectFrom("outbox")
      .select("data")
      .where("type", "=", "domain.updated")
      .execute();
    expect(events.map(({ data }) => data)).toContain(JSON.stringify({ id, changes: { robots: "disallow" } }));
    const { actor } = await world().key("domains:read");
    await expect(updateDomain(ctx, actor, id, {})).rejects.toMatchObject({ code: "auth.missing_scope" });
  });
});
