import { expect, test } from "bun:test";
import type { InstanceWorkspace, InstanceWorkspacePage } from "@visoli/contract/instance";
import type { Plans } from "@visoli/contract/plan";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { addMemberWith } from "../../../../test/members.ts";
import { createLink } from "../links/create.ts";
import { deleteLink } from "../links/delete.ts";
import { updateWorkspace } from "./update.ts";

const PATH = "/api/v1/admin/workspaces";

forEachDatabase("workspaces of the instance", (world) => {
  const admin = async () => (await world().key("instance:admin", "audit:read", "usage:read")).text;
  const list = async (key: string, query = "") => {
    const response = await ask(world(), "GET", `${PATH}${query}`, { key });
    expect(response.status).toBe(200);
    return (await response.json()) as InstanceWorkspacePage;
  };
  const put = (key: string, id: string, plan: unknown) =>
    ask(world(), "PUT", `${PATH}/${id}/plan`, { key, body: { plan } });
  const auditOf = (workspaceId: string) =>
    world().ctx.db.selectFrom("audit_log").selectAll().where("workspace_id", "=", workspaceId).execute();

  test("are listed with plan and counts, each once, newest first; sandboxes and the deleted are not among them", async () => {
    const { ctx, stranger } = world();
    const [mine, theirs, gone] = [await admin(), await stranger(), await stranger()];
    await createLink(ctx, theirs.operator, { url: "https://example.com/" });
    const trashed = await createLink(ctx, theirs.operator, { url: "https://example.com/" });
    await deleteLink(ctx, theirs.operator, trashed.link.id);
    await addMemberWith({ ...world(), ...theirs }, "member");
    await ask(world(), "POST", "/api/v1/keys", {
      key: (await theirs.key()).text,
      body: { name: "x", mode: "test" },
    });
    const { workspaceId: goneId } = gone.operator;
    await ctx.db.updateTable("workspaces").set({ deleted_at: 1 }).where("id", "=", goneId).execute();

    const seen: InstanceWorkspace[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: InstanceWorkspacePage = await list(mine, `?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    const ids = seen.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted().reverse());
    expect(ids).not.toContain(goneId);
    const sandboxes = await ctx.db
      .selectFrom("workspaces")
      .select("id")
      .where("sandbox_of", "is not", null)
      .execute();
    expect(sandboxes.length).toBeGreaterThan(0);
    for (const { id } of sandboxes) expect(ids).not.toContain(id);
    expect(seen.find(({ id }) => id === theirs.operator.workspaceId)).toMatchObject({
      ...{ name: "Test", plan: "unlimited", granted: false, links: 1, members: 1 },
      createdAt: new Date(ctx.now()).toISOString(),
    });
  });

  test("are found by a part of the name in any case, or by the id; signs of patterns are themselves", async () => {
    const { ctx } = world();
    const [mine, named, other] = [await admin(), await world().stranger(), await world().stranger()];
    await updateWorkspace(ctx, named.operator, { name: "Find 100%_me" });
    const id = named.operator.workspaceId;
    const found = async (search: string) =>
      (await list(mine, `?search=${encodeURIComponent(search)}`)).data.map((one) => one.id);
    expect(await found("find 100%_ME")).toContain(id);
    expect(await found("find 1000_me")).toEqual([]);
    expect(await found("nd%_me")).toEqual([]);
    expect(await found(other.operator.workspaceId)).toEqual([other.operator.workspaceId]);
  });

  test("get a plan and lose it again: in force at once, and both logs tell", async () => {
    const { ctx } = world();
    const [mine, theirs] = [await admin(), await world().stranger()];
    const { workspaceId } = theirs.operator;
    const given = await put(mine, workspaceId, "free");
    expect([given.status, await given.json()]).toMatchObject([
      200,
      { id: workspaceId, plan: "free", granted: true },
    ]);
    expect((await ctx.plans.of(workspaceId)).name).toBe("free");
    const entry = { action: "workspace.set_plan", subject: workspaceId };
    expect(await auditOf(workspaceId)).toContainEqual(
      expect.objectContaining({ ...entry, actor: "operator" }),
    );
    const [own] = (await auditOf(world().operator.workspaceId)).filter(
      ({ action }) => action === entry.action,
    );
    expect(own).toMatchObject(entry);
    expect(own?.actor).toStartWith("key_");
    expect(JSON.parse(own?.changes ?? "")).toEqual({ plan: { from: null, to: "free" } });
    expect(await (await put(mine, workspaceId, null)).json()).toMatchObject({
      plan: "unlimited",
      granted: false,
    });
  });

  test("get no plan that there is not, and none of what is not there changes", async () => {
    const mine = await admin();
    const { workspaceId } = world().operator;
    const wrong = await put(mine, workspaceId, "golden");
    expect([wrong.status, await wrong.json()]).toMatchObject([422, { errors: [{ path: "plan" }] }]);
    for (const plan of [7, "", "x".repeat(33)]) expect((await put(mine, workspaceId, plan)).status).toBe(422);
    expect((await put(mine, "ws_nowhere", "free")).status).toBe(404);
    expect((await world().ctx.plans.of(workspaceId)).name).toBe("unlimited");
    expect((await auditOf(workspaceId)).filter(({ action }) => action === "workspace.set_plan")).toEqual([]);
  });

  test("are nobody's to see without the scope", async () => {
    const { text: key } = await world().key();
    for (const response of [
      await ask(world(), "GET", PATH, { key }),
      await put(key, world().operator.workspaceId, "free"),
    ])
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        403,
        "auth.missing_scope",
      ]);
  });

  test("the plans there are can be read by whoever reads usage", async () => {
    const { text: key } = await world().key("usage:read");
    const { data, isBillingOn } = (await (
      await ask(world(), "GET", "/api/v1/plans", { key })
    ).json()) as Plans;
    expect(data.map(({ name }) => name)).toEqual(Object.keys(world().ctx.config.plans));
    expect(isBillingOn).toBe(false);
    expect(data[1]).toMatchObject({ name: "pro", ...world().ctx.config.plans.pro });
  });
});
