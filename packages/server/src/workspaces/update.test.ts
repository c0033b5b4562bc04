import { expect, test } from "bun:test";
import { WorkspaceSchema } from "@visoli/contract/workspace";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { createLink } from "../links/create.ts";
import { getWorkspace } from "./get.ts";
import { updateWorkspace } from "./update.ts";

forEachDatabase("the workspace", (world) => {
  const send = async (method: string, key: string, body?: unknown) => {
    const response = await ask(world(), method, "/api/v1/workspace", { key, body });
    return [response.status, await response.json()] as [number, Record<string, unknown>];
  };

  test("by request: shown and changed, and no other workspace's", async () => {
    const { ctx, operator } = world();
    const stranger = (await world().stranger()).operator;
    const { text: key } = await world().key("workspace:read", "workspace:write");
    const [status, json] = await send("GET", key);
    const before = WorkspaceSchema.strict().parse(json);
    expect([status, before.id, before.allowedSchemes]).toEqual([200, operator.workspaceId, []]);
    const changes = { name: "Ours", allowedSchemes: ["myapp", "MAILTO", "myapp"] };
    const after = { ...before, name: "Ours", allowedSchemes: ["mailto", "myapp"] };
    expect(await send("PATCH", key, changes)).toEqual([200, after]);
    expect(await send("PATCH", key, {})).toEqual([200, after]);
    expect(await getWorkspace(ctx, operator)).toEqual(after);
    expect(await getWorkspace(ctx, stranger)).toMatchObject({ name: "Test", allowedSchemes: [] });
  });

  test("a scheme that is allowed may be linked to, until it is not any more", async () => {
    const { ctx, operator } = world();
    const create = () => createLink(ctx, operator, { url: "mailto:a@example.com" });
    const refusal = { errors: [{ path: "url", code: "scheme_not_allowed" }] };
    await expect(create()).rejects.toMatchObject(refusal);
    await updateWorkspace(ctx, operator, { allowedSchemes: ["mailto"] });
    expect((await create()).isNew).toBe(true);
    await updateWorkspace(ctx, operator, { allowedSchemes: [] });
    await expect(create()).rejects.toMatchObject(refusal);
  });

  test("every faulty field is named: schemes that run in the browser are none to allow", async () => {
    const { text: key } = await world().key();
    const wrong = { name: "", allowedSchemes: ["javascript", "ok", "not a scheme"], id: "ws_1" };
    const [status, { errors }] = await send("PATCH", key, wrong);
    const paths = (errors as { path: string }[]).map(({ path }) => path).sort();
    expect([status, paths]).toEqual([422, ["allowedSchemes.0", "allowedSchemes.2", "id", "name"]]);
  });

  test("of changes at once each stands", async () => {
    const { ctx, operator } = world();
    const inputs = [{ name: "Both" }, { allowedSchemes: ["tel"] }];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => updateWorkspace(ctx, operator, inputs[index % 2] ?? {})),
    );
    expect(await getWorkspace(ctx, operator)).toMatchObject({ name: "Both", allowedSchemes: ["tel"] });
    const { workspaceId } = operator;
    const events = await ctx.db
      .selectFrom("outbox")
      .select("id")
      .where("workspace_id", "=", workspaceId)
      .execute();
    expect(events).toHaveLength(20);
  });

  test("needs the scopes workspace:read and workspace:write", async () => {
    const { ctx } = world();
    const [reader, writer] = [await world().key("workspace:read"), await world().key("workspace:write")];
    const refusal = { code: "auth.missing_scope" };
    await expect(getWorkspace(ctx, writer.actor)).rejects.toMatchObject(refusal);
    await expect(updateWorkspace(ctx, reader.actor, { name: "x" })).rejects.toMatchObject(refusal);
  });
});
