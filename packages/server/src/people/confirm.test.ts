import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { addSession, openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";
import { insertPasskey } from "../db/passkeys.ts";
import { MINUTE_MS } from "../lib/time.ts";

forEachDatabase("showing once more that it is you", (world) => {
  async function aWhileAgo() {
    world().clock.now = Date.now();
    const person = await signedIn(world(), { role: "owner" });
    const second = openBrowser(world());
    second.cookies.set("visoli.session_token", await addSession(world(), person.userId));
    const row = {
      id: `psk_${person.userId}`,
      user_id: person.userId,
      name: "Key",
      public_key: "x",
      counter: 0,
    };
    const times = { created_at: Date.now(), last_used_at: null };
    await world()
      .ctx.db.transaction()
      .execute((trx) =>
        insertPasskey(trx, { ...row, credential_id: person.userId, transports: null, ...times }),
      );
    const { body } = await person.browser.ask("GET", "/api/v1/me/sessions");
    const [other] = (body.data as { id: string; isCurrent: boolean }[]).filter(({ isCurrent }) => !isCurrent);
    world().clock.now += 11 * MINUTE_MS;
    return { ...person, second, other: other?.id ?? "", passkey: row.id };
  }
  const hardToTakeBack = ({ other, passkey }: { other: string; passkey: string }) => [
    `/api/v1/me/passkeys/${passkey}`,
    `/api/v1/me/sessions/${other}`,
    "/api/v1/me/sessions",
  ];

  test("other sessions and passkeys stay for who signed in a while ago, until the password was sent", async () => {
    const person = await aWhileAgo();
    const { browser, second } = person;
    for (const path of hardToTakeBack(person)) {
      const { status, body } = await browser.ask("DELETE", path);
      expect([path, status, body.code]).toEqual([path, 403, "auth.confirmation_needed"]);
    }
    expect((await second.ask("GET", "/api/v1/me")).status).toBe(200);
    const wrong = await browser.ask("POST", "/api/v1/me/confirm", { password: "wrong" });
    expect([wrong.status, wrong.body.code]).toEqual([403, "auth.wrong_password"]);
    expect((await browser.ask("DELETE", "/api/v1/me/sessions")).status).toBe(403);
    const { status, body } = await browser.ask("POST", "/api/v1/me/confirm", { password: PASSWORD });
    const until = new Date(world().clock.now + 10 * MINUTE_MS).toISOString();
    expect([status, body]).toEqual([200, { confirmedUntil: until }]);
    for (const path of hardToTakeBack(person))
      expect((await browser.ask("DELETE", path)).status).toBeLessThan(300);
    expect((await second.ask("GET", "/api/v1/me")).status).toBe(401);
  });

  test("what one session has shown is nothing to another, and ends after ten minutes", async () => {
    const { browser, second } = await aWhileAgo();
    expect((await browser.ask("POST", "/api/v1/me/confirm", { password: PASSWORD })).status).toBe(200);
    expect((await second.ask("DELETE", "/api/v1/me/sessions")).body.code).toBe("auth.confirmation_needed");
    world().clock.now += 10 * MINUTE_MS;
    expect((await browser.ask("DELETE", "/api/v1/me/sessions")).body.code).toBe("auth.confirmation_needed");
    expect((await browser.ask("GET", "/api/v1/me")).status).toBe(200);
  });

  test("signing out needs nothing, and signing in again is enough for everything", async () => {
    const { browser, email, other } = await aWhileAgo();
    const again = openBrowser(world());
    expect((await again.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD })).status).toBe(200);
    expect((await again.ask("DELETE", `/api/v1/me/sessions/${other}`)).status).toBe(204);
    const { body } = await browser.ask("GET", "/api/v1/me/sessions");
    const here = (body.data as { id: string; isCurrent: boolean }[]).find(({ isCurrent }) => isCurrent)?.id;
    expect((await browser.ask("DELETE", `/api/v1/me/sessions/${here}`)).status).toBe(204);
  });

  test("who has no password shows it by signing in again, also where others are asked for the password", async () => {
    const { browser, userId, email } = await aWhileAgo();
    await world().ctx.db.deleteFrom("accounts").where("user_id", "=", userId).execute();
    const asked = [
      ["DELETE", "/api/v1/me", {}],
      ["PATCH", "/api/v1/me", { email: `new-${email}` }],
      ["POST", "/api/v1/me/passkeys/options", {}],
      ["POST", "/api/v1/me/confirm", { password: PASSWORD }],
    ] as const;
    for (const [method, path, body] of asked)
      expect([path, (await browser.ask(method, path, body)).body.code]).toEqual([
        path,
        "auth.confirmation_needed",
      ]);
    const again = openBrowser(world());
    again.cookies.set("visoli.session_token", await addSession(world(), userId));
    expect((await again.ask("POST", "/api/v1/me/passkeys/options", {})).status).toBe(200);
  });

  test("the page sends who signed in a while ago to sign in, and lets them do it then", async () => {
    const { browser, second, email } = await aWhileAgo();
    const press = (by: typeof browser) =>
      by.ask("POST", "/account/end-sessions", "", { "Content-Type": "application/x-www-form-urlencoded" });
    const sent = await press(browser);
    expect([sent.status, sent.headers.get("Location")]).toEqual([303, "/account/sign-in?next=%2Faccount"]);
    expect((await second.ask("GET", "/api/v1/me")).status).toBe(200);
    await browser.ask("POST", "/api/auth/sign-in", { email, password: PASSWORD });
    expect((await press(browser)).headers.get("Location")).toBe("/account");
    expect((await second.ask("GET", "/api/v1/me")).status).toBe(401);
  });
});
