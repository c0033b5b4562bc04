import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { addFolder, makeLink } from "../../../../test/links.ts";
import { addMemberWith } from "../../../../test/members.ts";
import { removeMember as leave } from "../members/remove.ts";
import { getFolder } from "./get.ts";
import { putMember } from "./members.ts";

forEachDatabase("people in folders", (world) => {
  const roleIn = async (folder: string, actor: Parameters<typeof getFolder>[1]) =>
    (await getFolder(world().ctx, actor, folder)).role;

  test("a person of the workspace gets a role, one of another workspace does not, and owners manage every folder", async () => {
    const { ctx, operator } = world();
    const stranger = await world().stranger();
    const [member, owner, other] = [
      await addMemberWith(world(), "member"),
      await addMemberWith(world(), "owner"),
      await addMemberWith(world(), "member", { workspaceId: stranger.operator.workspaceId }),
    ];
    const folder = await addFolder(world(), "secret", "none");
    const link = makeLink(world(), { folder: "secret" }, member);
    await expect(link).rejects.toMatchObject({ code: "folder.not_found" });
    await putMember(ctx, operator, folder, member.userId, { role: "editor" });
    expect([await roleIn(folder, member), await roleIn(folder, owner)]).toEqual(["editor", "manager"]);
    await makeLink(world(), { folder: "secret" }, member);
    for (const id of [other.userId, "usr_nobody"])
      await expect(putMember(ctx, operator, folder, id, { role: "editor" })).rejects.toMatchObject({
        code: "key.not_found",
      });
    await leave(ctx, operator, member.userId);
    await expect(getFolder(ctx, member, folder)).rejects.toMatchObject({ code: "folder.not_found" });
  });
});
