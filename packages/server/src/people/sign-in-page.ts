import { formPage } from "../core/form.ts";
import { formOf, link, linkButton } from "../core/form-input.ts";
import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { words } from "../core/words.ts";
import { inputsIn } from "./account-inputs.ts";
import { MESSAGES } from "./messages.ts";
import { DASHBOARD, withNext } from "./next-page.ts";
import { PASSKEY_SCRIPT } from "./passkey-script.ts";
import type { Refusal } from "./refusal.ts";
import type { Options } from "./sign-in-options.ts";

/** What a form has with it: what was entered, where to go on, why it came back; and what it is written in. */
export type Came = { values?: Record<string, string>; next: string; refusal?: Refusal; language: Language };

export function signInPage(
  domain: string,
  { registration, isMailOn, providers }: Options,
  { values = {}, next, refusal, language }: Came,
): Response {
  const say = words(MESSAGES, language);
  const elsewhere = providers.map(({ id, name }) =>
    formOf({
      ...{ language, button: say("signInWith", { name }), action: "/account/provider", isQuiet: true },
      hidden: { provider: id, next },
    }),
  );
  const ways = [
    ...(isMailOn ? [link(say("forgotLink"), "/account/forgot")] : []),
    ...(registration === "open" ? [link(say("signUp"), withNext("/account/sign-up", next))] : []),
  ];
  const { email, password } = inputsIn(language);
  const form = { language, button: say("signIn"), inputs: [email, password], hidden: { next }, values };
  const page = {
    title: say("signIn"),
    paragraphs: [say.html("signInTo", { domain })],
    content: [
      formOf({ ...form, faults: refusal?.faults ?? {} }),
      passkeyButton(next, language),
      ...elsewhere,
    ].join("\n"),
    ...(ways.length > 0 && { footer: ways.join(" · ") }),
    script: PASSKEY_SCRIPT,
    language,
  };
  return formPage(page, refusal?.status, refusal?.headers);
}

/** Unseen until the script knows that the browser has passkeys. */
function passkeyButton(next: string, language: Language): string {
  const say = words(MESSAGES, language);
  return `<div id="passkey" data-next="${escapeHtml(next || DASHBOARD)}" data-failed="${say.html("passkeyFailed")}" hidden>
<p class="or">${say.html("or")}</p>
<button class="button quiet" type="button">${say.html("signInByPasskey")}</button>
<p class="fault" role="status"></p>
</div>`;
}

/** The password was right, and the address was never confirmed. */
export function unconfirmedPage(email: string, language: Language): Response {
  const say = words(MESSAGES, language);
  const page = {
    title: say("confirmFirst"),
    paragraphs: [say.html("confirmFirstText")],
    content: formOf({
      ...{ language, button: say("mailAgain"), action: "/account/confirmation-mail", hidden: { email } },
    }),
    footer: link(say("backToSignIn"), "/account/sign-in"),
    language,
  };
  return formPage(page, 403);
}

export function secondFactorPage({
  next,
  refusal,
  isRecovery,
  language,
}: Came & { isRecovery: boolean }): Response {
  const say = words(MESSAGES, language);
  const path = withNext("/account/second-factor", next);
  const other = isRecovery
    ? link(say("useApp"), path)
    : link(say("useRecoveryCode"), `${path}${next === "" ? "?" : "&"}recovery=1`);
  const { code, recoveryCode } = inputsIn(language);
  const page = {
    title: say("oneMoreStep"),
    paragraphs: [say.html("oneMoreStepText")],
    content: formOf({
      ...{ language, button: say("signIn"), inputs: [isRecovery ? recoveryCode : code] },
      ...{ faults: refusal?.faults ?? {}, hidden: { next, recovery: isRecovery ? "1" : "" } },
    }),
    footer: `${other} · ${link(say("beginAnew"), withNext("/account/sign-in", next))}`,
    language,
  };
  return formPage(page, refusal?.status, refusal?.headers);
}

/** By this page, not by a redirect: browsers hold those that answer a form to the addresses that a form may go to. */
export function goOnPage(name: string, url: string, language: Language): Response {
  const say = words(MESSAGES, language);
  const page = {
    title: say("onTo", { name }),
    paragraphs: [say.html("onToText")],
    content: linkButton(say("signInWith", { name }), url),
    language,
  };
  return formPage(page, 200, { Refresh: `0;url=${url}`, "Referrer-Policy": "no-referrer" });
}
