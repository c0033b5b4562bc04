import { expect, test } from "bun:test";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { addSession, openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";
import { totp } from "../../../../test/totp.ts";

/** The code after the one that switched the factor on: each works once. */
const nextCode = (uri: string) => totp(uri, Date.now() + 30_000);

forEachDatabase("the second factor", (world) => {
  async function withFactor(w: World) {
    w.clock.now = Date.now();
    const person = await signedIn(w, { role: "owner" });
    const { browser } = person;
    const started = await browser.ask("POST", "/api/v1/me/two-factor", { password: PASSWORD });
    expect(started.status).toBe(200);
    const { uri, recoveryCodes } = started.body as { uri: string; recoveryCodes: string[] };
    return { ...person, uri, recoveryCodes };
  }
  const confirm = ({ browser, uri }: Awaited<ReturnType<typeof withFactor>>) =>
    browser.ask("POST", "/api/v1/me/two-factor/confirm", { code: totp(uri, Date.now()) });
  async function atTheDoor(email: string) {
    const browser = openBrowser(world());
    const answer = await browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD });
    return { browser, answer };
  }

  test("is on once a code of the app came back, and ends every other session", async () => {
    const person = await withFactor(world());
    const second = openBrowser(world());
    second.cookies.set("visoli.session_token", await addSession(world(), person.userId));
    expect((await atTheDoor(person.email)).answer.body).toEqual({ status: "signed_in" });
    const wrong = await person.browser.ask("POST", "/api/v1/me/two-factor/confirm", { code: "000000" });
    expect([wrong.status, wrong.body.code]).toEqual([401, "auth.invalid_code"]);
    expect((await confirm(person)).status).toBe(200);
    expect((await person.browser.ask("GET", "/api/v1/me")).body.person).toMatchObject({
      isTwoFactorOn: true,
    });
    expect((await second.ask("GET", "/api/v1/me")).status).toBe(401);
    const again = await person.browser.ask("POST", "/api/v1/me/two-factor", { password: PASSWORD });
    expect([again.status, again.body.code]).toEqual([409, "two_factor.on"]);
  });

  test("is asked for at the door: without it there is no session", async () => {
    const person = await withFactor(world());
    await confirm(person);
    const { browser, answer } = await atTheDoor(person.email);
    expect(answer.body).toEqual({ status: "second_factor" });
    expect([...browser.cookies.keys()]).toEqual(["visoli.two_factor"]);
    expect((await browser.ask("GET", "/api/v1/me")).status).toBe(401);
    const wrong = await browser.ask("POST", "/api/auth/second-factor", { code: "000000" });
    expect([wrong.status, wrong.body.code]).toEqual([401, "auth.invalid_code"]);
    const right = await browser.ask("POST", "/api/auth/second-factor", {
      code: nextCode(person.uri),
    });
    expect([right.status, right.body]).toEqual([200, { status: "signed_in" }]);
    expect((await browser.ask("GET", "/api/v1/me")).status).toBe(200);
  });

  test("nobody guesses it: after five wrong codes one begins anew, and the account waits", async () => {
    const person = await withFactor(world());
    await confirm(person);
    const { browser } = await atTheDoor(person.email);
    const statuses = [];
    for (let round = 0; round < 7; round++) {
      statuses.push((await browser.ask("POST", "/api/auth/second-factor", { code: "000000" })).status);
    }
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses.slice(5).every((status) => status === 429 || status === 401)).toBe(true);
    const right = await browser.ask("POST", "/api/auth/second-factor", {
      code: nextCode(person.uri),
    });
    expect(right.status).not.toBe(200);
  });

  test("a recovery code works once", async () => {
    const person = await withFactor(world());
    await confirm(person);
    const recoveryCode = person.recoveryCodes[0];
    const first = await atTheDoor(person.email);
    expect((await first.browser.ask("POST", "/api/auth/second-factor", { recoveryCode })).status).toBe(200);
    const second = await atTheDoor(person.email);
    const again = await second.browser.ask("POST", "/api/auth/second-factor", { recoveryCode });
    expect([again.status, again.body.code]).toEqual([401, "auth.invalid_code"]);
    const renewed = await person.browser.ask("POST", "/api/v1/me/two-factor/recovery-codes", {
      password: PASSWORD,
    });
    const [fresh] = renewed.body.recoveryCodes as string[];
    const old = await second.browser.ask("POST", "/api/auth/second-factor", {
      recoveryCode: person.recoveryCodes[1],
    });
    expect(old.status).toBe(401);
    expect(
      (await second.browser.ask("POST", "/api/auth/second-factor", { recoveryCode: fresh })).status,
    ).toBe(200);
  });

  test("is switched off with the password alone", async () => {
    const person = await withFactor(world());
    const off = (password: string) => person.browser.ask("POST", "/api/v1/me/two-factor/off", { password });
    expect((await off(PASSWORD)).body.code).toBe("two_factor.off");
    await confirm(person);
    expect((await off("wrong")).body.code).toBe("auth.wrong_password");
    expect((await off(PASSWORD)).status).toBe(200);
    expect((await atTheDoor(person.email)).answer.body).toEqual({ status: "signed_in" });
  });

  test("a session of somebody else beside the challenge changes nothing", async () => {
    const person = await withFactor(world());
    await confirm(person);
    const { browser } = await atTheDoor(person.email);
    const mallory = await signedIn(world(), { role: "viewer" });
    browser.cookies.set("visoli.session_token", mallory.browser.cookies.get("visoli.session_token") ?? "");
    const code = nextCode(person.uri);
    expect((await browser.ask("POST", "/api/auth/second-factor", { code })).status).toBe(200);
    expect((await browser.ask("GET", "/api/v1/me")).body.person).toMatchObject({ id: person.userId });
  });
});
