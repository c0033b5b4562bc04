import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { newId } from "@visoli/contract/ids";
import { LOGO_PREFIX } from "@visoli/contract/qr";
import { SCOPES } from "@visoli/contract/scopes";
import { pngOf } from "../packages/server/src/adapters/qr/logo.fixture.ts";
import { describeApi } from "../packages/server/src/app.ts";
import { createKey } from "../packages/server/src/keys/create.ts";
import { ask, openWorld, type World } from "./context.ts";
import { type Route, routesOf } from "./junk.ts";
import { addMemberWith } from "./members.ts";
import { addSession } from "./people.ts";

const url = "https://example.com/";
const LOGO = `${LOGO_PREFIX}${Buffer.from(pngOf(20, 20, () => [0, 0, 0, 255])).toString("base64")}`;

/** What writes nothing into the audit log, and why. */
const NOT_AUDITED: Record<string, string> = {
  "POST /api/v1/links/{id}/test": "changes nothing",
  "POST /api/v1/webhooks/{id}/test": "changes nothing; its delivery is in the list",
  "POST /api/v1/reports": "is nobody's: the report itself is the record",
  "POST /api/v1/keys/leaked": "says nothing of whether there is such a key: keys/leak.test.ts",
  "POST /api/v1/invitations/accept": "members/invitations.test.ts: it needs a token",
};
/** Stripe's own record is the one that counts; what it changes here is audited: billing's tests. The rest is of people, not of workspaces. */
const IS_ELSEWHERE = /^\S+ \/api\/(v1\/billing|v1\/me(\/|$)|auth)/;

/** A body that changes something, by route; `as` an owner who is signed in, where no key may. */
const CHANGES: Record<string, { body?: object; as?: "owner" }> = {
  "POST /api/v1/links": { body: { url } },
  "POST /api/link/create": { body: { url } },
  "PUT /api/v1/links/external/{externalId}": { body: { url } },
  "PATCH /api/v1/links/{id}": { body: { title: "x" } },
  "DELETE /api/v1/links/{id}": {},
  "POST /api/v1/links/{id}/restore": {},
  "POST /api/v1/links/{id}/rollback": { body: { version: 1 } },
  "POST /api/v1/links/bulk": { body: { links: [{ url }] } },
  "PATCH /api/v1/links/bulk": {},
  "DELETE /api/v1/links/bulk": {},
  "POST /api/v1/links/{id}/public-statistics": { body: {} },
  "DELETE /api/v1/links/{id}/public-statistics": {},
  "POST /api/v1/rewrite": { body: { content: `see ${url}elsewhere`, format: "text" } },
  "POST /api/v1/keys": { body: { name: "x" } },
  "PATCH /api/v1/keys/{id}": { body: { name: "y" } },
  "DELETE /api/v1/keys/{id}": {},
  "POST /api/v1/keys/{id}/rotate": { body: {} },
  "POST /api/v1/domains": { body: { host: "audited-new.example" } },
  "PATCH /api/v1/domains/{id}": { body: { rootUrl: url } },
  "DELETE /api/v1/domains/{id}": {},
  "POST /api/v1/domains/{id}/verify": {},
  "POST /api/v1/folders": { body: { name: "another" } },
  "PATCH /api/v1/folders/{id}": { body: { name: "renamed" } },
  "DELETE /api/v1/folders/{id}": {},
  "PUT /api/v1/folders/{id}/members/{member}": { body: { role: "viewer" } },
  "DELETE /api/v1/folders/{id}/members/{member}": {},
  "POST /api/v1/templates": { body: { name: "another", fields: {} } },
  "PATCH /api/v1/templates/{id}": { body: { name: "renamed" } },
  "DELETE /api/v1/templates/{id}": {},
  "PATCH /api/v1/tags/{id}": { body: { name: "renamed" } },
  "DELETE /api/v1/tags/{id}": {},
  "PATCH /api/v1/workspace": { body: { name: "renamed" } },
  "PUT /api/v1/workspace/logo": { body: { logo: LOGO } },
  "DELETE /api/v1/workspace/logo": {},
  "DELETE /api/v1/workspace": { body: { name: "Test" }, as: "owner" },
  "POST /api/v1/workspace/transfer": { as: "owner" },
  "POST /api/v1/workspaces": { body: { name: "another" }, as: "owner" },
  "POST /api/v1/members/invitations": { body: { email: "new@example.com" } },
  "POST /api/v1/members/invitations/{id}/resend": {},
  "DELETE /api/v1/members/invitations/{id}": {},
  "PATCH /api/v1/members/{id}": { body: { role: "viewer" } },
  "DELETE /api/v1/members/{id}": {},
  "POST /api/v1/admin/reports/{id}/close": { body: { state: "dismissed" } },
  "POST /api/v1/admin/links/block": {},
  "POST /api/v1/admin/links/unblock": {},
  "POST /api/v1/admin/blocked-destinations": { body: { destination: "audited.example", reason: "x" } },
  "DELETE /api/v1/admin/blocked-destinations/{id}": {},
  "PUT /api/v1/admin/workspaces/{id}/plan": { body: { plan: "pro" } },
  "POST /api/v1/webhooks": { body: { url: "https://hooks.example.com/", events: ["*"] } },
  "PATCH /api/v1/webhooks/{id}": { body: { description: "x" } },
  "DELETE /api/v1/webhooks/{id}": {},
  "POST /api/v1/webhooks/{id}/rotate-secret": { body: {} },
  "POST /api/v1/webhooks/{id}/deliveries/{delivery}/retry": {},
  "POST /api/v1/conversions": {},
  "DELETE /api/v1/conversions/{id}": {},
};

