import { formPage } from "../core/form.ts";
import { formOf, linkButton } from "../core/form-input.ts";
import type { Language } from "../core/language.ts";
import { words } from "../core/words.ts";
import { inputsIn } from "./account-inputs.ts";
import { MESSAGES } from "./messages.ts";
import { DASHBOARD } from "./next-page.ts";
import type { Came } from "./sign-in-page.ts";

/** The form that makes the service's first person. */
export function setupPage({ values = {}, refusal, language }: Omit<Came, "next">): Response {
  const { faults = {}, status, headers } = refusal ?? {};
  const say = words(MESSAGES, language);
  const { name, email, newPassword } = inputsIn(language);
  const page = {
    title: say("setup"),
    paragraphs: [say.html("setupText")],
    content: formOf({
      ...{ language, button: say("setupButton"), inputs: [name, email, newPassword], values, faults },
    }),
    language,
  };
  return formPage(page, status, headers);
}

export function setupDonePage(domain: string, language: Language): Response {
  const say = words(MESSAGES, language);
  const page = {
    title: say("setupDone"),
    paragraphs: [say.html("setupDoneText", { domain }), say.html("setupDoneKey")],
    content: linkButton(say("toDashboard"), DASHBOARD),
    language,
  };
  return formPage(page, 201);
}
