import { ERRORS, type ErrorCode } from "@visoli/contract/errors";
import type { ProblemError } from "./errors.ts";
import { formPage } from "./form.ts";
import { escapeHtml } from "./page.ts";

const AGAIN = "It was used, is too old, or never was. Please ask for a new one.";
const WORDS: Partial<Record<ErrorCode, [title: string, text: string]>> = {
  "auth.token_not_found": ["This link works no more", AGAIN],
  "invitation.not_found": [
    "This invitation works no more",
    "It was used, taken back, or is too old. Please ask who invited you for another.",
  ],
  "auth.foreign_origin": [
    "Please send it once more",
    "Your browser did not say that this comes from our page. Go back, load the page anew, and send it from there.",
  ],
  "mail.off": [
    "This service sends no mail",
    "So it cannot do that by mail. Please ask its operator for a set-up link.",
  ],
  "service.unavailable": [
    "A part of the service is away",
    "It should be back soon. Please try again in a moment.",
  ],
  "request.invalid": ["This link works no more", AGAIN],
};

/** An expected failure as a page for people: never JSON. */
export function problemPage(error: ProblemError, requestId: string): Response {
  const [title, text] = WORDS[error.code] ?? otherwise(error, requestId);
  return formPage({ title, paragraphs: [escapeHtml(text)] }, error.status, waitHeaders(error));
}

function otherwise(error: ProblemError, requestId: string): [string, string] {
  const { title } = ERRORS[error.code];
  if (error.status >= 500) return [title, `The failure is in our log as ${requestId}. Please try again.`];
  if (error.status === 429) return ["Too many tries", waitWords(error)];
  return [title, `${error.detail}.`];
}

/** How long to wait, in a sentence. */
export function waitWords({ more }: ProblemError): string {
  const seconds = more.retryAfterS ?? 900;
  const [count, unit] = seconds < 60 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return `Too many tries. Please try again in ${count} ${unit}${count === 1 ? "" : "s"}.`;
}

export function waitHeaders({ status, more }: ProblemError): Record<string, string> {
  const seconds = more.retryAfterS ?? { 429: 900, 503: 5 }[status];
  return seconds === undefined ? {} : { "Retry-After": String(seconds) };
}
