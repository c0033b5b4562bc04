import { expect, test } from "bun:test";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";
import { totp } from "../../../../test/totp.ts";

const REPORTS = "/api/v1/admin/reports";

forEachDatabase("who administers the service", (world) => {
  async function admin() {
    world().clock.now = Date.now();
    return signedIn(world(), { role: "owner", isInstanceAdmin: true });
  }
  const scopesOf = async ({ ask: get }: { ask: Awaited<ReturnType<typeof admin>>["browser"]["ask"] }) =>
    (await get("GET", "/api/v1/me")).body.scopes as string[];

  test("does nothing of it without a second factor, and all else", async () => {
    const { browser } = await admin();
    const { status, body } = await browser.ask("GET", REPORTS);
    expect([status, body.code]).toEqual([403, "auth.second_factor_required"]);
    expect(await scopesOf(browser)).not.toContain("instance:admin");
    expect((await browser.ask("GET", "/api/v1/me")).body.person).toMatchObject({ isInstanceAdmin: true });
    expect((await browser.ask("POST", "/api/v1/links", { url: "https://example.com/" })).status).toBe(201);
    const nobody = await signedIn(world(), { role: "owner" });
    expect((await nobody.browser.ask("GET", REPORTS)).body.code).toBe("auth.missing_scope");
    const key = await world().key("instance:admin");
    expect((await ask(world(), "GET", REPORTS, { key: key.text })).status).toBe(200);
  });

  test("does it once two-factor is on, signed in with it, and no more once it is off", async () => {
    const { browser, email } = await admin();
    const { body } = await browser.ask("POST", "/api/v1/me/two-factor", { password: PASSWORD });
    const uri = body.uri as string;
    await browser.ask("POST", "/api/v1/me/two-factor/confirm", { code: totp(uri, Date.now()) });
    expect((await browser.ask("GET", REPORTS)).status).toBe(200);
    expect(await scopesOf(browser)).toContain("instance:admin");
    const newPassword = "another staple of horses";
    await browser.ask("POST", "/api/v1/me/password", { password: PASSWORD, newPassword });
    expect((await browser.ask("GET", REPORTS)).status).toBe(200);

    const again = openBrowser(world());
    await again.ask("POST", "/api/auth/sign-in", { email, password: newPassword });
    expect((await again.ask("GET", REPORTS)).status).toBe(401);
    await again.ask("POST", "/api/auth/second-factor", { code: totp(uri, Date.now() + 30_000) });
    expect((await again.ask("GET", REPORTS)).status).toBe(200);
    expect((await again.ask("POST", "/api/v1/me/two-factor/off", { password: newPassword })).status).toBe(
      200,
    );
    expect((await again.ask("GET", REPORTS)).body.code).toBe("auth.second_factor_required");
  });

  test("does it without where the operator says so", async () => {
    const { browser } = await admin();
    const { config } = world().ctx;
    config.isAdminFactorRequired = false;
    try {
      expect((await browser.ask("GET", REPORTS)).status).toBe(200);
    } finally {
      config.isAdminFactorRequired = true;
    }
  });
});
