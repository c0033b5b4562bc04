import { ERRORS, type ErrorCode } from "@visoli/contract/errors";
import type { ProblemError } from "./errors.ts";
import { formPage } from "./form.ts";
import { linkButton } from "./form-input.ts";
import type { Language } from "./language.ts";
import { MESSAGES } from "./messages.ts";
import { escapeHtml } from "./page.ts";
import { words } from "./words.ts";

type Key = keyof (typeof MESSAGES)["en"];
const KNOWN: Partial<Record<ErrorCode, [title: Key, text: Key]>> = {
  "auth.token_not_found": ["worksNoMore", "again"],
  "invitation.not_found": ["invitationOver", "invitationOverText"],
  "auth.foreign_origin": ["onceMore", "onceMoreText"],
  "mail.off": ["noMail", "noMailText"],
  "service.unavailable": ["away", "awayText"],
  "request.invalid": ["worksNoMore", "again"],
  "route.not_found": ["nothing", "nothingText"],
};

/** An expected failure as a page for people: never JSON. */
export function problemPage(error: ProblemError, requestId: string, language: Language): Response {
  const [title, text] = textsOf(error, requestId, language);
  const content = linkButton(words(MESSAGES, language)("toStart"), "/", true);
  const page = { title, paragraphs: [escapeHtml(text)], content, language };
  return formPage(page, error.status, waitHeaders(error));
}

function textsOf(error: ProblemError, requestId: string, language: Language): [string, string] {
  const say = words(MESSAGES, language);
  const known = KNOWN[error.code];
  if (known) return [MESSAGES[language][known[0]], MESSAGES[language][known[1]]];
  if (error.status >= 500) return [say("failed"), say("failedText", { requestId })];
  if (error.status === 429) return [say("tooMany"), waitWords(error, language)];
  // What verbs say of a failure is English.
  if (language === "en") return [ERRORS[error.code].title, `${error.detail}.`];
  return [say("refused"), say("refusedText", { code: error.code })];
}

/** How long to wait, in a sentence. */
export function waitWords({ more }: ProblemError, language: Language): string {
  const say = words(MESSAGES, language);
  const seconds = more.retryAfterS ?? 900;
  if (seconds < 60) return seconds === 1 ? say("waitSecond") : say("waitSeconds", { count: seconds });
  const count = Math.ceil(seconds / 60);
  return count === 1 ? say("waitMinute") : say("waitMinutes", { count });
}

export function waitHeaders({ status, more }: ProblemError): Record<string, string> {
  const seconds = more.retryAfterS ?? { 429: 900, 503: 5 }[status];
  return seconds === undefined ? {} : { "Retry-After": String(seconds) };
}
