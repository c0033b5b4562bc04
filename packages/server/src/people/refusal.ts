import type { ErrorCode } from "@visoli/contract/errors";
import { ProblemError } from "../core/errors.ts";
import type { Faults } from "../core/form.ts";
import { invalidInput } from "../core/http.ts";
import type { Language } from "../core/language.ts";
import { waitHeaders, waitWords } from "../core/problem-page.ts";
import { MESSAGES } from "./messages.ts";

/** Why a form comes back: what is wrong with which field, or (under "") with all of it. */
export type Refusal = { faults: Faults; status: number; headers: Record<string, string> };

type Key = keyof (typeof MESSAGES)["en"];
type Keys = Readonly<Record<string, Key>>;

const OF_FIELDS: Keys = {
  ...{ name: "nameFault", email: "emailFault", password: "passwordFault" },
  ...{ code: "codeFault", recoveryCode: "recoveryCodeFault" },
};
const OF_PASSWORDS: Keys = {
  ...{ too_simple: "tooSimple", too_personal: "tooPersonal", too_common: "tooCommon" },
};

/** For forms where a password is chosen. */
export const NEW_PASSWORD: Keys = { password: "newPasswordFault" };

/** Fields that a schema refuses. `more` has messages of this form, by field. */
export function refusalOfInput(
  error: Parameters<typeof invalidInput>[0],
  language: Language,
  more: Keys = {},
): Refusal {
  const keys = { ...OF_FIELDS, ...more };
  const { errors = [] } = invalidInput(error);
  const faults = errors.map(({ path, message }) => [path, said(keys[path], language) ?? message]);
  return { faults: Object.fromEntries(faults), status: 422, headers: {} };
}

/** A failure that the form can say something about, by the message for its code. @throws any other again */
export function refusalOf(
  error: unknown,
  language: Language,
  keys: Partial<Record<ErrorCode, Key>> = {},
): Refusal {
  if (!(error instanceof ProblemError)) throw error;
  const { status } = error;
  if (error.errors) {
    const faults = error.errors.map(({ path, code, message }) => [
      ...[path, said(OF_PASSWORDS[code], language) ?? `It ${lower(message)}.`],
    ]);
    return { faults: Object.fromEntries(faults), status, headers: {} };
  }
  const isTooOften = error.code === "request.rate_limited";
  const text = isTooOften ? waitWords(error, language) : said(keys[error.code], language);
  if (text === undefined) throw error;
  return { faults: { "": text }, status, headers: waitHeaders(error) };
}

function said(key: Key | undefined, language: Language): string | undefined {
  return key && MESSAGES[language][key];
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
