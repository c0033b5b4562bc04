import { expect, test } from "bun:test";
import { FolderMemberPageSchema } from "@visoli/contract/folder";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { revokeKey } from "../keys/revoke.ts";
import { createLink } from "../links/create.ts";
import { createFolder } from "./create.ts";
import { getFolder } from "./get.ts";
import { listMembers, putMember, removeMember } from "./members.ts";

const url = "https://example.com/";

forEachDatabase("folder members", (world) => {
  const hidden = async () => {
    const maker = await world().key();
    const { id } = await createFolder(world().ctx, maker.actor, { name: "Hidden", defaultRole: "none" });
    return { id, maker };
  };

  test("a role opens the folder for a key, as far as it goes, and is gone when it is taken away", async () => {
    const { ctx } = world();
    const { id, maker } = await hidden();
    const other = await world().key();
    const create = () => createLink(ctx, other.actor, { url, folder: id });
    await expect(create()).rejects.toMatchObject({ code: "folder.not_found" });
    await putMember(ctx, maker.actor, id, other.id, { role: "viewer" });
    expect(await getFolder(ctx, other.actor, "Hidden")).toMatchObject({ role: "viewer" });
    await expect(create()).rejects.toMatchObject({ code: "folder.forbidden" });
    await putMember(ctx, maker.actor, id, other.id, { role: "editor" });
    expect((await create()).link.folder).toBe(id);
    await removeMember(ctx, maker.actor, id, other.id);
    await expect(getFolder(ctx, other.actor, id)).rejects.toMatchObject({ code: "folder.not_found" });
  });

  test("by request: only managers change members, everybody who sees the folder lists them", async () => {
    const { id, maker } = await hidden();
    const [viewer, third] = [await world().key(), await world().key()];
    const path = `/api/v1/folders/${id}/members`;
    const put = async (key: string, member: string, body: unknown) => {
      const response = await ask(world(), "PUT", `${path}/${member}`, { key, body });
      return [response.status, await response.json()] as [number, unknown];
    };
    const made = { member: viewer.id, role: "viewer" as const };
    expect(await put(maker.text, viewer.id, { role: "viewer" })).toEqual([200, made]);
    const refused = await put(viewer.text, viewer.id, { role: "manager" });
    expect(refused).toEqual([403, expect.objectContaining({ code: "folder.forbidden" })]);
    const removed = await ask(world(), "DELETE", `${path}/${maker.id}`, { key: viewer.text });
    expect(removed.status).toBe(403);
    const wrong = await put(maker.text, third.id, { role: "none", since: 1 });
    expect(wrong).toEqual([422, expect.objectContaining({ code: "request.invalid" })]);
    const list = await ask(world(), "GET", path, { key: viewer.text });
    const { data } = FolderMemberPageSchema.parse(await list.json());
    expect(data).toEqual([{ member: maker.id, role: "manager" }, made]);
    expect((await ask(world(), "GET", path, { key: third.text })).status).toBe(404);
    expect((await ask(world(), "DELETE", `${path}/${viewer.id}`, { key: maker.text })).status).toBe(204);
  });

  test("a member is a working key of the workspace", async () => {
    const { ctx } = world();
    const { id, maker } = await hidden();
    const theirs = await (await world().stranger()).key();
    const revoked = await world().key();
    await revokeKey(ctx, world().operator, revoked.id);
    const before = await countRows(world());
    for (const member of [theirs.id, revoked.id, "key_none", "operator"]) {
      const put = putMember(ctx, maker.actor, id, member, { role: "editor" });
      await expect(put).rejects.toMatchObject({ code: "key.not_found" });
      await expect(removeMember(ctx, maker.actor, id, member)).rejects.toMatchObject({
        code: "key.not_found",
      });
    }
    expect(await countRows(world())).toEqual(before);
    await expect(putMember(ctx, theirs.actor, id, theirs.id, { role: "manager" })).rejects.toMatchObject({
      code: "folder.not_found",
    });
  });

  test("the last manager may go: the operator remains, and makes another", async () => {
    const { ctx, operator } = world();
    const { id, maker } = await hidden();
    await removeMember(ctx, maker.actor, id, maker.id);
    const again = putMember(ctx, maker.actor, id, maker.id, { role: "manager" });
    await expect(again).rejects.toMatchObject({ code: "folder.not_found" });
    await putMember(ctx, operator, id, maker.id, { role: "manager" });
    expect(await getFolder(ctx, maker.actor, id)).toMatchObject({ role: "manager" });
  });

  test("two managers who take each other's role away at once: one is left", async () => {
    const { ctx } = world();
    const { id, maker } = await hidden();
    const second = await world().key();
    await putMember(ctx, maker.actor, id, second.id, { role: "manager" });
    await Promise.allSettled([
      removeMember(ctx, maker.actor, id, second.id),
      removeMember(ctx, second.actor, id, maker.id),
    ]);
    expect((await listMembers(ctx, world().operator, id, { limit: 10 })).data).toHaveLength(1);
  });

  test("pages show each once, by id", async () => {
    const { ctx } = world();
    const { id, maker } = await hidden();
    const members = [maker.id];
    for (let index = 0; index < 4; index++) {
      members.push((await world().key()).id);
      await putMember(ctx, maker.actor, id, members.at(-1) ?? "", { role: "viewer" });
    }
    const first = await listMembers(ctx, maker.actor, id, { limit: 3 });
    const rest = await listMembers(ctx, maker.actor, id, { limit: 3, cursor: first.nextCursor ?? "" });
    expect(rest.nextCursor).toBeNull();
    expect([...first.data, ...rest.data].map(({ member }) => member)).toEqual(members.sort());
  });

  test("needs the scopes links:read and links:write; changes are told", async () => {
    const { ctx } = world();
    const { id, maker } = await hidden();
    const [reader, writer] = [await world().key("links:read"), await world().key("links:write")];
    const refusal = { code: "auth.missing_scope" };
    await expect(putMember(ctx, reader.actor, id, "x", { role: "viewer" })).rejects.toMatchObject(refusal);
    await expect(removeMember(ctx, reader.actor, id, "x")).rejects.toMatchObject(refusal);
    await expect(listMembers(ctx, writer.actor, id, { limit: 1 })).rejects.toMatchObject(refusal);
    await putMember(ctx, maker.actor, id, reader.id, { role: "viewer" });
    await removeMember(ctx, maker.actor, id, reader.id);
    const entries = await ctx.db
      .selectFrom("audit_log")
      .selectAll()
      .where("subject", "=", id)
      .orderBy("id")
      .execute();
    expect(
      entries.filter(({ action }) => action === "folder.member").map(({ changes }) => JSON.parse(changes)),
    ).toEqual([
      { member: reader.id, role: "viewer" },
      { member: reader.id, role: null },
    ]);
  });
});
