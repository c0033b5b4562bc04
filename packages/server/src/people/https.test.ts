import { expect, test } from "bun:test";
import { appOver, forEachDatabase } from "../../../../test/context.ts";
import { openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";

forEachDatabase("behind TLS, and without mail", (world) => {
  test("cookies are ours alone: __Host-, Secure, HttpOnly, SameSite, no domain", async () => {
    world().clock.now = Date.now();
    const { email } = await signedIn(world(), { role: "owner" });
    const { ctx, database, apiLog } = world();
    const config = { ...ctx.config, publicUrl: "https://go.example.com", domain: "go.example.com" };
    const secure = {
      ...world(),
      ctx: { ...ctx, config },
      app: appOver({ ...ctx, config }, database, apiLog),
    };
    const browser = openBrowser(secure);
    const { headers } = await browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD });
    const [cookie = ""] = headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-visoli\.session_token=/);
    const attributes = cookie.split("; ").slice(1).sort();
    expect(attributes).toEqual(["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"]);
    expect((await browser.ask("GET", "/api/v1/me")).status).toBe(200);
    const out = await browser.ask("POST", "/api/auth/sign-out");
    expect(out.headers.getSetCookie()[0]).toContain("Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure");
    const http = { Origin: "http://go.example.com" };
    const { status } = await browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD }, http);
    expect(status).toBe(403);
  });

  test("without mail one signs in at once, and what needs a mail says so", async () => {
    world().clock.now = Date.now();
    const { ctx, database, apiLog } = world();
    const off = { isOn: false, send: async () => Promise.reject(new Error("off")) };
    const signIn = { ...ctx.config.signIn, registration: "open" as const };
    const silent = { ...ctx, mail: off, config: { ...ctx.config, signIn } };
    const browser = openBrowser({ ...world(), ctx: silent, app: appOver(silent, database, apiLog) });
    const email = `ada-${crypto.randomUUID()}@example.com`;
    const signUp = { name: "Ada", email, password: PASSWORD };
    for (const _ of [1, 2]) {
      const answer = await browser.ask("POST", "/api/auth/sign-up", signUp);
      expect([answer.status, answer.body]).toEqual([202, { status: "done" }]);
    }
    expect((await browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD })).status).toBe(200);
    const { body } = await browser.ask("GET", "/api/v1/me");
    expect(body.workspaces).toMatchObject([{ name: "Ada", role: "owner" }]);
    for (const [method, path, input] of [
      ["POST", "/api/auth/password-reset", { email }],
      ["POST", "/api/auth/verification-mail", { email }],
      ["PATCH", "/api/v1/me", { email: `x${email}`, password: PASSWORD }],
    ] as const) {
      const answer = await browser.ask(method, path, input);
      expect([path, answer.status, answer.body.code]).toEqual([path, 409, "mail.off"]);
    }
  });
});
