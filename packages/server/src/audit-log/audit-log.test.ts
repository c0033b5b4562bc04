import { expect, test } from "bun:test";
import { type AuditEntry, AuditEntrySchema } from "@visoli/contract/audit";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { askJson, changeLink, makeLink } from "../../../../test/links.ts";
import { addMemberWith, jobs } from "../../../../test/members.ts";
import { setPlan } from "../db/plans.ts";
import { DAY_MS, iso } from "../lib/time.ts";
import { listAudit } from "./list.ts";

forEachDatabase("the audit log", (world) => {
  const list = async (query: Record<string, string> = {}) => {
    const page = await listAudit(world().ctx, world().operator, { limit: 100, ...query });
    return page.data;
  };
  const say = ({ action, subject }: AuditEntry) => `${action} ${subject}`;

  test("says who did what to what, what it was before and after, newest first", async () => {
    const { clock, ctx } = world();
    const person = await addMemberWith(world(), "admin");
    const { id: keyId, actor } = await world().key();
    const link = await makeLink(world(), { title: "old" }, actor);
    clock.now += 5;
    const from = "DE, AS3320 Deutsche Telekom AG";
    await changeLink(world(), link.id, { title: "new", password: "hunter22" }, { ...person, from });
    const entries = await list();
    expect(entries.map((entry) => AuditEntrySchema.strict().parse(entry).action)).toEqual([
      ...["link.update", "link.create", "key.create"],
    ]);
    const { name } = await ctx.db
      .selectFrom("users")
      .select("name")
      .where("id", "=", person.userId)
      .executeTakeFirstOrThrow();
    expect(entries[0]).toMatchObject({
      ...{ at: iso(clock.now), actor: { type: "person", id: person.userId, name }, from },
      ...{ subject: link.id, changes: { title: { from: "old", to: "new" } } },
    });
    expect(entries[1]?.actor).toEqual({ type: "key", id: keyId, name: "test" });
    expect(entries[2]?.actor).toEqual({ type: "operator", id: "operator", name: null });
    expect(JSON.stringify(entries)).not.toContain("hunter22");
  });

  test("pages hold each once; filters are by actor, the beginning of the action, subject and time", async () => {
    const { clock } = world();
    const { id: keyId, text: key, actor } = await world().key();
    const links = [];
    for (let count = 0; count < 5; count++) {
      clock.now += 1_000;
      links.push(await makeLink(world(), {}, count % 2 ? actor : undefined));
    }
    const [first, second] = links;
    await changeLink(world(), first?.id ?? "", { title: "x" });
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { body } = await askJson(world(), key, "GET", `/audit-log?limit=3&cursor=${cursor || "~"}`);
      seen.push(...body.data.map(say));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual((await list()).map(say));
    expect(new Set(seen).size).toBe(7);
    expect((await list({ actor: keyId })).map(({ action }) => action)).toEqual([
      "link.create",
      "link.create",
    ]);
    expect(await list({ action: "link." })).toHaveLength(6);
    expect(await list({ action: "link.update" })).toHaveLength(1);
    expect(await list({ action: "update" })).toEqual([]);
    expect((await list({ subject: first?.id ?? "" })).map(say)).toHaveLength(2);
    const [from, to] = [second?.createdAt ?? "", iso(clock.now)];
    expect(await list({ from, to })).toHaveLength(3);
    expect(await list({ from: to })).toHaveLength(2);
    expect(await list({ from: iso(clock.now + 1) })).toEqual([]);
  });

  test("faulty questions are named; the scope audit:read is asked for; another workspace's is not shown", async () => {
    await makeLink(world());
    const { text: key } = await world().key();
    const { text: bare } = await world().key("links:read", "keys:read");
    for (const query of ["actor=", "action=%25", "action=Link", "from=yesterday", "to=1", "limit=0", "x=1"])
      for (const path of ["/audit-log", "/audit-log/export"])
        if (!(path.endsWith("export") && query === "limit=0")) {
          const { status, body } = await askJson(world(), key, "GET", `${path}?${query}`);
          expect([query, status, body.errors?.length]).toEqual([query, 422, 1]);
        }
    for (const path of ["/audit-log", "/audit-log/export"])
      expect((await askJson(world(), bare, "GET", path)).body.code).toBe("auth.missing_scope");
    const { operator } = await world().stranger();
    expect((await listAudit(world().ctx, operator, { limit: 100 })).data).toEqual([]);
  });

  test("an export has all that the list has, as lines of JSON or as a table without formulas", async () => {
    const { text: key } = await world().key();
    await world()
      .ctx.db.updateTable("api_keys")
      .set({ name: "=1+1" })
      .where("workspace_id", "=", world().operator.workspaceId)
      .execute();
    for (let count = 0; count < 1_003; count++)
      await world()
        .ctx.db.insertInto("audit_log")
        .values({
          ...{ id: `evt_0000000${String(count).padStart(5, "0")}`, actor: "operator", actor_from: null },
          ...{ workspace_id: world().operator.workspaceId, action: "link.create", subject: "a,b" },
          ...{ changes: "{}", created_at: 1 },
        })
        .execute();
    const { body: made } = await askJson(world(), key, "POST", "/links", { url: "https://example.com/" });
    const lines = async (format: string) => {
      const response = await ask(world(), "GET", `/api/v1/audit-log/export?format=${format}`, { key });
      expect(response.status).toBe(200);
      return (await response.text()).trimEnd().split(/\r?\n/);
    };
    const ndjson = (await lines("ndjson")).map((line) => AuditEntrySchema.parse(JSON.parse(line)));
    expect(ndjson).toHaveLength(1_005);
    expect(ndjson.slice(0, 100)).toEqual(await list());
    expect(new Set(ndjson.map(({ id }) => id)).size).toBe(1_005);
    const [head, first] = await lines("csv");
    expect(head).toBe("id,at,actorType,actorId,actorName,from,action,subject,changes");
    expect(first).toContain(`,'=1+1,`);
    expect(first).toContain(made.id);
    expect(await lines("csv")).toHaveLength(1_006);
  });

  test("it is shown and kept as long as the plan says, for ever where it says nothing", async () => {
    const { ctx, clock, operator } = world();
    await makeLink(world());
    const other = await world().stranger();
    await makeLink({ ...world(), ...other });
    const count = async (workspaceId: string) => {
      const rows = ctx.db.selectFrom("audit_log").select("id").where("workspace_id", "=", workspaceId);
      return (await rows.execute()).length;
    };
    await setPlan(ctx.db, operator.workspaceId, "pro");
    ctx.plans.forget(operator.workspaceId);
    clock.now += 90 * DAY_MS;
    await jobs.keepAudit(ctx);
    expect(await list()).toHaveLength(1);
    clock.now++;
    expect(await list()).toEqual([]);
    expect(await list({ from: "2000-01-01T00:00:00Z" })).toEqual([]);
    expect(await count(operator.workspaceId)).toBe(1);
    await jobs.keepAudit(ctx);
    expect([await count(operator.workspaceId), await count(other.operator.workspaceId)]).toEqual([0, 1]);
  });
});
