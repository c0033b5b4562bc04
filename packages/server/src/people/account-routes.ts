import type { Hono } from "hono";
import { ProblemError } from "../core/errors.ts";
import type { Env } from "../core/http.ts";
import { languageAt, openPages } from "../core/pages.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { isInvited } from "../db/people.ts";
import { accountPage } from "./account-page.ts";
import { expiredCookies, withCookies } from "./cookies.ts";
import { type Door, openDoor } from "./door.ts";
import type { Asking } from "./fresh.ts";
import { mailPages } from "./mail-page-routes.ts";
import { readMe } from "./me.ts";
import { withNext } from "./next-page.ts";
import type { People } from "./people.ts";
import { endOthers, readSessions } from "./sessions.ts";
import { endSessionOf } from "./sign-in.ts";
import { providerPages, secondFactorPages, signInPages } from "./sign-in-page-routes.ts";
import { signUpPages } from "./sign-up-page-routes.ts";

/** Small pages without script, for people: what links in mails lead to, coming in, and one's account. */
export function accountRoutes(people: People, readAddress: ReadAddress): Hono<Env> {
  const pages = openPages(people.ctx, "/account/*");
  const door = openDoor(people, readAddress);
  for (const add of [signInPages, secondFactorPages, providerPages, signUpPages, mailPages, ownPages])
    add(pages, door);
  return pages;
}

function ownPages(pages: Hono<Env>, { people, visitor, here }: Door): void {
  const { ctx } = people;
  pages.get("/account", async (c) => {
    const who = await here(c);
    if (!who) return c.redirect("/account/sign-in", 303);
    const me = await readMe(ctx, who.actor);
    const sessions = await readSessions(ctx, who.actor, who.sessionId);
    const others = sessions.filter(({ isCurrent }) => !isCurrent).length;
    const invited = await isInvited(ctx.reads, me.person?.email ?? "", ctx.now());
    const more = { others, isInvited: invited, language: languageAt(c) };
    return withCookies(accountPage(me, more), who.cookies);
  });
  pages.post("/account/end-sessions", async (c) => {
    const who = await here(c);
    const done = who && (await endOthersOf(people, { ...who, visitor: visitor(c) }));
    // Who signed in a while ago does it once more, and presses the button then.
    return c.redirect(done === false ? withNext("/account/sign-in", "/account") : "/account", 303);
  });
  pages.post("/account/sign-out", async (c) => {
    await endSessionOf(people, visitor(c));
    const goodbye = expiredCookies(people.auth.cookie, ctx.config);
    return withCookies(c.redirect("/account/sign-in", 303), goodbye);
  });
}

/** false where the person has to sign in once more for it. */
async function endOthersOf(people: People, asking: Asking): Promise<boolean> {
  try {
    await endOthers(people, asking);
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.code === "auth.confirmation_needed") return false;
    throw error;
  }
}
