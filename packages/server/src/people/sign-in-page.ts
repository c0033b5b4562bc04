import { formPage } from "../core/form.ts";
import { formOf, link, linkButton } from "../core/form-input.ts";
import { escapeHtml } from "../core/page.ts";
import { CODE, EMAIL, PASSWORD, RECOVERY_CODE } from "./account-inputs.ts";
import { withNext } from "./next-page.ts";
import type { Refusal } from "./refusal.ts";
import type { Options } from "./sign-in-options.ts";

/** What a form has with it: what was entered, where to go on, and why it came back. */
export type Came = { values?: Record<string, string>; next: string; refusal?: Refusal };

export function signInPage(
  domain: string,
  { registration, isMailOn, providers }: Options,
  { values = {}, next, refusal }: Came,
): Response {
  const elsewhere = providers.map(({ id, name }) =>
    formOf({
      ...{ button: `Continue with ${name}`, action: "/account/provider", isQuiet: true },
      hidden: { provider: id, next },
    }),
  );
  const ways = [
    ...(isMailOn ? [link("Forgot your password?", "/account/forgot")] : []),
    ...(registration === "open" ? [link("Make an account", withNext("/account/sign-up", next))] : []),
  ];
  const { faults = {} } = refusal ?? {};
  const form = { button: "Sign in", inputs: [EMAIL, PASSWORD], hidden: { next }, values, faults };
  const page = {
    title: "Sign in",
    paragraphs: [`To your account at <strong>${escapeHtml(domain)}</strong>.`],
    content: [formOf(form), ...elsewhere].join("\n"),
    ...(ways.length > 0 && { footer: ways.join(" · ") }),
  };
  return formPage(page, refusal?.status, refusal?.headers);
}

/** The password was right, and the address was never confirmed. */
export function unconfirmedPage(email: string): Response {
  const page = {
    title: "Confirm your address first",
    paragraphs: ["We sent you a mail with a link. It works for an hour; we can send another."],
    content: formOf({
      ...{ button: "Send the mail again", action: "/account/confirmation-mail", hidden: { email } },
    }),
    footer: link("Back to signing in", "/account/sign-in"),
  };
  return formPage(page, 403);
}

export function secondFactorPage({ next, refusal, isRecovery }: Came & { isRecovery: boolean }): Response {
  const path = withNext("/account/second-factor", next);
  const other = isRecovery
    ? link("Use the app instead", path)
    : link("Use a recovery code instead", `${path}${next === "" ? "?" : "&"}recovery=1`);
  const page = {
    title: "One more step",
    paragraphs: ["Your account asks for a second factor."],
    content: formOf({
      ...{ button: "Sign in", inputs: [isRecovery ? RECOVERY_CODE : CODE], faults: refusal?.faults ?? {} },
      hidden: { next, recovery: isRecovery ? "1" : "" },
    }),
    footer: `${other} · ${link("Begin anew", withNext("/account/sign-in", next))}`,
  };
  return formPage(page, refusal?.status, refusal?.headers);
}

/** By this page, not by a redirect: browsers hold those that answer a form to the addresses that a form may go to. */
export function goOnPage(name: string, url: string): Response {
  const page = {
    title: `On to ${name}`,
    paragraphs: ["Your browser goes there by itself; if it does not:"],
    content: linkButton(`Continue with ${name}`, url),
  };
  return formPage(page, 200, { Refresh: `0;url=${url}`, "Referrer-Policy": "no-referrer" });
}
