import { expect, test } from "bun:test";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { until } from "../../../../test/engines.ts";
import { nextMail, nextToken, openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";

forEachDatabase("signing in", (world) => {
  /** Ada, signed up where everybody may, with her address confirmed or not. */
  async function ada(w: World, { isConfirmed = true } = {}) {
    w.clock.now = Date.now();
    w.ctx.config.signIn.registration = "open";
    const email = `ada-${crypto.randomUUID()}@example.com`;
    const browser = openBrowser(w);
    const signUp = { name: "Ada", email, password: PASSWORD };
    const answer = await browser.ask("POST", "/api/auth/sign-up", signUp);
    expect([answer.status, answer.body]).toEqual([202, { status: "check_mail" }]);
    if (isConfirmed) {
      const token = await nextToken(w, email);
      expect((await browser.ask("POST", "/api/auth/verify-email", { token })).status).toBe(200);
    }
    return { email, browser, signUp };
  }

  test("from signing up to making a link, and out again", async () => {
    const { email, browser } = await ada(world(), { isConfirmed: false });
    const signIn = { email, password: PASSWORD };
    const early = await browser.ask("POST", "/api/auth/sign-in", signIn);
    expect([early.status, early.body.code]).toEqual([403, "auth.email_not_verified"]);
    const token = await nextToken(world(), email);
    await browser.ask("POST", "/api/auth/verify-email", { token });
    const answer = await browser.ask("POST", "/api/auth/sign-in", signIn);
    expect([answer.status, answer.body]).toEqual([200, { status: "signed_in" }]);
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^visoli\.session_token=\S+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const link = await browser.ask("POST", "/api/v1/links", { url: "https://example.com/" });
    expect(link.status).toBe(201);
    const before = new Map(browser.cookies);
    expect((await browser.ask("POST", "/api/auth/sign-out")).status).toBe(204);
    expect(browser.cookies.size).toBe(0);
    for (const [name, value] of before) browser.cookies.set(name, value);
    expect((await browser.ask("GET", "/api/v1/links")).status).toBe(401);
  });

  test("nothing of what is kept signs anybody in: tokens are hashed, passwords Argon2id", async () => {
    const { email, browser } = await ada(world());
    await browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD });
    const { db } = world().ctx;
    const cookie = decodeURIComponent([...browser.cookies.values()][0] ?? "");
    const rows = JSON.stringify([
      await db.selectFrom("sessions").selectAll().execute(),
      await db.selectFrom("accounts").selectAll().execute(),
      await db.selectFrom("verifications").selectAll().execute(),
    ]);
    expect(rows).not.toContain(cookie.slice(0, 32));
    expect(rows).not.toContain(PASSWORD);
    expect(rows).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
    const hash = await db.selectFrom("sessions").select("token_hash").executeTakeFirstOrThrow();
    const [name = ""] = browser.cookies.keys();
    for (const forged of [
      `hashed:${hash.token_hash}`,
      hash.token_hash,
      `${cookie.slice(0, 32)}.${"A".repeat(43)}=`,
    ]) {
      browser.cookies.set(name, encodeURIComponent(forged));
      expect((await browser.ask("GET", "/api/v1/links")).status).toBe(401);
    }
  });

  test("a known address is not told by signing up, signing in, asking for mails", async () => {
    const { email, signUp } = await ada(world());
    const other = `nobody-${crypto.randomUUID()}@example.com`;
    const asked = (email: string) => [
      ["sign-up", { ...signUp, email, password: "another password altogether" }],
      ["sign-in", { email, password: "not the password" }],
      ["password-reset", { email }],
      ["verification-mail", { email }],
    ];
    const answers = async (email: string) =>
      Promise.all(
        asked(email).map(async ([path, body]) => {
          const answer = await openBrowser(world()).ask("POST", `/api/auth/${path}`, body);
          const { requestId: _, ...rest } = answer.body;
          return [path, answer.status, rest, answer.headers.getSetCookie()];
        }),
      );
    expect(await answers(email)).toEqual(await answers(other));
  });

  test("who has an account and signs up again is told by mail, and keeps the password", async () => {
    const { email, browser, signUp } = await ada(world());
    await browser.ask("POST", "/api/auth/sign-up", { ...signUp, password: "another password altogether" });
    expect((await nextMail(world(), email)).subject).toBe("You have an account at localhost:3000");
    const again = await browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD });
    expect(again.status).toBe(200);
  });

  test("an account that was never confirmed gives way to who signs up with the address again", async () => {
    const { email, browser, signUp } = await ada(world(), { isConfirmed: false });
    const thiefs = await nextToken(world(), email);
    const password = "the owner's own password";
    await browser.ask("POST", "/api/auth/sign-up", { ...signUp, password });
    expect((await browser.ask("POST", "/api/auth/verify-email", { token: thiefs })).status).toBe(404);
    await browser.ask("POST", "/api/auth/verify-email", { token: await nextToken(world(), email) });
    expect((await browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD })).status).toBe(401);
    expect((await browser.ask("POST", "/api/auth/sign-in", { email, password })).status).toBe(200);
  });

  test("a new password by mail: once, and it ends every session", async () => {
    const { email, browser } = await ada(world());
    await browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD });
    const stranger = openBrowser(world());
    expect((await stranger.ask("POST", "/api/auth/password-reset", { email })).status).toBe(202);
    const token = await nextToken(world(), email);
    const weak = { token, password: "password12345" };
    const refused = await stranger.ask("POST", "/api/auth/password-reset/confirm", weak);
    expect([refused.status, refused.body.errors]).toMatchObject([
      422,
      [{ path: "password", code: "too_common" }],
    ]);
    const reset = { token, password: "the new password of ada" };
    const both = await Promise.all(
      [0, 1].map(() => stranger.ask("POST", "/api/auth/password-reset/confirm", reset)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await browser.ask("GET", "/api/v1/links")).status).toBe(401);
    const old = await stranger.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD });
    expect(old.status).toBe(401);
    const now = await stranger.ask("POST", "/api/auth/sign-in", { email, password: reset.password });
    expect(now.status).toBe(200);
  });

  test("who guesses waits longer and longer, also with many guesses at once; the right password ends it", async () => {
    const { email, browser } = await ada(world());
    const guess = () => openBrowser(world()).ask("POST", "/api/auth/sign-in", { email, password: "wrong" });
    const answers = await Promise.all(Array.from({ length: 12 }, guess));
    // Five are free, and the sixth begins the first pause.
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6);
    for (const { status, headers } of answers.filter((one) => one.status !== 401))
      expect([status, Number(headers.get("Retry-After"))]).toEqual([429, 1]);
    const right = () => browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD });
    await until(async () => (await right()).status === 200, { timeoutMs: 20_000, everyMs: 100 });
    expect((await guess()).status).toBe(401);
  });

  test("a write with a session's cookie from another site is refused, whatever it is", async () => {
    const { browser } = await signedIn(world(), { role: "owner" });
    const link = { url: "https://example.com/" };
    const foreign: Record<string, string>[] = [
      { Origin: "https://evil.example" },
      { Origin: "null" },
      { Origin: "http://localhost:3000.evil.example" },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
    ];
    for (const headers of foreign) {
      for (const path of ["/api/v1/links", "/api/auth/sign-in", "/api/auth/sign-out"]) {
        const { status, body } = await browser.ask("POST", path, link, headers);
        expect([path, headers, status, body.code]).toEqual([path, headers, 403, "auth.foreign_origin"]);
      }
    }
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const bare = await world().app.request("/api/v1/links", {
      method: "POST",
      headers: { Cookie: cookie, "Content-Type": "application/json" },
      body: JSON.stringify(link),
    });
    expect(bare.status).toBe(403);
    expect((await browser.ask("POST", "/api/v1/links", link)).status).toBe(201);
  });

  test("registration: by invitation to that address only, or for nobody", async () => {
    const body = { name: "Eve", email: "eve@example.com", password: PASSWORD };
    for (const registration of ["invitation", "closed"] as const) {
      world().ctx.config.signIn.registration = registration;
      for (const invitation of [undefined, "no such token"]) {
        const answer = await openBrowser(world()).ask("POST", "/api/auth/sign-up", { ...body, invitation });
        expect([answer.status, answer.body.code]).toEqual([403, "auth.registration_closed"]);
      }
    }
  });
});
