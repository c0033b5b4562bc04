import { expect, test } from "bun:test";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { nextMail, nextToken, openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";
import { totp } from "../../../../test/totp.ts";
import { DAY_MS } from "../lib/time.ts";

const STEP_MS = 30_000;

forEachDatabase("what proves who somebody is", (world) => {
  const now = (): World => {
    world().clock.now = Date.now();
    return world();
  };
  const change = async (password: string) => {
    const { browser } = await signedIn(world(), { role: "owner" });
    const body = { password: PASSWORD, newPassword: password };
    const answer = await browser.ask("POST", "/api/v1/me/password", body);
    return [answer.status, (answer.body.errors as { path: string; code: string }[] | undefined)?.[0]];
  };
  /** Somebody whose second factor is on. */
  async function withFactor() {
    const person = await signedIn(now(), { role: "owner" });
    const { browser } = person;
    const { body } = await browser.ask("POST", "/api/v1/me/two-factor", { password: PASSWORD });
    const { uri, recoveryCodes } = body as { uri: string; recoveryCodes: string[] };
    const confirmed = await browser.ask("POST", "/api/v1/me/two-factor/confirm", {
      code: totp(uri, Date.now()),
    });
    expect(confirmed.status).toBe(200);
    return { ...person, uri, recoveryCodes };
  }
  async function atTheDoor(email: string, password = PASSWORD) {
    const browser = openBrowser(world());
    const answer = await browser.ask("POST", "/api/auth/sign-in", { email, password });
    return { browser, status: answer.body.status };
  }

  test("a new password has 12 to 128 characters of any script, blanks in a row counted once", async () => {
    now();
    for (const password of [
      "abc def 123",
      "ab         cdefgh",
      "🐴🔋📎🌍🎲🧵🍋🪁🧊🎈🦔",
      "wörter".repeat(22),
    ])
      expect([password, ...(await change(password))]).toMatchObject([password, 422, { path: "newPassword" }]);
    for (const password of [
      ...[
        "abc def 1234",
        "🐴🔋📎🌍🎲🧵🍋🪁🧊🎈🦔🪴",
        "ねこがすきですとても長い",
        "  blanks around it  ",
        "ab cd ef gh ij kl",
      ],
      ...["🐴🔋📎🌍🎲🧵🍋🪁".repeat(16), "tab\tand\nline's end in it"],
    ])
      expect([password, ...(await change(password))]).toEqual([password, 200, undefined]);
  }, 60_000);

  test("no end of a password is cut off", async () => {
    const { email, browser } = await signedIn(now(), { role: "owner" });
    const newPassword = "🐴🔋📎🌍🎲🧵🍋🪁".repeat(16);
    await browser.ask("POST", "/api/v1/me/password", { password: PASSWORD, newPassword });
    const hashes = await world().ctx.db.selectFrom("accounts").select("password_hash").execute();
    const salts = hashes.map(({ password_hash }) => password_hash?.split("$")[4]);
    expect([new Set(salts).size, salts.every((salt) => salt?.length === 43)]).toEqual([salts.length, true]);
    const wrong = `${newPassword.slice(0, -2)}🧊`;
    expect((await atTheDoor(email, wrong)).status).not.toBe("signed_in");
    expect((await atTheDoor(email, newPassword)).status).toBe("signed_in");
  });

  test("a reset leaves the second factor on", async () => {
    const { email } = await withFactor();
    await nextMail(world(), email);
    await openBrowser(world()).ask("POST", "/api/auth/password-reset", { email });
    const password = "a wholly other set of words";
    const reset = { token: await nextToken(world(), email), password };
    const done = await openBrowser(world()).ask("POST", "/api/auth/password-reset/confirm", reset);
    expect([done.status, (await atTheDoor(email, password)).status]).toEqual([200, "second_factor"]);
  });

  test("with a new password every reset that was asked for before is void", async () => {
    const { email, browser } = await signedIn(now(), { role: "owner" });
    await openBrowser(world()).ask("POST", "/api/auth/password-reset", { email });
    const token = await nextToken(world(), email);
    const newPassword = "a wholly other set of words";
    await browser.ask("POST", "/api/v1/me/password", { password: PASSWORD, newPassword });
    const reset = { token, password: "the words of somebody else" };
    const late = await openBrowser(world()).ask("POST", "/api/auth/password-reset/confirm", reset);
    expect([late.status, late.body.code]).toEqual([404, "auth.token_not_found"]);
    expect((await atTheDoor(email, newPassword)).status).toBe("signed_in");
  });

  test("whoever changes what proves who they are is told by mail", async () => {
    const { email, browser, uri } = await withFactor();
    expect(uri).toStartWith("otpauth://");
    const subjects = async (count: number) => {
      const mails = [];
      for (let index = 0; index < count; index++) mails.push((await nextMail(world(), email)).subject);
      return mails.map((subject) => subject.replace(/ (at|for) localhost:3000$/, ""));
    };
    expect(await subjects(1)).toEqual(["A second factor was switched on"]);
    await browser.ask("POST", "/api/v1/me/two-factor/recovery-codes", { password: PASSWORD });
    expect(await subjects(1)).toEqual(["New recovery codes were made"]);
    await browser.ask("POST", "/api/v1/me/two-factor/off", { password: PASSWORD });
    expect(await subjects(1)).toEqual(["The second factor was switched off"]);
    const newPassword = "a wholly other set of words";
    await browser.ask("POST", "/api/v1/me/password", { password: PASSWORD, newPassword });
    expect(await subjects(1)).toEqual(["Your password was changed"]);
    await browser.ask("PATCH", "/api/v1/me", { email: `new-${email}`, password: newPassword });
    expect(await subjects(1)).toEqual(["Somebody is changing your address"]);
    await openBrowser(world()).ask("POST", "/api/auth/password-reset", { email });
    const reset = { token: await nextToken(world(), email), password: "one more set of words" };
    await openBrowser(world()).ask("POST", "/api/auth/password-reset/confirm", reset);
    expect(await subjects(1)).toEqual(["Your password was changed"]);
  }, 30_000);

  test("a code of the app works once, however many use it at once; its owner is told", async () => {
    const { email, uri, userId, recoveryCodes } = await withFactor();
    await nextMail(world(), email);
    const code = totp(uri, Date.now() + STEP_MS);
    const doors = [await atTheDoor(email), await atTheDoor(email), await atTheDoor(email)];
    const answers = await Promise.all(
      doors.map(({ browser }) => browser.ask("POST", "/api/auth/second-factor", { code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const refused = answers.find(({ status }) => status === 401);
    expect([refused?.body.code, refused?.headers.getSetCookie()]).toEqual(["auth.invalid_code", []]);
    const inside = await Promise.all(doors.map(({ browser }) => browser.ask("GET", "/api/v1/me")));
    expect(inside.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const sessions = world().ctx.db.selectFrom("sessions").select("id").where("user_id", "=", userId);
    expect(await sessions.execute()).toHaveLength(2);
    expect((await nextMail(world(), email)).subject).toStartWith("A code of your app was used twice");
    const { browser } = await atTheDoor(email);
    const [recoveryCode] = recoveryCodes;
    expect((await browser.ask("POST", "/api/auth/second-factor", { recoveryCode })).status).toBe(200);
  });

  test("recovery codes have 112 bits, and none is readable in the database", async () => {
    const { recoveryCodes, uri, email } = await withFactor();
    expect(recoveryCodes).toHaveLength(10);
    const letters = recoveryCodes.map((code) => code.replaceAll("-", ""));
    for (const code of letters) expect(code.length * Math.log2(62)).toBeGreaterThanOrEqual(112);
    expect(new Set(letters.map((code) => code.slice(0, 4))).size).toBeGreaterThan(7);
    const kept = JSON.stringify(await world().ctx.db.selectFrom("two_factors").selectAll().execute());
    const secret = new URL(uri).searchParams.get("secret") ?? "-";
    for (const text of [...recoveryCodes, ...letters, secret]) expect(kept).not.toContain(text);
    const { browser } = await atTheDoor(email);
    const recoveryCode = recoveryCodes[3];
    expect((await browser.ask("POST", "/api/auth/second-factor", { recoveryCode })).status).toBe(200);
  });

  test("a session ends 90 days after it began, however much it is used", async () => {
    const { browser } = await signedIn(now(), { role: "owner" });
    const get = async () => (await browser.ask("GET", "/api/v1/me")).status;
    for (let day = 0; day < 89; day += 7) {
      expect([day, await get()]).toEqual([day, 200]);
      world().clock.now += 7 * DAY_MS;
    }
    expect(await get()).toBe(401);
  });
});
