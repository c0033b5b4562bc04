import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { until } from "../../../../test/engines.ts";
import { addSession, type Browser, openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";
import { totp } from "../../../../test/totp.ts";
import { DAY_MS } from "../lib/time.ts";
import { setDisabled } from "./set-disabled.ts";

type Event = { id: string; kind: string; device: string | null; network: string | null };

forEachDatabase("the security log", (world) => {
  async function somebody() {
    world().clock.now = Date.now();
    return signedIn(world(), { role: "owner" });
  }
  const logOf = async (browser: Browser, query = "") =>
    (await browser.ask("GET", `/api/v1/me/security-log${query}`)).body as {
      data: Event[];
      nextCursor: string | null;
    };
  const kindsOf = async (browser: Browser) => (await logOf(browser)).data.map(({ kind }) => kind).reverse();
  const signIn = (email: string, password = PASSWORD, by = openBrowser(world())) =>
    by.ask("POST", "/api/auth/sign-in", { email, password });

  test("tells who came in and who failed to, from which device, and what was changed; to its owner alone", async () => {
    const { browser, email } = await somebody();
    const other = await signedIn(world(), { role: "owner" });
    expect((await signIn(email)).status).toBe(200);
    expect((await signIn(email, "something else entirely")).status).toBe(401);
    // It is written behind the answer, so that how long that takes tells nothing.
    await until(async () => (await kindsOf(browser)).includes("sign_in.refused"));
    await browser.ask("POST", "/api/v1/me/confirm", { password: "wrong" });
    await browser.ask("DELETE", "/api/v1/me/sessions");
    await browser.ask("POST", "/api/v1/me/password", {
      password: PASSWORD,
      newPassword: "another staple of horses",
    });
    expect(await kindsOf(browser)).toEqual([
      ...["sign_in.password", "sign_in.refused", "password.wrong", "sessions.ended", "password.changed"],
    ]);
    const [last] = (await logOf(browser)).data;
    expect(last).toMatchObject({ kind: "password.changed", device: "Firefox on Linux" });
    expect(await kindsOf(other.browser)).toEqual([]);
    const exported = (await browser.ask("GET", "/api/v1/me/export")).body;
    expect((exported.securityLog as Event[]).map(({ kind }) => kind)).toContain("sign_in.refused");
  });

  test("a right password without the code is no signing in; a wrong code is told of", async () => {
    const { browser, email } = await somebody();
    const { body } = await browser.ask("POST", "/api/v1/me/two-factor", { password: PASSWORD });
    const uri = body.uri as string;
    await browser.ask("POST", "/api/v1/me/two-factor/confirm", { code: totp(uri, Date.now()) });
    const before = (await kindsOf(browser)).length;
    const visitor = openBrowser(world());
    expect((await signIn(email, PASSWORD, visitor)).body).toEqual({ status: "second_factor" });
    await visitor.ask("POST", "/api/auth/second-factor", { code: "000000" });
    await visitor.ask("POST", "/api/auth/second-factor", { code: totp(uri, Date.now() + 30_000) });
    await browser.ask("POST", "/api/v1/me/two-factor/off", { password: PASSWORD });
    expect((await kindsOf(browser)).slice(before)).toEqual([
      "sign_in.wrong_code",
      "sign_in.second_factor",
      "two_factor.off",
    ]);
  });

  test("comes in pages, and tells of 90 days", async () => {
    const { browser, email, userId } = await somebody();
    for (let count = 0; count < 3; count++) await signIn(email);
    const first = await logOf(browser, "?limit=2");
    const rest = await logOf(browser, `?limit=2&cursor=${first.nextCursor}`);
    expect([first.data.length, rest.data.length, rest.nextCursor]).toEqual([2, 1, null]);
    expect((await browser.ask("GET", "/api/v1/me/security-log?limit=0")).status).toBe(422);
    world().clock.now += 89 * DAY_MS;
    const again = openBrowser(world());
    again.cookies.set("visoli.session_token", await addSession(world(), userId));
    expect((await logOf(again)).data.length).toBe(3);
    world().clock.now += 2 * DAY_MS;
    expect((await logOf(again)).data).toEqual([]);
  });

  test("who is disabled by the operator is out at once and comes in no way, in the words of a wrong password", async () => {
    const { browser, email, userId } = await somebody();
    expect(await setDisabled(world().ctx, ` ${email.toUpperCase()} `, true)).toBe(userId);
    expect(await setDisabled(world().ctx, "nobody@example.com", true)).toBe(null);
    expect((await browser.ask("GET", "/api/v1/me")).status).toBe(401);
    const refused = await signIn(email);
    const wrong = await signIn("nobody@example.com");
    const { requestId: _, ...words } = refused.body;
    const { requestId: __, ...wrongWords } = wrong.body;
    expect([refused.status, words]).toEqual([wrong.status, wrongWords]);
    await setDisabled(world().ctx, email, false);
    const again = openBrowser(world());
    expect((await signIn(email, PASSWORD, again)).status).toBe(200);
    const kinds = await kindsOf(again);
    expect([kinds.includes("account.disabled"), kinds.includes("account.enabled")]).toEqual([true, true]);
  });
});
