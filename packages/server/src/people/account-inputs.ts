import type { Input } from "../core/form-input.ts";
import type { Language } from "../core/language.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";

const PLAIN = 'autocapitalize="none" spellcheck="false"';
type Field = "name" | "email" | "password" | "newPassword" | "code" | "recoveryCode";

/** The fields that forms of an account are made of. */
export function inputsIn(language: Language): Record<Field, Input> {
  const say = words(MESSAGES, language);
  return {
    name: { name: "name", label: say.html("name"), type: "text", autocomplete: "name" },
    email: {
      ...{ name: "email", label: say.html("email"), type: "email", autocomplete: "username" },
      attributes: PLAIN,
    },
    password: {
      ...{
        name: "password",
        label: say.html("password"),
        type: "password",
        autocomplete: "current-password",
      },
    },
    newPassword: {
      ...{ name: "password", label: say.html("password"), type: "password", autocomplete: "new-password" },
      hint: say.html("newPasswordHint"),
    },
    code: {
      ...{ name: "code", label: say.html("code"), type: "text", autocomplete: "one-time-code" },
      ...{ hint: say.html("codeHint"), attributes: `inputmode="numeric" ${PLAIN}` },
    },
    recoveryCode: {
      ...{ name: "recoveryCode", label: say.html("recoveryCode"), type: "text", autocomplete: "off" },
      ...{ hint: say.html("recoveryCodeHint"), attributes: PLAIN },
    },
  };
}
