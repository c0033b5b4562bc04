import { formPage } from "../core/form.ts";
import { formOf, link } from "../core/form-input.ts";
import type { Language } from "../core/language.ts";
import { words } from "../core/words.ts";
import { inputsIn } from "./account-inputs.ts";
import { MESSAGES } from "./messages.ts";
import { withNext } from "./next-page.ts";
import type { Came } from "./sign-in-page.ts";

/** The form that makes an account; an invitation is carried along. */
export function signUpPage(
  domain: string,
  { values = {}, next, refusal, invitation, language }: Came & { invitation: string },
): Response {
  const say = words(MESSAGES, language);
  const { name, email, newPassword } = inputsIn(language);
  const form = {
    ...{ language, button: say("signUpButton"), inputs: [name, email, newPassword] },
    ...{ hidden: { next, invitation }, values, faults: refusal?.faults ?? {} },
  };
  const page = {
    title: say("signUp"),
    paragraphs: [say.html(invitation === "" ? "signUpAt" : "signUpInvited", { domain })],
    content: formOf(form),
    footer: `${say.html("haveOne")} ${link(say("signIn"), withNext("/account/sign-in", next))}`,
    language,
  };
  return formPage(page, refusal?.status, refusal?.headers);
}

/** Why nobody, or nobody without an invitation, makes an account here. */
export function noSignUpPage(registration: "invitation" | "closed", language: Language): Response {
  const say = words(MESSAGES, language);
  const why = registration === "closed" ? "closed" : "byInvitation";
  const page = {
    title: say(why),
    paragraphs: [say.html(`${why}Text`)],
    footer: `${say.html("haveAccount")} ${link(say("signIn"), "/account/sign-in")}`,
    language,
  };
  return formPage(page, 403);
}
