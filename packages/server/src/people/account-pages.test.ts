import { afterAll, expect, test } from "bun:test";
import { appOver, forEachDatabase } from "../../../../test/context.ts";
import { startOidc } from "../../../../test/oidc.ts";
import { nextMail, nextToken, openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";
import { totp } from "../../../../test/totp.ts";
import { findUserByEmail } from "../db/people.ts";

const CLIENT = "visoli-client";
const oidc = startOidc(CLIENT);
afterAll(() => oidc.close());
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

forEachDatabase("pages of an account", (world) => {
  /** A browser that shows pages and sends forms. */
  function open(browser = openBrowser(world())) {
    const seen = async (
      method: string,
      path: string,
      body?: string,
      headers: Record<string, string> = {},
    ) => {
      const answer = await browser.ask(method, path, body, headers);
      const location = answer.headers.get("location");
      const html = String(answer.body.text ?? JSON.stringify(answer.body));
      // One page has a script, which its headers name.
      const scripts =
        path.startsWith("/account/sign-in") && location === null && html.includes('id="passkey"');
      expect([path, html.split("<script").length - 1]).toEqual([path, scripts ? 1 : 0]);
      expect([path, html.includes('"requestId"')]).toEqual([path, false]);
      if (location === null) expect(html).toStartWith("<!doctype html>");
      return { status: answer.status, headers: answer.headers, location, html };
    };
    return {
      ...browser,
      get: (path: string) => seen("GET", path),
      send: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
        seen("POST", path, new URLSearchParams(fields).toString(), { ...FORM, ...headers }),
    };
  }
  const someone = () => `ada-${crypto.randomUUID()}@example.com`;
  const link = (html: string, label: string) =>
    new RegExp(`href="([^"]+)">${label}<`).exec(html)?.[1]?.replaceAll("&amp;", "&");

  test("from making an account by the mail's button to signing in and out", async () => {
    world().clock.now = Date.now();
    world().ctx.config.signIn.registration = "open";
    const [email, browser] = [someone(), open()];
    expect(link((await browser.get("/account/sign-in")).html, "Make an account")).toBe("/account/sign-up");
    const fields = { name: "Ada", email, password: PASSWORD };
    const made = await browser.send("/account/sign-up", { ...fields, email: ` ${email.toUpperCase()} ` });
    expect([made.status, made.html.includes("Look into your mail")]).toEqual([200, true]);
    const early = await browser.send("/account/sign-in", fields);
    expect([early.status, early.html.includes("Send the mail again")]).toEqual([403, true]);
    expect((await nextMail(world(), email)).subject).toStartWith("Confirm");
    await browser.send("/account/confirmation-mail", { email });
    const token = await nextToken(world(), email);
    const page = await browser.get(`/account/verify?token=${token}`);
    expect([page.status, page.html.includes("Confirm the address")]).toEqual([200, true]);
    expect(await findUserByEmail(world().ctx.db, email)).toMatchObject({ is_email_verified: 0 });
    const done = await browser.send("/account/verify", { token });
    expect([done.status, link(done.html, "Sign in")]).toEqual([200, "/account/sign-in"]);
    const home = await browser.send("/account/sign-in", fields);
    expect([home.status, home.location]).toEqual([303, "/app"]);
    const account = await browser.get("/account");
    expect(account.html).toContain(email);
    expect(account.html).toContain("<li><strong>Ada</strong>, as owner</li>");
    const out = await browser.send("/account/sign-out", {});
    expect([out.location, browser.cookies.size]).toEqual(["/account/sign-in", 0]);
    expect((await browser.get("/account")).location).toBe("/account/sign-in");
  });

  test("each page carries the headers that keep it to itself", async () => {
    const browser = open();
    for (const path of ["sign-in", "sign-up", "forgot", "second-factor", "verify?token=x", "reset?token=x"]) {
      const { headers } = await browser.get(`/account/${path}`);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect([path, headers.get("cache-control"), headers.get("referrer-policy")]).toEqual([
        ...([path, "no-store", "same-origin"] as const),
      ]);
      expect(headers.get("x-robots-tag")).toBe("noindex");
    }
  });

  test("a form of another site, or of nobody knows where, does nothing", async () => {
    const { browser, email } = await signedIn(world(), { role: "owner" });
    const page = open(browser);
    for (const path of [
      ...["sign-in", "sign-up", "second-factor", "provider", "verify", "reset", "forgot"],
      ...["confirmation-mail", "sign-out", "end-sessions", "invitation/x"],
    ])
      for (const headers of [
        { Origin: "https://evil.example" },
        { Origin: "null" },
        { "Sec-Fetch-Site": "cross-site" },
        { "Sec-Fetch-Site": "same-site" },
      ] as Record<string, string>[]) {
        const answer = await page.send(`/account/${path}`, { email, password: PASSWORD }, headers);
        expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
      }
    expect((await page.get("/account")).html).toContain(email);
  });

  test("signing in goes on to a page of ours, whatever the address says", async () => {
    const { email } = await signedIn(world(), { role: "owner" });
    const token = "a".repeat(43);
    for (const [next, location] of [
      [`/account/invitation/${token}`, `/account/invitation/${token}`],
      ["/account", "/account"],
      ["/app", "/app"],
      [
        "/app/links/lnk_0VbiyWU5ulEJaDemQ3Tm?tag=a%26b&period=7d",
        "/app/links/lnk_0VbiyWU5ulEJaDemQ3Tm?tag=a%26b&period=7d",
      ],
      ["/docs/guides/first-link", "/docs/guides/first-link"],
      ...[
        "https://evil.example",
        "//evil.example",
        "/app/../api/v1/me",
        "/app/%2e%2e/api",
        "/app//evil.example",
        "/app\\evil.example",
        "/app/.",
        "/apple",
        "/app?x=\n",
        "/app#x",
        `/app/${"a".repeat(1_000)}`,
        "/\\evil.example",
        "/account/../api/v1/me",
        "/account/invitation/../../x",
        "/account\n",
        "/api/auth/sign-out",
        "/account/invitation/a?next=//evil.example",
        "javascript:alert(1)",
      ].map((wrong) => [wrong, "/app"] as const),
    ] as const) {
      const browser = open();
      const form = await browser.get(`/account/sign-in?${new URLSearchParams({ next })}`);
      const [, carried = ""] = /name="next" value="([^"]*)"/.exec(form.html) ?? [];
      expect(carried === "" || carried.replaceAll("&amp;", "&") === location).toBe(true);
      const answer = await browser.send("/account/sign-in", { email, password: PASSWORD, next });
      expect([next, answer.status, answer.location]).toEqual([next, 303, location]);
    }
  });

  test("what is wrong stands beside its field, and what was typed stays, but for the password", async () => {
    world().ctx.config.signIn.registration = "open";
    const browser = open();
    const hostile = { name: "", email: '"><script>alert(1)</script>', password: "short" };
    const { status, html } = await browser.send("/account/sign-up", hostile);
    expect(status).toBe(422);
    for (const name of ["name", "email", "password"])
      expect(html).toMatch(
        new RegExp(`id="${name}" name="${name}" aria-describedby="${name}-fault[^>]*aria-invalid="true"`),
      );
    expect([html.includes('value="short"'), html.match(/autofocus/g)?.length]).toEqual([false, 1]);
    const common = { name: "Ada", email: someone(), password: "Password12345!" };
    const refused = await browser.send("/account/sign-up", common);
    expect([
      refused.status,
      refused.html.includes("It is one of the passwords tried first, or made of them."),
    ]).toEqual([422, true]);
    expect(refused.html).toContain(`value="${common.email}"`);
    const empty = await browser.send("/account/sign-in", {});
    expect([empty.status, empty.html.includes("Enter your password.")]).toEqual([422, true]);
    expect((await browser.ask("POST", "/account/sign-in", { email: "x" })).status).toBe(422);
    const wrong = await browser.send("/account/sign-in", { email: someone(), password: PASSWORD });
    expect([wrong.status, wrong.html.includes("do not belong together")]).toEqual([401, true]);
  });

  test("who guesses is told how long to wait", async () => {
    const [browser, email] = [open(), someone()];
    const guess = () => browser.send("/account/sign-in", { email, password: "not the password" });
    const answers = await Promise.all(Array.from({ length: 10 }, guess));
    const late = answers.filter(({ status }) => status === 429);
    expect(late.length).toBeGreaterThan(2);
    for (const { html, headers } of late) {
      expect(html).toContain("Too many tries. Please try again in a second.");
      expect(headers.get("retry-after")).toBe("1");
    }
  });

  test("a new password by mail, asked for in the same words whoever is known", async () => {
    world().clock.now = Date.now();
    const { email, browser: before } = await signedIn(world(), { role: "owner" });
    const browser = open();
    const asked = await Promise.all(
      [email, someone()].map((one) => browser.send("/account/forgot", { email: one })),
    );
    expect(asked[0]?.html).toBe(asked[1]?.html ?? "");
    expect((await browser.send("/account/forgot", { email: "nobody" })).status).toBe(422);
    const token = await nextToken(world(), email);
    expect((await browser.get(`/account/reset?token=${token}`)).html).toContain(
      'autocomplete="new-password"',
    );
    for (const [password, words] of [
      ["short", "Choose one of 12 to 128 characters."],
      ["password12345", "It is one of the passwords tried first, or made of them."],
    ] as const) {
      const { status, html } = await browser.send("/account/reset", { token, password });
      expect(html).toContain(words);
      expect([status, html.includes(token)]).toEqual([422, true]);
    }
    const password = "the new password of ada";
    const done = await browser.send("/account/reset", { token, password });
    expect([done.status, link(done.html, "Sign in")]).toEqual([200, "/account/sign-in"]);
    const again = await browser.send("/account/reset", { token, password });
    expect([again.status, again.html.includes("This link works no more")]).toEqual([404, true]);
    expect((await open(before).get("/account")).location).toBe("/account/sign-in");
    expect((await browser.send("/account/sign-in", { email, password })).location).toBe("/app");
  });

  test("a link that is none opens nothing, in words", async () => {
    const browser = open();
    for (const token of ["", "x", "%00", "'or 1=1--", "a".repeat(3_000), '"><script>'])
      for (const path of ["/account/verify", "/account/reset"]) {
        const answer = await browser.send(path, { token, password: PASSWORD });
        expect([path, token, answer.status]).toEqual([path, token, 404]);
        expect(answer.html).toContain("This link works no more");
        expect((await browser.get(`${path}?${new URLSearchParams({ token })}`)).status).toBeLessThan(500);
      }
    expect(world().logged.filter((line) => line.includes('"err"'))).toEqual([]);
  });

  test("without mail nobody is promised one", async () => {
    const { ctx, database, apiLog } = world();
    ctx.config.signIn.registration = "open";
    const off = { ...ctx, mail: { isOn: false, send: () => Promise.reject() } };
    const browser = open(openBrowser({ ...world(), app: appOver(off, database, apiLog) }));
    expect(link((await browser.get("/account/sign-in")).html, "Forgot your password\\?")).toBeUndefined();
    for (const { status, html } of [
      await browser.get("/account/forgot"),
      await browser.send("/account/forgot", { email: someone() }),
    ])
      expect([status, html.includes("This service sends no mail")]).toEqual([409, true]);
    const fields = { name: "Ada", email: someone(), password: PASSWORD };
    expect((await browser.send("/account/sign-up", fields)).html).toContain("Your account is there");
    expect((await browser.send("/account/sign-in", fields)).location).toBe("/app");
  });

  test("where not everybody may come, the page says so", async () => {
    for (const [registration, words] of [
      ["invitation", "By invitation only"],
      ["closed", "No new accounts"],
    ] as const) {
      world().ctx.config.signIn.registration = registration;
      const browser = open();
      const fields = { name: "Eve", email: someone(), password: PASSWORD };
      for (const { status, html } of [
        await browser.get("/account/sign-up"),
        await browser.send("/account/sign-up", fields),
      ])
        expect([registration, status, html.includes(words)]).toEqual([registration, 403, true]);
      const guessed = await browser.send("/account/sign-up", { ...fields, invitation: "a".repeat(43) });
      expect(guessed.status).toBe(403);
      expect(await findUserByEmail(world().ctx.db, fields.email)).toBeNull();
      expect(link((await browser.get("/account/sign-in")).html, "Make an account")).toBeUndefined();
    }
  });

  test("the second step: a code, or one that was written down", async () => {
    world().clock.now = Date.now();
    const { browser: owner, email } = await signedIn(world(), { role: "owner" });
    const { body } = await owner.ask("POST", "/api/v1/me/two-factor", { password: PASSWORD });
    const { uri, recoveryCodes } = body as { uri: string; recoveryCodes: string[] };
    await owner.ask("POST", "/api/v1/me/two-factor/confirm", { code: totp(uri, Date.now()) });
    const next = `/account/invitation/${"b".repeat(43)}`;
    const enter = async () => {
      const browser = open();
      const { location } = await browser.send("/account/sign-in", { email, password: PASSWORD, next });
      expect(location).toStartWith("/account/second-factor?next=");
      expect((await browser.get("/account")).location).toBe("/account/sign-in");
      return { browser, html: (await browser.get(location ?? "")).html };
    };
    const first = await enter();
    expect(first.html).toContain('autocomplete="one-time-code"');
    for (const [code, status] of [
      ["", 422],
      ["12345", 422],
      ["000000", 401],
    ] as const)
      expect((await first.browser.send("/account/second-factor", { code, next })).status).toBe(status);
    // The one that switched it on works no more.
    const code = totp(uri, Date.now() + 30_000).replace(/^.../, "$& ");
    const done = await first.browser.send("/account/second-factor", { code, next });
    expect([done.status, done.location]).toEqual([303, next]);
    const second = await enter();
    const path = link(second.html, "Use a recovery code instead") ?? "";
    expect((await second.browser.get(path)).html).toContain('name="recoveryCode"');
    const send = (recoveryCode: string) =>
      second.browser.send("/account/second-factor", { recovery: "1", recoveryCode, next });
    expect((await send("wrong-codes")).status).toBe(401);
    expect((await send(recoveryCodes[0] ?? "")).location).toBe(next);
    expect((await open().send("/account/second-factor", { code: "123456" })).status).toBe(401);
  });

  test("the account shows other sessions, and ends them", async () => {
    const { browser, email } = await signedIn(world(), { role: "admin" });
    const [here, there] = [open(browser), open()];
    expect((await here.get("/account")).html).toContain("You are signed in here alone.");
    await there.send("/account/sign-in", { email, password: PASSWORD });
    expect((await here.get("/account")).html).toContain("One other browser is signed in, too.");
    expect((await here.send("/account/end-sessions", {})).location).toBe("/account");
    expect((await there.get("/account")).location).toBe("/account/sign-in");
    const { html } = await here.get("/account");
    expect([html.includes("You are signed in here alone."), html.includes("as admin")]).toEqual([true, true]);
    expect((await there.send("/account/end-sessions", {})).location).toBe("/account");
  });

  test("signing in elsewhere leads on by a page, and back to where one wanted to go", async () => {
    world().clock.now = Date.now();
    const { ctx, database, apiLog } = world();
    const own = { id: CLIENT, secret: "secret", issuer: oidc.issuer, name: 'Acme "&" Sons' };
    const signIn = { ...ctx.config.signIn, registration: "open" as const, oidc: own };
    const app = appOver({ ...ctx, config: { ...ctx.config, signIn } }, database, apiLog);
    const browser = open(openBrowser({ ...world(), app }));
    expect((await browser.get("/account/sign-in")).html).toContain(
      "Continue with Acme &quot;&amp;&quot; Sons",
    );
    const next = `/account/invitation/${"c".repeat(43)}`;
    const away = await browser.send("/account/provider", { provider: "oidc", next });
    const url = /^0;url=(\S+)$/.exec(away.headers.get("refresh") ?? "")?.[1] ?? "";
    expect([away.status, new URL(url).origin]).toEqual([200, oidc.issuer]);
    expect(away.headers.get("referrer-policy")).toBe("no-referrer");
    const kept = await ctx.db.selectFrom("verifications").selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain("c".repeat(43));
    const who = { sub: crypto.randomUUID(), email: someone(), email_verified: true, name: "Ada" };
    const code = oidc.agree(url, who);
    const query = new URLSearchParams({ code, state: new URL(url).searchParams.get("state") ?? "" });
    const back = await browser.ask("GET", `/api/auth/callback/oidc?${query}`);
    expect(back.headers.get("location")).toBe("http://localhost:3000/account/arrived");
    const arrived = await browser.get("/account/arrived");
    expect([arrived.location, browser.cookies.has("visoli.next")]).toEqual([next, false]);
    expect((await browser.get("/account")).html).toContain(who.email);
  });

  test("a way of signing in that is none leads back, and a cookie leads to no other site", async () => {
    const browser = open();
    for (const provider of ["", "google", "constructor"])
      expect((await browser.send("/account/provider", { provider })).location).toBe("/account/sign-in");
    browser.cookies.set("visoli.next", encodeURIComponent("//evil.example"));
    expect((await browser.get("/account/arrived")).location).toBe("/app");
  });
});
