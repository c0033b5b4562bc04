import { afterAll, beforeEach, expect, test } from "bun:test";
import { appOver, forEachDatabase, type World } from "../../../../test/context.ts";
import { type OidcPerson, startOidc } from "../../../../test/oidc.ts";
import { type Browser, openBrowser, signedIn } from "../../../../test/people.ts";

const CLIENT = { id: "visoli-client", secret: "client-secret" };
const oidc = startOidc(CLIENT.id);
afterAll(() => oidc.close());
beforeEach(() => oidc.forge(null));

forEachDatabase("signing in elsewhere", (world) => {
  /** The world's API with the issuer switched on, and who may make an account. */
  function withOidc(registration: "open" | "invitation"): World {
    const { ctx, database, apiLog } = world();
    world().clock.now = Date.now();
    const signIn = {
      ...ctx.config.signIn,
      registration,
      oidc: { ...CLIENT, issuer: oidc.issuer, name: "Acme" },
    };
    const config = { ...ctx.config, signIn };
    return { ...world(), app: appOver({ ...ctx, config }, database, apiLog) };
  }
  const person = (more: Partial<OidcPerson> = {}): OidcPerson => ({
    ...{ sub: crypto.randomUUID(), email: `ada-${crypto.randomUUID()}@example.com`, email_verified: true },
    ...{ name: "Ada", ...more },
  });
  async function goThere(browser: Browser, redirectTo = "/app?x=1") {
    const { status, body } = await browser.ask("POST", "/api/auth/provider", {
      provider: "oidc",
      redirectTo,
    });
    expect(status).toBe(200);
    return new URL(String(body.url));
  }
  async function comeBack(browser: Browser, there: URL, who: OidcPerson) {
    const query = new URLSearchParams({
      code: oidc.agree(there.href, who),
      state: there.searchParams.get("state") ?? "",
    });
    const answer = await browser.ask("GET", `/api/auth/callback/oidc?${query}`);
    return { status: answer.status, location: answer.headers.get("Location") };
  }
  const hasSession = async (browser: Browser) => (await browser.ask("GET", "/api/v1/me")).status === 200;

  test("by the service's own issuer: the first time it makes an account, then it finds it", async () => {
    const w = withOidc("open");
    const who = person();
    const ids = [];
    for (const browser of [openBrowser(w), openBrowser(w)]) {
      const there = await goThere(browser);
      expect(there.origin).toBe(oidc.issuer);
      expect(there.searchParams.get("code_challenge_method")).toBe("S256");
      expect(there.searchParams.get("redirect_uri")).toBe("http://localhost:3000/api/auth/callback/oidc");
      expect(await comeBack(browser, there, who)).toEqual({
        status: 302,
        location: "http://localhost:3000/app?x=1",
      });
      const { body } = await browser.ask("GET", "/api/v1/me");
      expect(body.person).toMatchObject({ email: who.email, isEmailVerified: true, hasPassword: false });
      ids.push((body.person as { id: string }).id);
      const log = (await browser.ask("GET", "/api/v1/me/security-log?limit=1")).body;
      expect(log.data).toMatchObject([{ kind: "sign_in.provider" }]);
    }
    expect(ids[0]).toBe(ids[1] ?? "");
    const accounts = await w.ctx.db
      .selectFrom("accounts")
      .selectAll()
      .where("user_id", "=", ids[0] ?? "")
      .execute();
    expect(JSON.stringify(accounts)).not.toMatch(/eyJ|Bearer/);
  });

  test("a token that is another's, for another, or answers another question lets nobody in", async () => {
    const w = withOidc("open");
    for (const fault of ["signature", "audience", "issuer", "nonce"] as const) {
      oidc.forge(fault);
      const browser = openBrowser(w);
      const { location } = await comeBack(browser, await goThere(browser), person());
      expect([fault, location?.split("?")[0]]).toEqual([
        fault,
        "http://localhost:3000/account/sign-in-failed",
      ]);
      expect([fault, await hasSession(browser)]).toEqual([fault, false]);
    }
  });

  test("an answer without our question, or in another browser, lets nobody in", async () => {
    const w = withOidc("open");
    const [browser, other] = [openBrowser(w), openBrowser(w)];
    const there = await goThere(browser);
    await comeBack(other, there, person());
    expect(await hasSession(other)).toBe(false);
    for (const query of [
      "",
      "?code=x",
      "?state=x&code=y",
      "?error=access_denied&state=%00",
      "?code=a&code=b",
    ]) {
      const answer = await browser.ask("GET", `/api/auth/callback/oidc${query}`);
      expect([query, answer.status]).toEqual([query, 302]);
      const { origin, pathname } = new URL(answer.headers.get("Location") ?? "");
      expect([query, origin + pathname]).toEqual([query, "http://localhost:3000/account/sign-in-failed"]);
    }
    expect(await hasSession(browser)).toBe(false);
  });

  test("an account is taken over by nobody whose address is not confirmed on both sides", async () => {
    const w = withOidc("open");
    const owner = await signedIn(w, { role: "owner" });
    const thief = openBrowser(w);
    await comeBack(thief, await goThere(thief), person({ email: owner.email, email_verified: false }));
    expect(await hasSession(thief)).toBe(false);
    const { db } = w.ctx;
    await db.updateTable("users").set({ is_email_verified: 0 }).where("id", "=", owner.userId).execute();
    const browser = openBrowser(w);
    await comeBack(browser, await goThere(browser), person({ email: owner.email }));
    expect(await hasSession(browser)).toBe(false);
    await db.updateTable("users").set({ is_email_verified: 1 }).where("id", "=", owner.userId).execute();
    await comeBack(browser, await goThere(browser), person({ email: owner.email }));
    expect((await browser.ask("GET", "/api/v1/me")).body.person).toMatchObject({ id: owner.userId });
  });

  test("where accounts are by invitation, an issuer makes none for others", async () => {
    const w = withOidc("invitation");
    const browser = openBrowser(w);
    const who = person();
    const { location } = await comeBack(browser, await goThere(browser), who);
    expect(location).toStartWith("http://localhost:3000/account/sign-in-failed");
    expect(await hasSession(browser)).toBe(false);
    const row = {
      email: who.email,
      role: "member",
      invited_by: "operator",
      accepted_at: null,
      revoked_at: null,
    };
    const now = w.ctx.now();
    await w.ctx.db
      .insertInto("invitations")
      .values({
        ...{ ...row, id: `inv_${crypto.randomUUID()}`, workspace_id: w.operator.workspaceId },
        ...{ token_hash: crypto.randomUUID(), created_at: now, expires_at: now + 60_000 },
      })
      .execute();
    await comeBack(browser, await goThere(browser), who);
    expect(await hasSession(browser)).toBe(true);
  });

  test("leads back to our own pages alone, and only to providers that are switched on", async () => {
    const browser = openBrowser(withOidc("open"));
    for (const redirectTo of ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\n"]) {
      const { status } = await browser.ask("POST", "/api/auth/provider", { provider: "oidc", redirectTo });
      expect([redirectTo, status]).toEqual([redirectTo, 422]);
    }
    const { status, body } = await browser.ask("POST", "/api/auth/provider", { provider: "google" });
    expect([status, body.code]).toEqual([404, "auth.provider_not_found"]);
    for (const name of ["google", "credential", "__proto__", "%00", "../sign-out"])
      expect([
        name,
        (await browser.ask("GET", `/api/auth/callback/${encodeURIComponent(name)}`)).status,
      ]).toEqual([name, 404]);
    const options = await browser.ask("GET", "/api/auth/options");
    expect(options.body).toEqual({
      registration: "open",
      isMailOn: true,
      providers: [{ id: "oidc", name: "Acme" }],
    });
  });
});
