import { isWebScheme, schemeOf } from "@visoli/contract/url";
import { escapeHtml } from "../core/page.ts";
import { type Rendered, rendered } from "./rendered.ts";

/** Asks for the link's password; `fault` says what was wrong with the one before. The form goes to the address that the page is at. */
export function passwordPage(location: string, fault: string | null): Rendered {
  const note = fault === null ? "" : `<p class="note" id="fault" role="alert">${escapeHtml(fault)}</p>\n`;
  const state = fault === null ? "" : ' aria-invalid="true" aria-describedby="fault"';
  return rendered(
    {
      title: "This link asks for a password",
      paragraphs: ["Its owner leads on only those who know it. Ask whoever gave you the link."],
      content: `<form method="post">
${note}<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="255" required autofocus${state}>
<button class="button">Go on</button>
</form>`,
      footer: "The password goes to this service alone. For 15 minutes you are not asked again.",
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
export function tooManyPage(retryAfterS: number): Rendered {
  return rendered({
    title: "Too many wrong passwords",
    paragraphs: [
      `Please try again ${waitOf(retryAfterS)}. Until then no password is looked at, not even the right one.`,
      "If you do not know the password, ask whoever gave you the link.",
    ],
  });
}

function waitOf(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 1) return "in a minute";
  return minutes < 120 ? `in ${minutes} minutes` : `in ${Math.ceil(minutes / 60)} hours`;
}
