import type { Input } from "../core/form-input.ts";

const PLAIN = 'autocapitalize="none" spellcheck="false"';

export const NAME: Input = { name: "name", label: "Your name", type: "text", autocomplete: "name" };
export const EMAIL: Input = {
  ...{ name: "email", label: "Email address", type: "email", autocomplete: "username", attributes: PLAIN },
};
export const PASSWORD: Input = {
  ...{ name: "password", label: "Password", type: "password", autocomplete: "current-password" },
};
export const NEW_PASSWORD: Input = {
  ...{ name: "password", label: "Password", type: "password", autocomplete: "new-password" },
  hint: "12 characters at least; a few words that do not belong together are a good one.",
};
export const CODE: Input = {
  ...{ name: "code", label: "Code", type: "text", autocomplete: "one-time-code" },
  ...{ hint: "The six digits that your app shows now.", attributes: `inputmode="numeric" ${PLAIN}` },
};
export const RECOVERY_CODE: Input = {
  ...{ name: "recoveryCode", label: "Recovery code", type: "text", autocomplete: "off" },
  ...{ hint: "One of those that you wrote down; each works once.", attributes: PLAIN },
};
