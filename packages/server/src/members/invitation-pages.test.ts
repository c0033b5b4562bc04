import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { addMemberWith } from "../../../../test/members.ts";
import { type Browser, nextMail, openBrowser, signedIn } from "../../../../test/people.ts";
import { roleOf } from "../db/members.ts";
import { setPlan } from "../db/plans.ts";
import { DAY_MS } from "../lib/time.ts";
import { invite } from "./invite.ts";

forEachDatabase("the page of an invitation", (world) => {
  /** Invites whoever has the address; gives back the path of the page that the mail leads to. */
  async function invited(email: string): Promise<string> {
    await invite(world().ctx, await addMemberWith(world(), "owner"), { email, role: "viewer" });
    const { text } = await nextMail(world(), email);
    return new URL(/http\S+/.exec(text)?.[0] ?? "").pathname;
  }
  async function look(browser: Browser, path: string) {
    const { status, headers, body } = await browser.ask("GET", path);
    return { status, headers, html: String(body.text) };
  }
  async function accept(browser: Browser, path: string) {
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    const { status, headers, body } = await browser.ask("POST", path, "", form);
    return { status, location: headers.get("location"), html: String(body.text) };
  }

  test("says what it is for, lets nobody in who is not known, and makes the right person a member", async () => {
    const { browser, email, userId } = await signedIn(world());
    const path = await invited(email);
    expect(path).toMatch(/^\/account\/invitation\/\w{43}$/);
    const stranger = openBrowser(world());
    const { status, headers, html } = await look(stranger, path);
    expect([status, headers.get("cache-control"), headers.get("referrer-policy")]).toEqual([
      ...([200, "no-store", "same-origin"] as const),
    ]);
    for (const words of ["Join Test", "viewer", "u***@example.com", "22 January 2027"])
      expect(html).toContain(words);
    expect(html).not.toContain(email);
    const next = `/account/sign-in?${new URLSearchParams({ next: path })}`;
    expect(html).toContain(`href="${next}"`);
    expect(await accept(stranger, path)).toMatchObject({ status: 303, location: next });
    expect((await look(browser, path)).html).toContain("Accept the invitation");
    // Looking changes nothing.
    const role = () => roleOf(world().ctx.db, userId, world().operator.workspaceId);
    expect(await role()).toBeNull();
    const done = await accept(browser, path);
    expect([done.status, done.html.includes("You are in Test"), await role()]).toEqual([200, true, "viewer"]);
    expect(await accept(browser, path)).toMatchObject({ status: 200 });
    expect((await look(browser, path)).status).toBe(404);
  });

  test("somebody else is told, and no member", async () => {
    const path = await invited("someone@example.com");
    const { browser, email, userId } = await signedIn(world());
    const { html } = await look(browser, path);
    expect([html.includes(`You are signed in as <strong>${email}`), html.includes("<form")]).toEqual([
      true,
      false,
    ]);
    const refused = await accept(browser, path);
    expect([refused.status, refused.html.includes("for somebody else")]).toEqual([403, true]);
    expect(await roleOf(world().ctx.db, userId, world().operator.workspaceId)).toBeNull();
  });

  test("a workspace without room says so in words", async () => {
    const { browser, email } = await signedIn(world());
    const path = await invited(email);
    await setPlan(world().ctx.db, world().operator.workspaceId, "free");
    world().ctx.plans.forget(world().operator.workspaceId);
    const full = await accept(browser, path);
    expect([full.status, full.html.includes("The workspace is full")]).toEqual([402, true]);
  });

  test("one that is none, or too old, is a page as well; and no token is in the log", async () => {
    const { browser, email } = await signedIn(world());
    const path = await invited(email);
    for (const wrong of ["x", "%00", "%22%3E%3Cscript%3E", "a".repeat(500)]) {
      const { status, html } = await look(browser, `/account/invitation/${wrong}`);
      expect([wrong, status, html.includes("<script")]).toEqual([wrong, 404, false]);
      expect(html).toContain("This invitation works no more");
      expect((await accept(browser, `/account/invitation/${wrong}`)).status).toBe(404);
    }
    world().clock.now += 7 * DAY_MS;
    expect((await look(browser, path)).status).toBe(404);
    expect((await accept(browser, path)).status).toBe(404);
    const log = world().logged.join("");
    expect([log.includes("/account/invitation/:token"), log.includes(path.split("/").at(-1) ?? "")]).toEqual([
      true,
      false,
    ]);
  });

  test("who asks too often is told how long to wait", async () => {
    const headers = { "X-Forwarded-For": "203.0.113.7" };
    let last = { status: 0, html: "", wait: "" };
    for (let count = 0; count < 70 && last.status !== 429; count++) {
      const {
        status,
        body,
        headers: sent,
      } = await openBrowser(world()).ask("GET", "/account/invitation/x", undefined, headers);
      last = { status, html: String(body.text), wait: sent.get("retry-after") ?? "" };
    }
    expect(last.status).toBe(429);
    expect(last.html).toContain("Please try again in 60 minutes.");
    expect(Number(last.wait)).toBeGreaterThan(3_000);
  });
});
