import type { Me } from "@visoli/contract/person";
import { formPage } from "../core/form.ts";
import { formOf, link, linkButton } from "../core/form-input.ts";
import type { Language } from "../core/language.ts";
import { MESSAGES as SHARED } from "../core/messages.ts";
import { escapeHtml } from "../core/page.ts";
import { type Say, words } from "../core/words.ts";
import { inputsIn } from "./account-inputs.ts";
import { MESSAGES } from "./messages.ts";
import { DASHBOARD, withNext } from "./next-page.ts";
import type { Came } from "./sign-in-page.ts";

type Words = Say<(typeof MESSAGES)["en"]>;

/** Who is signed in, and where they are members. */
export function accountPage(
  { person, workspaces }: Me,
  { others, isInvited, language }: { others: number; isInvited: boolean; language: Language },
): Response {
  const say = words(MESSAGES, language);
  const rows = workspaces.map(
    ({ name, role }) =>
      `<li>${say.html("inWorkspace", { workspace: name, role: words(SHARED, language)(role) })}</li>`,
  );
  const factor = say.html(person?.isTwoFactorOn ? "factorOn" : "factorOff");
  const parts = [
    linkButton(say("toDashboard"), DASHBOARD),
    `<h2>${say.html("workspaces")}</h2>`,
    rows.length > 0 ? `<ul>\n${rows.join("\n")}\n</ul>` : `<p>${say.html("noWorkspaces")}</p>`,
    isInvited && `<p>${say.html("invited")}</p>`,
    `<h2>${say.html("signingIn")}</h2>`,
    `<p>${factor} ${othersWords(others, say)}</p>`,
    others > 0 &&
      formOf({ language, button: say("endOthers"), action: "/account/end-sessions", isQuiet: true }),
    formOf({ language, button: say("signOut"), action: "/account/sign-out", isQuiet: true }),
  ];
  return formPage({
    title: say("account"),
    paragraphs: [`<strong>${escapeHtml(person?.name ?? "")}</strong><br>${escapeHtml(person?.email ?? "")}`],
    content: parts.filter(Boolean).join("\n"),
    footer: link(say("reference"), "/docs"),
    language,
  });
}

function othersWords(others: number, say: Words): string {
  if (others === 0) return say.html("noOthers");
  return others === 1 ? say.html("oneOther") : say.html("someOthers", { count: others });
}

/** The same whatever is known of the address. */
export function checkMailPage(what: "openMail" | "openConfirmation", language: Language): Response {
  const say = words(MESSAGES, language);
  const paragraphs = [say.html("checkMailText"), say.html(what)];
  return formPage({ title: say("checkMail"), paragraphs, language });
}

/** What was done by a mail's link; then one signs in. */
export function nextStepPage(
  what: "confirmed" | "changed" | "accountMade",
  language: Language,
  next = "",
): Response {
  const say = words(MESSAGES, language);
  const content = linkButton(say("signIn"), withNext("/account/sign-in", next));
  return formPage({ title: say(what), paragraphs: [say.html(`${what}Text`)], content, language });
}

/** A button: programs that look into mails press none. */
export function verifyPage(token: string, language: Language): Response {
  const say = words(MESSAGES, language);
  return formPage({
    title: say("confirm"),
    paragraphs: [say.html("confirmText")],
    content: formOf({ language, button: say("confirmButton"), hidden: { token } }),
    language,
  });
}

/** The form to choose a new password, by the token of a mail. */
export function resetPage(
  token: string,
  { language, refusal }: Pick<Came, "language" | "refusal">,
): Response {
  const say = words(MESSAGES, language);
  const inputs = [{ ...inputsIn(language).newPassword, label: say.html("newPassword") }];
  const faults = refusal?.faults ?? {};
  const page = {
    title: say("reset"),
    paragraphs: [say.html("resetText")],
    content: formOf({ language, button: say("resetButton"), inputs, hidden: { token }, faults }),
    language,
  };
  return formPage(page, refusal?.status, refusal?.headers);
}

export function forgotPage({ values = {}, refusal, language }: Omit<Came, "next">): Response {
  const say = words(MESSAGES, language);
  const form = { language, button: say("forgotButton"), inputs: [inputsIn(language).email], values };
  const page = {
    title: say("forgot"),
    paragraphs: [say.html("forgotText")],
    content: formOf({ ...form, faults: refusal?.faults ?? {} }),
    footer: link(say("backToSignIn"), "/account/sign-in"),
    language,
  };
  return formPage(page, refusal?.status, refusal?.headers);
}
