import { expect, test } from "bun:test";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { addSession, nextMail, nextToken, openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";
import { addMember } from "../db/members.ts";
import { insertWorkspace } from "../db/workspaces.ts";
import { DAY_MS } from "../lib/time.ts";

forEachDatabase("who is signed in", (world) => {
  const now = () => {
    world().clock.now = Date.now();
    return world();
  };

  test("me: a person with their workspaces, a key with its own", async () => {
    const { browser, userId, email } = await signedIn(now(), { role: "member" });
    const { workspaceId } = world().operator;
    const { status, body } = await browser.ask("GET", "/api/v1/me");
    expect([status, body]).toMatchObject([
      200,
      {
        kind: "person",
        key: null,
        workspaceId,
        workspaces: [{ id: workspaceId, name: "Test", role: "member" }],
      },
    ]);
    expect(body.person).toMatchObject({ id: userId, email, isTwoFactorOn: false, hasPassword: true });
    expect(body.scopes).toContain("links:write");
    expect(body.scopes).not.toContain("keys:write");
    const key = await world().key("links:read");
    const byKey = await (await ask(world(), "GET", "/api/v1/me", { key: key.text })).json();
    expect(byKey).toMatchObject({ kind: "key", person: null, key: { id: key.id }, scopes: ["links:read"] });
  });

  test("the workspace is the header's, else the session's, else the first; no other", async () => {
    const { browser, userId } = await signedIn(now(), { role: "owner" });
    const [first, ours] = [
      world().operator.workspaceId,
      await insertWorkspace(world().ctx.db, "Two", Date.now()),
    ];
    const stranger = (await world().stranger()).operator.workspaceId;
    const late = Date.now() + 1_000;
    await addMember(world().ctx.db, { workspaceId: ours.id, userId, role: "viewer", now: late });
    const at = async (headers?: Record<string, string>) =>
      (await browser.ask("GET", "/api/v1/me", undefined, headers)).body;
    expect((await at()).workspaceId).toBe(first);
    expect((await at({ "X-Workspace-Id": ours.id })).workspaceId).toBe(ours.id);
    for (const id of [stranger, "ws_none", "", "' or 1=1 --"])
      expect((await at({ "X-Workspace-Id": id })).code).toBe("workspace.not_found");
    const refused = await browser.ask("PATCH", "/api/v1/me", { workspaceId: stranger });
    expect([refused.status, refused.body.code]).toEqual([404, "workspace.not_found"]);
    const changed = await browser.ask("PATCH", "/api/v1/me", { workspaceId: ours.id, name: "Augusta" });
    expect(changed.body).toMatchObject({ workspaceId: ours.id, person: { name: "Augusta" } });
    expect((await at()).workspaceId).toBe(ours.id);
    const link = await browser.ask("POST", "/api/v1/links", { url: "https://example.com/" });
    expect([link.status, link.body.code]).toEqual([403, "auth.missing_scope"]);
  });

  test("who is in no workspace is nowhere, but can still ask about themselves", async () => {
    const { browser } = await signedIn(now());
    expect((await browser.ask("GET", "/api/v1/links")).body.code).toBe("workspace.not_found");
    const { status, body } = await browser.ask("GET", "/api/v1/me");
    expect([status, body.workspaceId, body.workspaces, body.scopes]).toEqual([200, null, [], []]);
  });

  test("who is disabled or deleted, and a session that is over, stop at once", async () => {
    const { browser, userId } = await signedIn(now(), { role: "owner" });
    const { db } = world().ctx;
    const status = async () => (await browser.ask("GET", "/api/v1/links")).status;
    expect(await status()).toBe(200);
    await db.updateTable("users").set({ disabled_at: 1 }).where("id", "=", userId).execute();
    expect(await status()).toBe(401);
    await db.updateTable("users").set({ disabled_at: null }).where("id", "=", userId).execute();
    world().clock.now += 30 * DAY_MS;
    expect(await status()).toBe(401);
    world().clock.now -= 30 * DAY_MS;
    expect(await status()).toBe(200);
    await db.deleteFrom("users").where("id", "=", userId).execute();
    expect(await status()).toBe(401);
  });

  test("a session that is used begins its 30 days anew, once a day", async () => {
    const { browser } = await signedIn(now(), { role: "owner" });
    const get = () => browser.ask("GET", "/api/v1/links");
    expect((await get()).headers.getSetCookie()).toEqual([]);
    world().clock.now += 2 * DAY_MS;
    const [cookie = ""] = (await get()).headers.getSetCookie();
    expect(cookie).toMatch(/^visoli\.session_token=\S+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await get()).headers.getSetCookie()).toEqual([]);
    world().clock.now += 29 * DAY_MS;
    expect((await get()).status).toBe(200);
  });

  test("sessions: listed by device without an address, ended one by one or all others", async () => {
    const { browser, userId } = await signedIn(now(), { role: "owner" });
    const other = await signedIn(world(), { role: "owner" });
    const second = openBrowser(world());
    second.cookies.set("visoli.session_token", await addSession(world(), userId));
    const { body } = await browser.ask("GET", "/api/v1/me/sessions");
    const data = body.data as { id: string; isCurrent: boolean; device: string; network: string }[];
    expect(data.map(({ isCurrent, device, network }) => [isCurrent, device, network])).toEqual([
      [false, "Firefox on Linux", "this machine"],
      [true, "Firefox on Linux", "this machine"],
    ]);
    const [theirs] = (await other.browser.ask("GET", "/api/v1/me/sessions")).body.data as { id: string }[];
    const path = `/api/v1/me/sessions/${theirs?.id}`;
    expect((await browser.ask("DELETE", path)).body.code).toBe("session.not_found");
    expect((await browser.ask("DELETE", `/api/v1/me/sessions/${data[0]?.id}`)).status).toBe(204);
    expect((await second.ask("GET", "/api/v1/me")).status).toBe(401);
    second.cookies.set("visoli.session_token", await addSession(world(), userId));
    expect((await browser.ask("DELETE", "/api/v1/me/sessions")).body).toEqual({ ended: 1 });
    expect((await second.ask("GET", "/api/v1/me")).status).toBe(401);
    expect((await other.browser.ask("GET", "/api/v1/me")).status).toBe(200);
  });

  test("a new address counts once the mail to it was answered, and only with the password", async () => {
    const { browser, email } = await signedIn(now(), { role: "owner" });
    const wanted = `new-${email}`;
    const refused = await browser.ask("PATCH", "/api/v1/me", { email: wanted, password: "wrong" });
    expect([refused.status, refused.body.code]).toEqual([403, "auth.wrong_password"]);
    const other = await signedIn(world());
    for (const address of [wanted, other.email]) {
      const asked = await browser.ask("PATCH", "/api/v1/me", { email: address, password: PASSWORD });
      expect([asked.status, (asked.body.person as { email: string }).email]).toEqual([200, email]);
    }
    expect((await nextMail(world(), email)).subject).toContain("Somebody is changing your address");
    const token = await nextToken(world(), wanted);
    expect((await openBrowser(world()).ask("POST", "/api/auth/verify-email", { token })).status).toBe(200);
    expect((await browser.ask("GET", "/api/v1/me")).body.person).toMatchObject({ email: wanted });
    expect(world().mails.filter((mail) => mail.to === other.email)).toEqual([]);
  });

  test("a new password ends every other session and gives this one a new cookie", async () => {
    const { browser, userId, email } = await signedIn(now(), { role: "owner" });
    const second = openBrowser(world());
    second.cookies.set("visoli.session_token", await addSession(world(), userId));
    const before = browser.cookies.get("visoli.session_token");
    const newPassword = "another staple of horses";
    const wrong = await browser.ask("POST", "/api/v1/me/password", { password: "no", newPassword });
    expect([wrong.status, wrong.body.code]).toEqual([403, "auth.wrong_password"]);
    const changed = await browser.ask("POST", "/api/v1/me/password", { password: PASSWORD, newPassword });
    expect(changed.status).toBe(200);
    expect(browser.cookies.get("visoli.session_token")).not.toBe(before);
    expect((await browser.ask("GET", "/api/v1/me")).status).toBe(200);
    expect((await second.ask("GET", "/api/v1/me")).status).toBe(401);
    const signIn = await second.ask("POST", "/api/auth/sign-in", { email, password: newPassword });
    expect(signIn.status).toBe(200);
  });

  test("the export holds what is kept, and nothing that signs anybody in", async () => {
    const { browser, email } = await signedIn(now(), { role: "owner" });
    await browser.ask("PATCH", "/api/v1/workspace", { name: "Mine" });
    const { status, body } = await browser.ask("GET", "/api/v1/me/export");
    expect([status, body]).toMatchObject([
      200,
      {
        person: { email },
        signsInBy: [{ provider: "password" }],
        workspaces: [{ role: "owner" }],
        sessions: [{}],
      },
    ]);
    expect(body.did).toMatchObject([{ action: "workspace.update" }]);
    expect(JSON.stringify(body)).not.toMatch(/argon2|token|hash/i);
  });

  test("deleting: with the password, not while others would be left without an owner", async () => {
    const { browser, userId } = await signedIn(now(), { role: "owner" });
    const other = await signedIn(world(), { role: "member" });
    const { db } = world().ctx;
    const { id: alone } = await insertWorkspace(db, "Alone", Date.now() + 1);
    await addMember(db, { workspaceId: alone, userId, role: "owner", now: Date.now() });
    const before = await countRows(world());
    const wrong = await browser.ask("DELETE", "/api/v1/me", { password: "no" });
    expect([wrong.status, wrong.body.code]).toEqual([403, "auth.wrong_password"]);
    const sole = await browser.ask("DELETE", "/api/v1/me", { password: PASSWORD });
    expect([sole.status, sole.body.code]).toEqual([409, "person.sole_owner"]);
    expect(sole.body.detail).toContain(world().operator.workspaceId);
    expect(await countRows(world())).toEqual(before);
    const { workspaceId } = world().operator;
    await db.updateTable("members").set({ role: "owner" }).where("user_id", "=", other.userId).execute();
    expect((await browser.ask("DELETE", "/api/v1/me", { password: PASSWORD })).status).toBe(204);
    expect((await browser.ask("GET", "/api/v1/me")).status).toBe(401);
    const left = await db
      .selectFrom("workspaces")
      .select(["id", "deleted_at"])
      .where("id", "in", [alone, workspaceId])
      .execute();
    expect(left.map((row) => [row.id, row.deleted_at === null]).sort()).toEqual(
      [
        [alone, false],
        [workspaceId, true],
      ].sort(),
    );
    for (const table of ["sessions", "accounts", "members"] as const) {
      const rows = await db.selectFrom(table).select("user_id").where("user_id", "=", userId).execute();
      expect([table, rows]).toEqual([table, []]);
    }
  });

  test("an API key is nobody: it has no sessions, export or account to delete", async () => {
    const { text: key } = await now().key();
    for (const [method, path, body] of [
      ["GET", "/api/v1/me/sessions"],
      ["DELETE", "/api/v1/me/sessions"],
      ["GET", "/api/v1/me/export"],
      ["PATCH", "/api/v1/me", {}],
      ["DELETE", "/api/v1/me", {}],
    ] as const) {
      const answer = await ask(world(), method, path, { key, body });
      expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        path,
        403,
        "auth.person_required",
      ]);
    }
  });
});
