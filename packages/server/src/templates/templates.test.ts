import { expect, test } from "bun:test";
import { TemplatePageSchema, TemplateSchema } from "@visoli/contract/template";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { createFolder } from "../folders/create.ts";
import { createLink } from "../links/create.ts";
import { createTemplate } from "./create.ts";
import { deleteTemplate } from "./delete.ts";
import { getTemplate } from "./get.ts";
import { listTemplates } from "./list.ts";
import { updateTemplate } from "./update.ts";

const url = "https://example.com/";
const fields = {
  tags: ["mail"],
  utm: { source: "newsletter" },
  slugLength: 12,
  redirectStatus: 301 as const,
};

forEachDatabase("templates", (world) => {
  const send = async (method: string, path: string, key: string, body?: unknown, headers = {}) => {
    const response = await ask(world(), method, `/api/v1/templates${path}`, { key, body, headers });
    return { status: response.status, json: response.status === 204 ? null : await response.json() };
  };

  test("by request: made, read by id and by name, changed, deleted", async () => {
    const { text: key } = await world().key("links:read", "links:write");
    const made = await send("POST", "", key, { name: "News letter", fields });
    const template = TemplateSchema.strict().parse(made.json);
    expect([made.status, template.name, template.fields]).toEqual([201, "News letter", fields]);
    for (const reference of [template.id, "News%20letter"])
      expect(await send("GET", `/${reference}`, key)).toEqual({ status: 200, json: template });
    const renamed = await send("PATCH", `/${template.id}`, key, { name: "Mail" });
    expect(renamed).toMatchObject({ status: 200, json: { name: "Mail", fields } });
    const other = { metadata: { a: "b" } };
    const changed = await send("PATCH", "/Mail", key, { fields: other });
    expect(TemplateSchema.parse(changed.json)).toMatchObject({ name: "Mail", fields: other });
    expect((changed.json as { fields: object }).fields).toEqual(other);
    expect((await send("DELETE", "/Mail", key)).status).toBe(204);
    expect((await send("GET", `/${template.id}`, key)).status).toBe(404);
  });

  test("a link is made with it; what it says of destinations and folders is checked then", async () => {
    const { ctx, operator } = world();
    await createFolder(ctx, operator, { name: "Mails" });
    await createTemplate(ctx, operator, { name: "ok", fields: { ...fields, folder: "Mails" } });
    const { link } = await createLink(ctx, operator, { url, template: "ok", tags: ["own"] });
    expect(link).toMatchObject({ tags: ["mail", "own"], redirectStatus: 301, utm: { source: "newsletter" } });
    expect(link.slug).toHaveLength(12);
    await createTemplate(ctx, operator, { name: "loop", fields: { expiredUrl: "http://localhost:3000/x" } });
    await createTemplate(ctx, operator, { name: "lost", fields: { folder: "None" } });
    const loop = createLink(ctx, operator, { url, template: "loop" });
    await expect(loop).rejects.toMatchObject({ errors: [{ path: "expiredUrl", code: "self_loop" }] });
    const lost = createLink(ctx, operator, { url, template: "lost" });
    await expect(lost).rejects.toMatchObject({ code: "folder.not_found" });
  });

  test("every faulty field is named, also those that a template cannot have", async () => {
    const { text: key } = await world().key();
    const before = await countRows(world());
    const wrong = {
      password: "hush",
      url,
      slug: "a",
      externalId: "1",
      aliases: ["b"],
      template: "c",
      ifExists: "return",
    };
    const { status, json } = await send("POST", "", key, {
      name: "",
      fields: { ...wrong, maxClicks: 0 },
      x: 1,
    });
    const paths = (json as { errors: { path: string }[] }).errors.map(({ path }) => path).sort();
    const inFields = [...Object.keys(wrong), "maxClicks"].map((name) => `fields.${name}`);
    expect([status, paths]).toEqual([422, [...inFields, "name", "x"].sort()]);
    expect((await countRows(world())).templates).toBe(before.templates ?? -1);
  });

  test("a name is one template's in a workspace; of 200 at once one gets it", async () => {
    const { ctx, operator } = world();
    const all = await Promise.allSettled(
      Array.from({ length: 200 }, () => createTemplate(ctx, operator, { name: "once", fields })),
    );
    expect(all.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    const taken = { code: "template.name_taken" };
    for (const each of all) if (each.status === "rejected") expect(each.reason).toMatchObject(taken);
    const { id } = await createTemplate(ctx, operator, { name: "twice", fields });
    await expect(updateTemplate(ctx, operator, id, { name: "once" })).rejects.toMatchObject(taken);
    await createTemplate(ctx, (await world().stranger()).operator, { name: "once", fields });
  });

  test("one whose name is another's id does not stand in its way", async () => {
    const { ctx, operator } = world();
    const { id } = await createTemplate(ctx, operator, { name: "real", fields });
    await createTemplate(ctx, operator, { name: id, fields: {} });
    expect((await getTemplate(ctx, operator, id)).name).toBe("real");
  });

  test("another workspace's is not there, nor listed, nor usable", async () => {
    const { ctx, operator } = world();
    const { id } = await createTemplate(ctx, (await world().stranger()).operator, { name: "theirs", fields });
    const missing = { code: "template.not_found" };
    for (const reference of [id, "theirs"]) {
      await expect(getTemplate(ctx, operator, reference)).rejects.toMatchObject(missing);
      await expect(updateTemplate(ctx, operator, reference, { name: "x" })).rejects.toMatchObject(missing);
      await expect(deleteTemplate(ctx, operator, reference)).rejects.toMatchObject(missing);
      await expect(createLink(ctx, operator, { url, template: reference })).rejects.toMatchObject(missing);
    }
    expect((await listTemplates(ctx, operator, { limit: 10 })).data).toEqual([]);
  });

  test("pages show each once, newest first; an Idempotency-Key makes one; changes are told", async () => {
    const { ctx, operator, clock } = world();
    const { text: key } = await world().key();
    const headers = { "Idempotency-Key": "t-1" };
    const first = await send("POST", "", key, { name: "t", fields }, headers);
    expect(await send("POST", "", key, { name: "t", fields }, headers)).toEqual(first);
    const made = [(first.json as { id: string }).id];
    for (let index = 0; index < 4; index++) {
      clock.now++;
      made.push((await createTemplate(ctx, operator, { name: `t${index}`, fields })).id);
    }
    const page = TemplatePageSchema.parse((await send("GET", "?limit=3", key)).json);
    const rest = await listTemplates(ctx, operator, { limit: 3, cursor: page.nextCursor ?? "" });
    expect([...page.data, ...rest.data].map(({ id }) => id)).toEqual(made.reverse());
    const [newest = ""] = made;
    await updateTemplate(ctx, operator, newest, { name: "new" });
    await deleteTemplate(ctx, operator, newest);
    const entries = await ctx.db
      .selectFrom("audit_log")
      .select("action")
      .where("subject", "=", newest)
      .orderBy("id")
      .execute();
    expect(entries.map(({ action }) => action)).toEqual([
      "template.create",
      "template.update",
      "template.delete",
    ]);
  });

  test("needs the scopes links:read and links:write", async () => {
    const { ctx } = world();
    const [reader, writer] = [await world().key("links:read"), await world().key("links:write")];
    const refusal = { code: "auth.missing_scope" };
    await expect(createTemplate(ctx, reader.actor, { name: "x", fields })).rejects.toMatchObject(refusal);
    await expect(updateTemplate(ctx, reader.actor, "x", {})).rejects.toMatchObject(refusal);
    await expect(deleteTemplate(ctx, reader.actor, "x")).rejects.toMatchObject(refusal);
    await expect(getTemplate(ctx, writer.actor, "x")).rejects.toMatchObject(refusal);
    await expect(listTemplates(ctx, writer.actor, { limit: 1 })).rejects.toMatchObject(refusal);
  });
});
