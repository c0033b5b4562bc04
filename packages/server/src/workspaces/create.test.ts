import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { addMemberWith, addPerson } from "../../../../test/members.ts";
import { createWorkspace, listOwnWorkspaces } from "./create.ts";

forEachDatabase("workspaces of a person", (world) => {
  test("who makes one owns it, and has all of theirs in the order they came to them", async () => {
    const { ctx, clock, operator } = world();
    const person = await addMemberWith(world(), "viewer");
    clock.now++;
    const made = await createWorkspace(ctx, { ...person, isEmailVerified: true }, { name: "Mine" });
    expect(made).toMatchObject({ name: "Mine", role: "owner" });
    const { data } = await listOwnWorkspaces(ctx, { ...person, isEmailVerified: true });
    expect(data.map(({ id, role }) => [id, role])).toEqual([
      [operator.workspaceId, "viewer"],
      [made.id, "owner"],
    ]);
    const log = await ctx.db
      .selectFrom("audit_log")
      .selectAll()
      .where("workspace_id", "=", made.id)
      .execute();
    expect(log).toMatchObject([{ actor: person.userId, action: "workspace.create" }]);
  });

  test("a retry with the same key makes no other, and another person's same key does", async () => {
    const { ctx } = world();
    const retry = { key: "once", request: "x" };
    const make = (person: Awaited<ReturnType<typeof addMemberWith>>) =>
      createWorkspace(ctx, { ...person, isEmailVerified: true }, { name: "One" }, retry);
    const [one, other] = [await addMemberWith(world(), "member"), await addMemberWith(world(), "member")];
    const all = await Promise.all([make(one), make(one), make(one)]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect((await make(other)).id).not.toBe(all[0]?.id ?? "");
  });

  test("nobody owns more than 20, however many they ask for at once", async () => {
    const { ctx } = world();
    const person = await addPerson(world());
    const asked = await Promise.allSettled(
      Array.from({ length: 25 }, (_, index) => createWorkspace(ctx, person, { name: `${index}` })),
    );
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
    const refused = asked.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: "workspace.limit_reached" });
    expect((await listOwnWorkspaces(ctx, person)).data).toHaveLength(20);
  });
});
