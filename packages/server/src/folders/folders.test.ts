import { expect, test } from "bun:test";
import { type Folder, FolderPageSchema, FolderSchema } from "@visoli/contract/folder";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { createLink } from "../links/create.ts";
import { getLink } from "../links/get.ts";
import { createFolder } from "./create.ts";
import { deleteFolder } from "./delete.ts";
import { getFolder } from "./get.ts";
import { listFolders } from "./list.ts";
import { updateFolder } from "./update.ts";

const url = "https://example.com/";

forEachDatabase("folders", (world) => {
  const send = async (method: string, path: string, key: string, body?: unknown, headers = {}) => {
    const response = await ask(world(), method, `/api/v1/folders${path}`, { key, body, headers });
    const json = response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
    return { status: response.status, ...json };
  };

  test("whoever makes one is its manager; others have its default role", async () => {
    const [maker, other] = [await world().key(), await world().key("links:read")];
    const response = await ask(world(), "POST", "/api/v1/folders", {
      key: maker.text,
      body: { name: "Spring" },
    });
    const folder = FolderSchema.strict().parse(await response.json());
    expect([response.status, response.headers.get("Location")]).toEqual([
      201,
      `/api/v1/folders/${folder.id}`,
    ]);
    expect(folder).toMatchObject({ name: "Spring", defaultRole: "editor", role: "manager" });
    for (const reference of [folder.id, "Spring"]) {
      expect(await send("GET", `/${reference}`, maker.text)).toMatchObject({ status: 200, role: "manager" });
      expect(await send("GET", `/${reference}`, other.text)).toMatchObject({ status: 200, role: "editor" });
    }
    expect(await getFolder(world().ctx, world().operator, folder.id)).toEqual(folder);
  });

  test("with the default role none one is not there for others, whatever they try", async () => {
    const [maker, other] = [await world().key(), await world().key()];
    const body = { name: "Secret", defaultRole: "none" };
    const { id } = (await send("POST", "", maker.text, body)) as unknown as Folder;
    const before = await countRows(world());
    const missing = { status: 404, code: "folder.not_found" };
    for (const reference of [id, "Secret"]) {
      expect(await send("GET", `/${reference}`, other.text)).toMatchObject(missing);
      expect(await send("PATCH", `/${reference}`, other.text, { name: "x" })).toMatchObject(missing);
      expect(await send("DELETE", `/${reference}`, other.text)).toMatchObject(missing);
      expect(await send("GET", `/${reference}/members`, other.text)).toMatchObject(missing);
      const put = await send("PUT", `/${reference}/members/${other.id}`, other.text, { role: "manager" });
      expect(put).toMatchObject(missing);
    }
    expect(await countRows(world())).toEqual(before);
    expect((await listFolders(world().ctx, other.actor, { limit: 10 })).data).toEqual([]);
    expect((await listFolders(world().ctx, maker.actor, { limit: 10 })).data).toHaveLength(1);
    expect((await listFolders(world().ctx, world().operator, { limit: 10 })).data).toHaveLength(1);
  });

  test("only managers and the operator change or delete one", async () => {
    const { ctx, operator } = world();
    const [maker, other] = [await world().key(), await world().key()];
    const { id } = await createFolder(ctx, maker.actor, { name: "Mine" });
    const forbidden = { code: "folder.forbidden" };
    await expect(updateFolder(ctx, other.actor, id, { name: "Yours" })).rejects.toMatchObject(forbidden);
    await expect(deleteFolder(ctx, other.actor, id)).rejects.toMatchObject(forbidden);
    expect(await updateFolder(ctx, maker.actor, id, { name: "Ours" })).toMatchObject({
      name: "Ours",
      defaultRole: "editor",
    });
    expect(await updateFolder(ctx, operator, id, { defaultRole: "viewer" })).toMatchObject({
      name: "Ours",
      defaultRole: "viewer",
    });
    await deleteFolder(ctx, operator, id);
    await expect(getFolder(ctx, maker.actor, id)).rejects.toMatchObject({ code: "folder.not_found" });
  });

  test("a name is one folder's in a workspace; of 200 at once one gets it", async () => {
    const { ctx, operator } = world();
    const all = await Promise.allSettled(
      Array.from({ length: 200 }, () => createFolder(ctx, operator, { name: "Once" })),
    );
    expect(all.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of all)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "folder.name_taken" });
    await createFolder(ctx, (await world().stranger()).operator, { name: "Once" });
    const { id } = await createFolder(ctx, operator, { name: "Twice" });
    const taken = { code: "folder.name_taken" };
    await expect(updateFolder(ctx, operator, id, { name: "Once" })).rejects.toMatchObject(taken);
    expect(await updateFolder(ctx, operator, id, { name: "Twice" })).toMatchObject({ name: "Twice" });
  });

  test("one whose name is another's id does not stand in its way", async () => {
    const { ctx, operator } = world();
    const { id } = await createFolder(ctx, operator, { name: "Real" });
    await createFolder(ctx, operator, { name: id });
    expect(await getFolder(ctx, operator, id)).toMatchObject({ name: "Real" });
  });

  test("when one goes its links stay, in no folder, with a new version", async () => {
    const { ctx, operator } = world();
    const maker = await world().key();
    const { id } = await createFolder(ctx, maker.actor, { name: "Going", defaultRole: "none" });
    const { link } = await createLink(ctx, maker.actor, { url, folder: "Going" });
    await deleteFolder(ctx, maker.actor, id);
    const stranger = await world().key();
    expect(await getLink(ctx, stranger.actor, link.id)).toMatchObject({ link: { folder: null }, version: 2 });
    const members = ctx.db.selectFrom("folder_members").selectAll().where("folder_id", "=", id);
    expect(await members.execute()).toEqual([]);
    const entries = await ctx.db.selectFrom("audit_log").select("action").where("subject", "=", id).execute();
    expect(entries.map(({ action }) => action).sort()).toEqual(["folder.create", "folder.delete"]);
    await createFolder(ctx, operator, { name: "Going" });
  });

  test("another workspace's is not there, nor listed", async () => {
    const { ctx, operator } = world();
    const theirs = await createFolder(ctx, (await world().stranger()).operator, { name: "Theirs" });
    const missing = { code: "folder.not_found" };
    for (const reference of [theirs.id, "Theirs"]) {
      await expect(getFolder(ctx, operator, reference)).rejects.toMatchObject(missing);
      await expect(updateFolder(ctx, operator, reference, { name: "x" })).rejects.toMatchObject(missing);
      await expect(deleteFolder(ctx, operator, reference)).rejects.toMatchObject(missing);
    }
    expect((await listFolders(ctx, operator, { limit: 100 })).data).toEqual([]);
  });

  test("pages show each once, newest first, hidden ones never", async () => {
    const { ctx, operator, clock } = world();
    const { text, actor } = await world().key();
    const made: string[] = [];
    for (let index = 0; index < 7; index++) {
      clock.now++;
      made.push((await createFolder(ctx, index % 2 ? actor : operator, { name: `f${index}` })).id);
      await createFolder(ctx, operator, { name: `h${index}`, defaultRole: "none" });
    }
    const seen: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const path = `/api/v1/folders?limit=3${next && `&cursor=${next}`}`;
      const page = FolderPageSchema.parse(await (await ask(world(), "GET", path, { key: text })).json());
      seen.push(...page.data.map(({ id }) => id));
      next = page.nextCursor;
    }
    expect(seen).toEqual(made.reverse());
  });

  test("every faulty field is named; an Idempotency-Key makes one", async () => {
    const { text } = await world().key();
    const faulty = await send("POST", "", text, { name: "", defaultRole: "manager", x: 1 });
    expect(faulty.status).toBe(422);
    const paths = (faulty as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path);
    expect(paths.sort()).toEqual(["defaultRole", "name", "x"]);
    const headers = { "Idempotency-Key": "f-1" };
    const first = await send("POST", "", text, { name: "Again" }, headers);
    expect(await send("POST", "", text, { name: "Again" }, headers)).toEqual(first);
  });

  test("needs the scopes links:read and links:write", async () => {
    const { ctx } = world();
    const [reader, writer] = [await world().key("links:read"), await world().key("links:write")];
    const refusal = { code: "auth.missing_scope" };
    await expect(createFolder(ctx, reader.actor, { name: "x" })).rejects.toMatchObject(refusal);
    await expect(updateFolder(ctx, reader.actor, "x", {})).rejects.toMatchObject(refusal);
    await expect(deleteFolder(ctx, reader.actor, "x")).rejects.toMatchObject(refusal);
    await expect(getFolder(ctx, writer.actor, "x")).rejects.toMatchObject(refusal);
    await expect(listFolders(ctx, writer.actor, { limit: 1 })).rejects.toMatchObject(refusal);
  });
});
