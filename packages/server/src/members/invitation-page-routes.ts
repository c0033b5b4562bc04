import type { Context, Hono } from "hono";
import type { Person } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { ProblemError, problem } from "../core/errors.ts";
import type { Env } from "../core/http.ts";
import type { Limit } from "../core/limits.ts";
import { languageAt, openPages } from "../core/pages.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";
import { acceptInvitation, isInvited, readInvitation } from "./accept.ts";
import { acceptedPage, invitationPage, noRoomPage, signInPath, wrongPersonPage } from "./invitation-page.ts";

const PATH = "/account/invitation/:token";

/** What the mail of an invitation leads to. `personAt` says who is signed in, null where nobody is. */
export function invitationPageRoutes(
  ctx: Ctx,
  personAt: (c: Context<Env>) => Promise<Person | null>,
  { readAddress, limit }: { readAddress: ReadAddress; limit: Limit },
): Hono<Env> {
  const pages = openPages(ctx, PATH);
  const take = async (c: Context<Env>) => {
    const retryAfterS = await limit.take(addressOfVisitor(c, readAddress));
    if (retryAfterS > 0)
      throw problem("request.rate_limited", `Again in ${retryAfterS} s`, undefined, { retryAfterS });
  };
  pages.get(PATH, async (c) => {
    await take(c);
    const token = c.req.param("token");
    const to = { token, language: languageAt(c) };
    const info = await readInvitation(ctx, token);
    const person = await personAt(c);
    if (!person) return invitationPage(info, to, { kind: "nobody" });
    const kind = (await isInvited(ctx, person, token)) ? "invited" : "other";
    return invitationPage(info, to, { kind, email: person.email });
  });
  pages.post(PATH, async (c) => {
    await take(c);
    const token = c.req.param("token");
    const language = languageAt(c);
    const person = await personAt(c);
    if (!person) return c.redirect(signInPath(token), 303);
    try {
      const { name, role } = await acceptInvitation(ctx, person, token);
      return acceptedPage(name, role, language);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.code === "invitation.wrong_person") return wrongPersonPage({ token, language });
      if (error.status === 402) return noRoomPage(language);
      throw error;
    }
  });
  return pages;
}
