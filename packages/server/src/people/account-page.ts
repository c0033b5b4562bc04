import type { Me } from "@visoli/contract/person";
import { formPage } from "../core/form.ts";
import { formOf, link, linkButton } from "../core/form-input.ts";
import { escapeHtml } from "../core/page.ts";
import { EMAIL, NEW_PASSWORD } from "./account-inputs.ts";
import { withNext } from "./next-page.ts";
import type { Came } from "./sign-in-page.ts";

/** Who is signed in, and where they are members. */
export function accountPage(
  { person, workspaces }: Me,
  { others, isInvited }: { others: number; isInvited: boolean },
): Response {
  const rows = workspaces.map(
    ({ name, role }) => `<li><strong>${escapeHtml(name)}</strong>, as ${escapeHtml(role)}</li>`,
  );
  const factor = person?.isTwoFactorOn ? "on" : "off";
  const parts = [
    "<h2>Workspaces</h2>",
    rows.length > 0 ? `<ul>\n${rows.join("\n")}\n</ul>` : "<p>You are in none yet.</p>",
    isInvited && "<p>Somebody invited you: open the link in the mail to accept.</p>",
    "<h2>Signing in</h2>",
    `<p>The second factor is ${factor}. ${othersWords(others)}</p>`,
    others > 0 &&
      formOf({ button: "End all other sessions", action: "/account/end-sessions", isQuiet: true }),
    formOf({ button: "Sign out", action: "/account/sign-out" }),
  ];
  return formPage({
    title: "Your account",
    paragraphs: [`<strong>${escapeHtml(person?.name ?? "")}</strong><br>${escapeHtml(person?.email ?? "")}`],
    content: parts.filter(Boolean).join("\n"),
    footer: `There is no dashboard yet: all else is done by the ${link("API", "/api/openapi.json")}, with an API key or with this session.`,
  });
}

function othersWords(others: number): string {
  if (others === 0) return "You are signed in here alone.";
  return others === 1
    ? "One other browser is signed in, too."
    : `${others} other browsers are signed in, too.`;
}

/** The same whatever is known of the address. */
export function checkMailPage(text: string): Response {
  const paragraphs = ["We have sent you a mail, if the address is right.", escapeHtml(text)];
  return formPage({ title: "Look into your mail", paragraphs });
}

export function nextStepPage(title: string, text: string, next = ""): Response {
  const content = linkButton("Sign in", withNext("/account/sign-in", next));
  return formPage({ title, paragraphs: [escapeHtml(text)], content });
}

/** A button: programs that look into mails press none. */
export function verifyPage(token: string): Response {
  return formPage({
    title: "Confirm your address",
    paragraphs: ["One more click, and the address is yours."],
    content: formOf({ button: "Confirm the address", hidden: { token } }),
  });
}

/** The form to choose a new password, by the token of a mail. */
export function resetPage(token: string, { refusal }: Pick<Came, "refusal"> = {}): Response {
  const inputs = [{ ...NEW_PASSWORD, label: "New password" }];
  const faults = refusal?.faults ?? {};
  const page = {
    title: "Choose a new password",
    paragraphs: ["Every session of yours ends; sign in with the new password then."],
    content: formOf({ button: "Change the password", inputs, hidden: { token }, faults }),
  };
  return formPage(page, refusal?.status, refusal?.headers);
}

export function forgotPage({ values = {}, refusal }: Pick<Came, "values" | "refusal"> = {}): Response {
  const page = {
    title: "Forgot your password?",
    paragraphs: ["We send you a link by which you choose a new one."],
    content: formOf({ button: "Send the mail", inputs: [EMAIL], values, faults: refusal?.faults ?? {} }),
    footer: link("Back to signing in", "/account/sign-in"),
  };
  return formPage(page, refusal?.status, refusal?.headers);
}
