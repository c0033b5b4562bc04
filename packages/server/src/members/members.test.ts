import { expect, test } from "bun:test";
import { ROLES, type Role } from "@visoli/contract/role";
import { forEachDatabase } from "../../../../test/context.ts";
import { addFolder } from "../../../../test/links.ts";
import { addMemberWith, type PersonActor } from "../../../../test/members.ts";
import { roleOf } from "../db/members.ts";
import { invite } from "./invite.ts";
import { listMembers } from "./list.ts";
import { removeMember } from "./remove.ts";
import { transferWorkspace } from "./transfer.ts";
import { updateMember } from "./update.ts";

forEachDatabase("members", (world) => {
  const add = (role: Role) => addMemberWith(world(), role);
  const setRole = (by: PersonActor, of: PersonActor, role: Role) =>
    updateMember(world().ctx, by, of.userId, { role });
  const remove = (by: PersonActor, of: PersonActor) => removeMember(world().ctx, by, of.userId);
  const now = ({ userId, workspaceId }: PersonActor) => roleOf(world().ctx.db, userId, workspaceId);
  const owners = async () => {
    const page = await listMembers(world().ctx, world().operator, { limit: 100 });
    return page.data.filter(({ role }) => role === "owner").length;
  };
  const entries = (subject: string) =>
    world()
      .ctx.db.selectFrom("audit_log")
      .select(["actor", "action", "changes"])
      .where("subject", "=", subject)
      .orderBy("id")
      .execute();

  test("a list shows each once over its pages, and no other workspace's", async () => {
    const made = [await add("owner"), await add("admin"), await add("viewer")];
    const stranger = await world().stranger();
    await addMemberWith(world(), "owner", { workspaceId: stranger.operator.workspaceId });
    const seen: string[] = [];
    for (let cursor: string | undefined | null; cursor !== null; ) {
      const page = await listMembers(world().ctx, made[2] as PersonActor, { limit: 2, cursor });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(made.map(({ userId }) => userId).toSorted());
  });

  test("who may make whom what", async () => {
    for (const by of ["owner", "admin"] as const)
      for (const of of ROLES)
        for (const to of ROLES) {
          const [actor, subject] = [await add(by), await add(of)];
          await add("owner");
          const isAllowed = by === "owner" || (of !== "owner" && to !== "owner") || of === to;
          const change = setRole(actor, subject, to);
          if (isAllowed) await change;
          else await expect(change).rejects.toMatchObject({ code: "member.forbidden" });
          expect([by, of, to, await now(subject)]).toEqual([by, of, to, isAllowed ? to : of]);
        }
  });

  test("members and viewers change nobody, and remove none but themselves", async () => {
    const refused = { code: "auth.missing_scope" };
    for (const role of ["member", "viewer"] as const) {
      const [actor, other] = [await add(role), await add("viewer")];
      await expect(setRole(actor, other, "viewer")).rejects.toMatchObject(refused);
      await expect(setRole(actor, actor, "admin")).rejects.toMatchObject(refused);
      await expect(remove(actor, other)).rejects.toMatchObject(refused);
      await remove(actor, actor);
      expect(await now(actor)).toBeNull();
    }
  });

  test("an admin removes no owner, an owner does", async () => {
    const [owner, other, admin] = [await add("owner"), await add("owner"), await add("admin")];
    await expect(remove(admin, owner)).rejects.toMatchObject({ code: "member.forbidden" });
    await remove(owner, other);
    await remove(admin, await add("admin"));
    expect([await now(owner), await now(other)]).toEqual(["owner", null]);
  });

  test("a key gives no more than it has, and makes no owner whatever it has", async () => {
    const member = await add("member");
    const { actor } = await world().key("members:write", "members:read", "links:read");
    const { actor: whole } = await world().key();
    const change = (by: typeof actor, role: Role) => updateMember(world().ctx, by, member.userId, { role });
    await expect(change(actor, "admin")).rejects.toMatchObject({ code: "auth.missing_scope" });
    await expect(change(whole, "owner")).rejects.toMatchObject({ code: "member.forbidden" });
    await change(whole, "admin");
  });

  test("the last owner cannot leave, be removed or be made less", async () => {
    const owner = await add("owner");
    await add("admin");
    const last = { code: "member.last_owner" };
    await expect(remove(owner, owner)).rejects.toMatchObject(last);
    await expect(setRole(owner, owner, "admin")).rejects.toMatchObject(last);
    await expect(removeMember(world().ctx, world().operator, owner.userId)).rejects.toMatchObject(last);
    expect(await now(owner)).toBe("owner");
  });

  test("however many owners go at once, one stays", async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => add("owner")));
    const goes = all.map((one, index) =>
      index % 2 ? remove(one, one) : setRole(one, all[(index + 1) % 6] ?? one, "viewer"),
    );
    await Promise.allSettled([...goes, ...all.map((one) => remove(one, one))]);
    expect(await owners()).toBe(1);
  });

  test("who is made less while they act does not act any more", async () => {
    const [owner, admin, member] = [await add("owner"), await add("admin"), await add("member")];
    await setRole(owner, admin, "viewer");
    await expect(setRole(admin, member, "viewer")).rejects.toMatchObject({ code: "auth.missing_scope" });
    await remove(owner, admin);
    await expect(remove(admin, member)).rejects.toMatchObject({ code: "auth.missing_scope" });
    expect(await now(member)).toBe("member");
  });

  test("who is removed is out of the folders, of this workspace alone, and their invitations are taken back", async () => {
    const { ctx } = world();
    const [owner, admin] = [await add("owner"), await add("admin")];
    const folder = await addFolder(world(), "secret", "none");
    await ctx.db
      .insertInto("folder_members")
      .values({ folder_id: folder, member: admin.userId, role: "manager" })
      .execute();
    await invite(ctx, admin, { email: "friend@example.com", role: "admin" });
    await remove(owner, admin);
    const left = await ctx.db.selectFrom("folder_members").selectAll().execute();
    expect(left.filter(({ member }) => member === admin.userId)).toEqual([]);
    const open = await ctx.db.selectFrom("invitations").select("revoked_at").execute();
    expect(open.at(-1)?.revoked_at).toBe(world().clock.now);
    expect(await ctx.db.selectFrom("mails").selectAll().execute()).toEqual([]);
  });

  test("a transfer makes the other owner and leaves an admin; only owners do it", async () => {
    const { ctx } = world();
    const [owner, admin] = [await add("owner"), await add("admin")];
    const refused = transferWorkspace(ctx, admin, admin.userId);
    await expect(refused).rejects.toMatchObject({ code: "auth.missing_scope" });
    const { actor: key } = await world().key();
    await expect(transferWorkspace(ctx, key, admin.userId)).rejects.toMatchObject({
      code: "auth.missing_scope",
    });
    for (const id of [owner.userId, "usr_nobody", ""])
      await expect(transferWorkspace(ctx, owner, id)).rejects.toMatchObject({ code: "request.invalid" });
    expect(await transferWorkspace(ctx, owner, admin.userId)).toMatchObject({ role: "owner" });
    expect([await now(owner), await now(admin)]).toEqual(["admin", "owner"]);
  });

  test("two transfers at once leave one owner", async () => {
    const [owner, ...others] = [await add("owner"), await add("admin"), await add("viewer")];
    await Promise.allSettled(
      others.map(({ userId }) => transferWorkspace(world().ctx, owner as PersonActor, userId)),
    );
    expect(await owners()).toBe(1);
  });

  test("the log says who was what before and after", async () => {
    const [owner, member] = [await add("owner"), await add("member")];
    await setRole(owner, member, "admin");
    await setRole(owner, member, "admin");
    await remove(owner, member);
    expect(await entries(member.userId)).toEqual([
      { actor: owner.userId, action: "member.update", changes: '{"role":{"from":"member","to":"admin"}}' },
      {
        actor: owner.userId,
        action: "member.remove",
        changes: JSON.stringify({ email: member.email, role: { from: "admin", to: null } }),
      },
    ]);
  });
});
