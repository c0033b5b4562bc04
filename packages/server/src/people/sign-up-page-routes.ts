import { SignUpSchema } from "@visoli/contract/auth";
import type { Hono } from "hono";
import { readForm } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import type { Language } from "../core/language.ts";
import { languageAt } from "../core/pages.ts";
import { checkMailPage, nextStepPage } from "./account-page.ts";
import { withCookies } from "./cookies.ts";
import type { Door } from "./door.ts";
import { ownPage, rememberNext } from "./next-page.ts";
import { NEW_PASSWORD, refusalOf, refusalOfInput } from "./refusal.ts";
import { signUp } from "./sign-up.ts";
import { noSignUpPage, signUpPage } from "./sign-up-page.ts";

/** Making an account by a form. */
export function signUpPages(pages: Hono<Env>, { people, visitor }: Door): void {
  const { config } = people.ctx;
  /** An invitation's token leads to its page afterwards. */
  const whereto = ({ next, invitation = "" }: Record<string, string>) => {
    const own = ownPage(`/account/invitation/${invitation}`);
    return { next: own || ownPage(next), invitation: own ? invitation : "" };
  };
  const refusedTo = (invitation: string, language: Language) => {
    const { registration } = config.signIn;
    const mayCome = registration === "open" || (registration === "invitation" && invitation !== "");
    return mayCome ? null : noSignUpPage(registration, language);
  };
  pages.get("/account/sign-up", (c) => {
    const to = { ...whereto(c.req.query()), language: languageAt(c) };
    return refusedTo(to.invitation, to.language) ?? signUpPage(config.domain, to);
  });
  pages.post("/account/sign-up", async (c) => {
    const values = (await readForm(c.req.raw)) ?? {};
    const language = languageAt(c);
    const to = { ...whereto(values), language };
    const refused = refusedTo(to.invitation, language);
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
        refusal: refusalOfInput(parsed.error, language, NEW_PASSWORD),
      });
    try {
      const status = await signUp(people, visitor(c), parsed.data);
      const page =
        status === "check_mail"
          ? checkMailPage("openConfirmation", language)
          : nextStepPage("accountMade", language, to.next);
      return withCookies(page, rememberNext(people, to.next));
    } catch (error) {
      const refusal = refusalOf(error, language, { "auth.registration_closed": "wrongInvitation" });
      return signUpPage(config.domain, { values, ...to, refusal });
    }
  });
}
