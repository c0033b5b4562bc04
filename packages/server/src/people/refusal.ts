import type { ErrorCode } from "@visoli/contract/errors";
import { ProblemError } from "../core/errors.ts";
import type { Faults } from "../core/form.ts";
import { invalidInput } from "../core/http.ts";
import { waitHeaders, waitWords } from "../core/problem-page.ts";

/** Why a form comes back: what is wrong with which field, or (under "") with all of it. */
export type Refusal = { faults: Faults; status: number; headers: Record<string, string> };

const WORDS: Faults = {
  name: "Enter your name.",
  email: "This is not an email address.",
  code: "Enter the six digits that the app shows.",
  recoveryCode: "Enter one of the codes that you wrote down.",
};

/** For forms where a password is chosen. */
export const NEW_PASSWORD_WORDS = { password: "Choose one of 12 to 128 characters." };

/** Fields that a schema refuses. `more` has words of this form. */
export function refusalOfInput(error: Parameters<typeof invalidInput>[0], more: Faults = {}): Refusal {
  const words = { ...WORDS, ...more };
  const { errors = [] } = invalidInput(error);
  const faults = errors.map(({ path, message }) => [path, words[path] ?? message]);
  return { faults: Object.fromEntries(faults), status: 422, headers: {} };
}

/** A failure that the form can say something about, in the words for its code. @throws any other again */
export function refusalOf(error: unknown, words: Partial<Record<ErrorCode, string>> = {}): Refusal {
  if (!(error instanceof ProblemError)) throw error;
  const { status } = error;
  if (error.errors) {
    const faults = error.errors.map(({ path, message }) => [path, `It ${lower(message)}.`]);
    return { faults: Object.fromEntries(faults), status, headers: {} };
  }
  const text = error.code === "request.rate_limited" ? waitWords(error) : words[error.code];
  if (text === undefined) throw error;
  return { faults: { "": text }, status, headers: waitHeaders(error) };
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
