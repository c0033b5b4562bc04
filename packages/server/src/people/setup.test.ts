import { expect, test } from "bun:test";
import { countRows, forEachDatabase, type World } from "../../../../test/context.ts";
import { openBrowser, PASSWORD } from "../../../../test/people.ts";
import { roleOf } from "../db/members.ts";
import { findUserByEmail } from "../db/people.ts";
import { insertSetupToken } from "../db/setup.ts";
import { sha256 } from "../lib/hash.ts";
import { DAY_MS } from "../lib/time.ts";
import { newSetupLink } from "./setup.ts";

forEachDatabase("setting the login up", (world) => {
  async function tokenFor(w: World): Promise<string> {
    w.clock.now = Date.now();
    const token = crypto.randomUUID();
    const { workspaceId } = w.operator;
    await insertSetupToken(w.ctx.db, { hash: sha256(token), workspaceId, now: w.ctx.now() });
    return token;
  }
  const ada = () => ({ name: "Ada", email: `ada-${crypto.randomUUID()}@example.com`, password: PASSWORD });

  test("who has the link owns the first workspace, administers the service, and is signed in", async () => {
    const [token, browser, person] = [await tokenFor(world()), openBrowser(world()), ada()];
    const answer = await browser.ask("POST", "/api/auth/setup", { token, ...person });
    expect([answer.status, answer.body]).toEqual([201, { status: "signed_in" }]);
    const user = await findUserByEmail(world().ctx.db, person.email);
    expect(user).toMatchObject({ is_instance_admin: 1, is_email_verified: 1 });
    expect(await roleOf(world().ctx.db, user?.id ?? "", world().operator.workspaceId)).toBe("owner");
    const link = await browser.ask("POST", "/api/v1/links", { url: "https://example.com/" });
    expect(link.status).toBe(201);
    const reports = await browser.ask("GET", "/api/v1/admin/reports");
    expect([reports.status, reports.body.code]).toEqual([403, "auth.second_factor_required"]);
  });

  test("the link works once, however many use it at once", async () => {
    const token = await tokenFor(world());
    const before = await countRows(world());
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        openBrowser(world()).ask("POST", "/api/auth/setup", { token, ...ada() }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404, 404]);
    expect((await countRows(world())).users).toBe((before.users ?? 0) + 1);
    expect((await openBrowser(world()).ask("GET", `/setup/${token}`)).status).toBe(404);
  });

  test("a link is good for a week", async () => {
    const token = await tokenFor(world());
    world().clock.now += 7 * DAY_MS;
    const late = await openBrowser(world()).ask("POST", "/api/auth/setup", { token, ...ada() });
    expect([late.status, late.body.code]).toEqual([404, "auth.token_not_found"]);
  });

  test("faulty input names each field and leaves the link as it was", async () => {
    const token = await tokenFor(world());
    const browser = openBrowser(world());
    const wrong = { token, name: "", email: "nobody", password: "short" };
    const answer = await browser.ask("POST", "/api/auth/setup", wrong);
    const paths = (answer.body.errors as { path: string }[]).map(({ path }) => path).sort();
    expect([answer.status, paths]).toEqual([422, ["email", "name", "password"]]);
    const common = await browser.ask("POST", "/api/auth/setup", {
      token,
      ...ada(),
      password: "Password12345!",
    });
    expect([common.status, common.body.errors]).toMatchObject([422, [{ code: "too_common" }]]);
    expect((await browser.ask("POST", "/api/auth/setup", { token, ...ada() })).status).toBe(201);
  });

  test("the page does the same by a form, and is there for who has the token alone", async () => {
    const [token, person] = [await tokenFor(world()), ada()];
    const page = await world().app.request(`/setup/${token}`);
    expect([page.status, page.headers.get("content-security-policy")]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
    ]);
    expect(await page.text()).not.toMatch(/<script/);
    for (const other of ["other", sha256(token), "%27%20or%201=1%20--", "%00"])
      expect([other, (await world().app.request(`/setup/${other}`)).status]).toEqual([other, 404]);
    const send = (fields: Record<string, string>, origin = "http://localhost:3000") =>
      world().app.request(`/setup/${token}`, {
        method: "POST",
        headers: { Origin: origin, "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      });
    const faulty = await send({ ...person, email: '"><script>' });
    const text = await faulty.text();
    expect([
      faulty.status,
      text.includes("This is not an email address."),
      text.includes("<script>"),
    ]).toEqual([422, true, false]);
    expect((await send(person, "https://evil.example")).status).toBe(403);
    const done = await send(person);
    expect([done.status, done.headers.getSetCookie().length]).toEqual([201, 1]);
    expect((await send(person)).status).toBe(404);
  });

  test("the operator's new link gives an account back that was lost", async () => {
    const person = ada();
    const first = openBrowser(world());
    await first.ask("POST", "/api/auth/setup", { token: await tokenFor(world()), ...person });
    const link = await newSetupLink(world().ctx);
    expect(link).toStartWith("http://localhost:3000/setup/");
    const password = "a new one from the operator";
    const token = link.split("/").at(-1);
    const again = await openBrowser(world()).ask("POST", "/api/auth/setup", { token, ...person, password });
    expect(again.status).toBe(201);
    expect((await first.ask("GET", "/api/v1/links")).status).toBe(401);
    const old = await first.ask("POST", "/api/auth/sign-in", { email: person.email, password: PASSWORD });
    expect(old.status).toBe(401);
  });
});
