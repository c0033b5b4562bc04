import { SignUpSchema } from "@visoli/contract/auth";
import type { Hono } from "hono";
import { readForm } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import { checkMailPage, nextStepPage } from "./account-page.ts";
import { withCookies } from "./cookies.ts";
import type { Door } from "./door.ts";
import { ownPage, rememberNext } from "./next-page.ts";
import { NEW_PASSWORD_WORDS, refusalOf, refusalOfInput } from "./refusal.ts";
import { signUp } from "./sign-up.ts";
import { noSignUpPage, signUpPage } from "./sign-up-page.ts";

const CLOSED =
  "The invitation is for another address, was used, or is too old. Please look at its mail again.";

/** Making an account by a form. */
export function signUpPages(pages: Hono<Env>, { people, visitor }: Door): void {
  const { config } = people.ctx;
  /** An invitation's token leads to its page afterwards. */
  const whereto = ({ next, invitation = "" }: Record<string, string>) => {
    const own = ownPage(`/account/invitation/${invitation}`);
    return { next: own || ownPage(next), invitation: own ? invitation : "" };
  };
  const refusedTo = (invitation: string) => {
    const { registration } = config.signIn;
    const mayCome = registration === "open" || (registration === "invitation" && invitation !== "");
    return mayCome ? null : noSignUpPage(registration);
  };
  pages.get("/account/sign-up", (c) => {
    const to = whereto(c.req.query());
    return refusedTo(to.invitation) ?? signUpPage(config.domain, to);
  });
  pages.post("/account/sign-up", async (c) => {
    const values = (await readForm(c.req.raw)) ?? {};
    const to = whereto(values);
    const refused = refusedTo(to.invitation);
    if (refused) return refused;
    const { name = "", email = "", password = "" } = values;
    const input = { name: name.trim(), email: email.trim(), password };
    const parsed = SignUpSchema.safeParse({
      ...{ ...input, ...(to.invitation && { invitation: to.invitation }) },
    });
    if (!parsed.success)
      return signUpPage(config.domain, {
        values,
        ...to,
        refusal: refusalOfInput(parsed.error, NEW_PASSWORD_WORDS),
      });
    try {
      const status = await signUp(people, visitor(c), parsed.data);
      const page =
        status === "check_mail"
          ? checkMailPage("Open the link in it to confirm your address. It works for an hour.")
          : nextStepPage("Your account is there", "Sign in with it now.", to.next);
      return withCookies(page, rememberNext(people, to.next));
    } catch (error) {
      const refusal = refusalOf(error, { "auth.registration_closed": CLOSED });
      return signUpPage(config.domain, { values, ...to, refusal });
    }
  });
}
