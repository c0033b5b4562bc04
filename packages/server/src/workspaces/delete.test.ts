import { expect, test } from "bun:test";
import { sql } from "kysely";
import { ask, forEachDatabase, type Tenant } from "../../../../test/context.ts";
import { addDomain, addFolder, makeLink } from "../../../../test/links.ts";
import { addMemberWith, jobs } from "../../../../test/members.ts";
import { makeWebhook, sendDue } from "../../../../test/webhooks.ts";
import { roleOf, workspacesOf } from "../db/members.ts";
import { firstWorkspace } from "../db/workspaces.ts";
import { invite } from "../members/invite.ts";
import { deleteWorkspace } from "./delete.ts";

forEachDatabase("the end of a workspace", (world) => {
  /** A workspace that is not the service's first, with its owner. */
  const later = async () => {
    const tenant = await world().stranger();
    const { workspaceId } = tenant.operator;
    const owner = await addMemberWith(world(), "owner", { workspaceId });
    return { tenant, workspaceId, owner, in: { ...world(), ...tenant } };
  };
  const end = (tenant: Tenant) => deleteWorkspace(world().ctx, tenant.operator, { name: "Test" });

  /** In which tables the workspace has rows. */
  const tablesWith = async (workspaceId: string) => {
    const { ctx } = world();
    const isPostgres = ctx.config.database.kind === "postgres";
    const query = isPostgres
      ? sql<{
          name: string;
        }>`select table_name as name from information_schema.columns where column_name = 'workspace_id' and table_schema = 'public'`
      : sql<{
          name: string;
        }>`select m.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and c.name = 'workspace_id'`;
    const found: string[] = [];
    for (const { name } of (await query.execute(ctx.db)).rows) {
      const rows = await sql`select 1 from ${sql.table(name)} where workspace_id = ${workspaceId}`.execute(
        ctx.db,
      );
      if (rows.rows.length > 0) found.push(name);
    }
    return found.toSorted();
  };

  test("only an owner ends it, who types its name, and never the first one", async () => {
    const { ctx } = world();
    const { workspaceId, owner, tenant } = await later();
    const admin = await addMemberWith(world(), "admin", { workspaceId });
    const { actor: key } = await tenant.key();
    for (const by of [admin, key])
      await expect(deleteWorkspace(ctx, by, { name: "Test" })).rejects.toMatchObject({
        code: "auth.missing_scope",
      });
    for (const name of ["", "test", "Test "])
      await expect(deleteWorkspace(ctx, owner, { name })).rejects.toMatchObject({ code: "request.invalid" });
    const first = (await firstWorkspace(ctx.db))?.id ?? "";
    await expect(
      deleteWorkspace(ctx, { kind: "operator", workspaceId: first }, { name: "Test" }),
    ).rejects.toMatchObject({ code: "workspace.undeletable" });
    await deleteWorkspace(ctx, owner, { name: "Test" });
    expect(world().forgotten).toContain("*");
  });

  test("from then on nobody finds its links, its keys open nothing, and nobody is in it", async () => {
    const { ctx, database } = world();
    const { tenant, owner, workspaceId, in: inIt } = await later();
    const { text: key } = await tenant.key();
    const host = await addDomain(inIt, "closing.example");
    const links = [await makeLink(inIt), await makeLink(inIt, { domain: "closing.example" })];
    const hook = await makeWebhook(inIt, "http://127.0.0.1:9/", ["*"]);
    const invitation = await invite(ctx, owner, { email: "late@example.com", role: "member" });
    expect((await database.lookup("", links[0]?.slug ?? ""))?.id).toBe(links[0]?.id ?? "");
    await end(tenant);
    expect(await database.lookup("", links[0]?.slug ?? "")).toBeNull();
    expect(ctx.domains.byHost("closing.example")).toBeNull();
    expect(host).toBeTruthy();
    expect((await ask(world(), "GET", "/api/v1/links", { key })).status).toBe(401);
    expect(await roleOf(ctx.db, owner.userId, workspaceId)).toBeNull();
    expect(await workspacesOf(ctx.db, owner.userId)).toEqual([]);
    for (const [table, id] of [
      ["webhooks", hook.id],
      ["invitations", invitation.id],
    ] as const)
      expect(await ctx.db.selectFrom(table).select("id").where("id", "=", id).execute()).toEqual([]);
    expect(await ctx.db.selectFrom("mails").selectAll().where("about", "=", invitation.id).execute()).toEqual(
      [],
    );
  });

  test("by and by nothing of it is left but what slugs it had, which nobody else gets; others keep theirs", async () => {
    const { ctx } = world();
    const { tenant, workspaceId, in: inIt } = await later();
    await addFolder(inIt, "folder", "editor");
    await addDomain(inIt, "cleared.example");
    await makeWebhook(inIt, "http://127.0.0.1:9/", ["link.created"]);
    for (let count = 0; count < 3; count++)
      await makeLink(inIt, { slug: `${workspaceId}-${count}`, tags: ["a"], metadata: { a: "b" } });
    await makeLink(inIt, { domain: "cleared.example", folder: "folder" });
    await sendDue(inIt);
    await makeLink(world(), { slug: `${workspaceId}-other`, tags: ["a"] });
    const others = await tablesWith(world().operator.workspaceId);
    await end(tenant);
    await jobs.clearWorkspaces(ctx);
    // Somebody may have to be told before: not yet.
    expect(await tablesWith(workspaceId)).toContain("links");
    await jobs.relay(ctx);
    await jobs.clearWorkspaces(ctx);
    expect(await tablesWith(workspaceId)).toEqual(["addresses", "erasures"]);
    const left = await ctx.db.selectFrom("workspaces").select("id").where("id", "=", workspaceId).execute();
    expect(left).toEqual([]);
    const slugs = ctx.db.selectFrom("addresses").select(["domain", "link_id"]);
    const kept = await slugs.where("workspace_id", "=", workspaceId).execute();
    expect(kept).toEqual(Array.from({ length: 3 }, () => ({ domain: "", link_id: null })));
    await expect(makeLink(world(), { slug: `${workspaceId}-0` })).rejects.toMatchObject({
      code: "link.slug_taken",
    });
    const erasures = ctx.db.selectFrom("erasures").select("link_id").where("workspace_id", "=", workspaceId);
    expect(await erasures.execute()).toEqual([{ link_id: "" }]);
    const orphans = ctx.db
      .selectFrom("webhook_deliveries")
      .leftJoin("webhook_events", "webhook_events.id", "webhook_deliveries.event_id")
      .where("webhook_events.id", "is", null);
    expect(await orphans.select("webhook_deliveries.id").execute()).toEqual([]);
    expect(await tablesWith(world().operator.workspaceId)).toEqual(
      others.filter((name) => name !== "outbox"),
    );
  });

  test("its sandbox goes with it", async () => {
    const { ctx } = world();
    const { tenant, workspaceId } = await later();
    const { operator: sandbox } = await world().stranger();
    await ctx.db
      .updateTable("workspaces")
      .set({ sandbox_of: workspaceId })
      .where("id", "=", sandbox.workspaceId)
      .execute();
    const link = await makeLink({ ...world(), operator: sandbox });
    await end(tenant);
    expect(await world().database.lookup("", link.slug)).toBeNull();
    await jobs.relay(ctx);
    await jobs.clearWorkspaces(ctx);
    const left = ctx.db.selectFrom("workspaces").select("id");
    expect(await left.where("id", "in", [workspaceId, sandbox.workspaceId]).execute()).toEqual([]);
  });

  test("two nodes that clear away at once do not hinder each other", async () => {
    const { ctx } = world();
    const { tenant, workspaceId, in: inIt } = await later();
    for (let count = 0; count < 20; count++) await makeLink(inIt);
    await end(tenant);
    await jobs.relay(ctx);
    await Promise.all([jobs.clearWorkspaces(ctx), jobs.clearWorkspaces(ctx), jobs.clearWorkspaces(ctx)]);
    await jobs.clearWorkspaces(ctx);
    expect(await tablesWith(workspaceId)).toEqual(["addresses", "erasures"]);
  });
});