describe("what is written into the audit log", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.database.close());

  const isChange = ({ method }: Route) => !["GET", "HEAD"].includes(method);
  const nameOf = ({ method, path }: Route) => `${method} ${path}`;
  let known: string[] | undefined;
  const routes = () => {
    known ??= routesOf(describeApi(world.app) as unknown as Parameters<typeof routesOf>[0])
      .filter(isChange)
      .map(nameOf)
      .filter((name) => !IS_ELSEWHERE.test(name));
    return known;
  };

  test("every route that changes something has a line in this file", () => {
    const listed = [...Object.keys(CHANGES), ...Object.keys(NOT_AUDITED)];
    expect({
      "add to CHANGES, or to NOT_AUDITED with a reason": routes().filter((one) => !listed.includes(one)),
    }).toEqual({ "add to CHANGES, or to NOT_AUDITED with a reason": [] });
    expect(listed.filter((one) => !routes().includes(one))).toEqual([]);
  });

  for (const [name, { body, as }] of Object.entries(CHANGES))
    test(name, async () => {
      const { operator } = await world.stranger();
      const here: World = { ...world, operator };
      const { text: key } = await keyIn(here);
      const own = await everything(here, key, name);
      const [method = "", path = ""] = name.split(" ");
      const before = await entries();
      const owner = await addMemberWith(here, "owner");
      const cookie = `visoli.session_token=${await addSession(here, owner.userId)}`;
      const response = await ask(world, method, own.fill(path), {
        ...(as ? { headers: { Cookie: cookie, Origin: world.ctx.config.publicUrl } } : { key }),
        body: own.bodies[name] ?? body,
      });
      const answer = await response.text();
      expect([name, response.status < 300 ? "" : answer]).toEqual([name, ""]);
      expect([name, answer.includes('"problem"')]).toEqual([name, false]);
      // Its own log goes with a workspace.
      if (name === "DELETE /api/v1/workspace") return;
      expect([name, (await entries()) > before]).toEqual([name, true]);
    });

  const entries = async () => (await world.ctx.db.selectFrom("audit_log").select("id").execute()).length;

  async function keyIn(here: World) {
    const made = await createKey(here.ctx, here.operator, { name: "all", scopes: [...SCOPES] });
    return { id: made.id, text: made.key };
  }

  /** One of each thing in the workspace, and what the routes call it. */
  async function everything(here: World, key: string, name: string) {
    const send = async (method: string, path: string, body?: unknown) => {
      const response = await ask(world, method, `/api/v1${path}`, { key, body });
      const text = await response.text();
      if (response.status >= 300) throw new Error(`${method} ${path}: ${text}`);
      return text ? JSON.parse(text) : {};
    };
    const unique = newId("lnk", world.clock.now).toLowerCase();
    const link = await send("POST", "/links", { url, tags: ["tag"], externalId: "external" });
    await send("PATCH", `/links/${link.id}`, { title: "second version" });
    const folder = await send("POST", "/folders", { name: "folder" });
    const other = await keyIn(here);
    await send("PUT", `/folders/${folder.id}/members/${other.id}`, { role: "editor" });
    const [tag] = (await send("GET", "/tags")).data;
    const domain = await send("POST", "/domains", { host: `${unique.replace("_", "-")}.example` });
    const row = await here.ctx.db
      .selectFrom("domains")
      .select(["host", "token"])
      .where("id", "=", domain.id)
      .executeTakeFirstOrThrow();
    world.proofs.set(`${row.host} ${row.token}`, "dns");
    const webhook = await send("POST", "/webhooks", { url: "https://hooks.example.com/", events: ["*"] });
    const delivery = await send("POST", `/webhooks/${webhook.id}/test`);
    const member = await addMemberWith(here, "member");
    await ask(world, "POST", "/api/v1/reports", { body: { link: link.shortUrl, reason: "spam" } });
    const report = await here.ctx.db
      .selectFrom("reports")
      .select("id")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    const conversion = await send("POST", "/conversions", { link: link.id, type: "lead", externalId: "x" });
    if (name.includes("/restore")) await send("DELETE", `/links/${link.id}`);
    if (name === "DELETE /api/v1/workspace/logo") await send("PUT", "/workspace/logo", { logo: LOGO });
    if (name.startsWith("DELETE") && name.includes("public-stat"))
      await send("POST", `/links/${link.id}/public-statistics`, {});
    if (name.includes("/unblock")) await send("POST", "/admin/links/block", { link: link.id, reason: "x" });
    const ids: Record<string, string> = {
      ...{ links: link.id, folders: folder.id, tags: tag.id, domains: domain.id, keys: other.id },
      ...{ webhooks: webhook.id, members: member.userId, reports: report.id, conversions: conversion.id },
      workspaces: here.operator.workspaceId,
      templates: (await send("POST", "/templates", { name: "template", fields: {} })).id,
      invitations: (await send("POST", "/members/invitations", { email: "guest@example.com" })).id,
      "blocked-destinations": (
        await send("POST", "/admin/blocked-destinations", {
          destination: `${unique.replace("_", "-")}.test`,
          reason: "x",
        })
      ).id,
    };
    const fill = (path: string) =>
      path
        .replace("{externalId}", "external")
        .replace("{member}", other.id)
        .replace("{delivery}", delivery.id)
        .replace(/([a-z-]+)\/\{id\}/, (_, noun: string) => `${noun}/${ids[noun]}`);
    const bodies: Record<string, object> = {
      "PATCH /api/v1/links/bulk": { links: [{ id: link.id, title: "x" }] },
      "DELETE /api/v1/links/bulk": { links: [{ id: link.id }] },
      "POST /api/v1/admin/links/block": { link: link.id, reason: "x" },
      "POST /api/v1/admin/links/unblock": { link: link.id },
      "POST /api/v1/workspace/transfer": { memberId: member.userId },
      "POST /api/v1/conversions": { link: link.id, type: "lead", externalId: "y" },
    };
    return { fill, bodies };
  }
});
