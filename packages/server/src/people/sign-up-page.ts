import { formPage } from "../core/form.ts";
import { formOf, link } from "../core/form-input.ts";
import { escapeHtml } from "../core/page.ts";
import { EMAIL, NAME, NEW_PASSWORD } from "./account-inputs.ts";
import { withNext } from "./next-page.ts";
import type { Came } from "./sign-in-page.ts";

/** The form that makes an account; an invitation is carried along. */
export function signUpPage(
  domain: string,
  { values = {}, next, refusal, invitation }: Came & { invitation: string },
): Response {
  const form = {
    ...{ button: "Make the account", inputs: [NAME, EMAIL, NEW_PASSWORD] },
    ...{ hidden: { next, invitation }, values, faults: refusal?.faults ?? {} },
  };
  const whose = `At <strong>${escapeHtml(domain)}</strong>.`;
  const page = {
    title: "Make an account",
    paragraphs: [invitation === "" ? whose : `${whose} Use the address that was invited.`],
    content: formOf(form),
    footer: `You have one? ${link("Sign in", withNext("/account/sign-in", next))}`,
  };
  return formPage(page, refusal?.status, refusal?.headers);
}

/** Why nobody, or nobody without an invitation, makes an account here. */
export function noSignUpPage(registration: "invitation" | "closed"): Response {
  const page = {
    title: registration === "closed" ? "No new accounts" : "By invitation only",
    paragraphs: [
      registration === "closed"
        ? "The operator of this service makes the accounts; please ask there."
        : "Whoever has a workspace here can invite you. Then open the link in the mail that you get.",
    ],
    footer: `You have an account? ${link("Sign in", "/account/sign-in")}`,
  };
  return formPage(page, 403);
}
