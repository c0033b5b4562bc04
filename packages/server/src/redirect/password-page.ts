import { isWebScheme, schemeOf } from "@visoli/contract/url";
import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { type Say, words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";
import { type Rendered, rendered } from "./rendered.ts";

/** Asks for the link's password; `fault` says what was wrong with the one before. The form goes to the address that the page is at. */
export function passwordPage(location: string, fault: string | null, language: Language): Rendered {
  const say = words(MESSAGES, language);
  const note = fault === null ? "" : `<p class="note" id="fault" role="alert">${escapeHtml(fault)}</p>\n`;
  const state = fault === null ? "" : ' aria-invalid="true" aria-describedby="fault"';
  return rendered(
    {
      title: say("password"),
      paragraphs: [say.html("passwordText")],
      content: `<form method="post">
${note}<label for="password">${say.html("passwordLabel")}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="255" required autofocus${state}>
<button class="button">${say.html("goOn")}</button>
</form>`,
      footer: say.html("passwordFooter"),
      language,
    },
    // Without a referrer a browser would not say either from where the form comes.
    { directives: { "form-action": formAction(location) }, referrer: "same-origin" },
  );
}

/** Browsers hold a form to it through all redirects that follow, so it must allow where links lead. There is one form, and it goes here. */
function formAction(location: string): string {
  const scheme = schemeOf(location);
  return `'self' http: https:${isWebScheme(scheme) ? "" : ` ${scheme}:`}`;
}

/** Says that there were too many wrong passwords, and when to try again. */
export function tooManyPage(retryAfterS: number, language: Language): Rendered {
  const say = words(MESSAGES, language);
  return rendered({
    title: say("tooMany"),
    paragraphs: [waitOf(retryAfterS, say), say.html("tooManyAsk")],
    language,
  });
}

function waitOf(seconds: number, say: Say<(typeof MESSAGES)["en"]>): string {
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 1) return say.html("tooManyMinute");
  return minutes < 120
    ? say.html("tooManyMinutes", { count: minutes })
    : say.html("tooManyHours", { count: Math.ceil(minutes / 60) });
}
