import { REPORT_REASONS, type ReportReason } from "@visoli/contract/report";
import { type Faults, faultNote, field, formPage } from "../core/form.ts";
import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";

/** People do not see this field: who fills it in is a program. */
export const TRAP = "website";

/** The form to report a link, with what was entered before and what is wrong with it. */
export function reportPage(
  values: Record<string, string>,
  language: Language,
  faults: Faults = {},
): Response {
  const say = words(MESSAGES, language);
  const value = (name: string) => escapeHtml(values[name] ?? "");
  const option = (reason: ReportReason) =>
    `<option value="${reason}"${values.reason === reason ? " selected" : ""}>${say.html(reason)}</option>`;
  const fields = [
    field(
      { name: "link", label: say.html("link"), fault: faults.link },
      (its) =>
        `<input ${its} type="text" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="2000" required value="${value("link")}">`,
    ),
    field(
      { name: "reason", label: say.html("reason"), fault: faults.reason },
      (its) =>
        `<select ${its} required><option value="">${say.html("choose")}</option>${REPORT_REASONS.map(option).join("")}</select>`,
    ),
    field(
      {
        name: "details",
        label: say.html("details"),
        hint: say.html("detailsHint"),
        fault: faults.details,
      },
      (its) => `<textarea ${its} rows="4" maxlength="2000">${value("details")}</textarea>`,
    ),
    field(
      {
        name: "contact",
        label: say.html("contact"),
        hint: say.html("contactHint"),
        fault: faults.contact,
      },
      (its) => `<input ${its} type="email" autocomplete="email" maxlength="254" value="${value("contact")}">`,
    ),
  ];
  const page = {
    title: say("report"),
    paragraphs: [say.html("reportText")],
    content: `<form method="post" action="/report">
${faultNote(faults, language)}
${fields.join("\n")}
<div class="aside" aria-hidden="true"><label for="${TRAP}">${say.html("empty")}</label><input id="${TRAP}" name="${TRAP}" tabindex="-1" autocomplete="off"></div>
<button class="button">${say.html("send")}</button>
</form>`,
    footer: say.html("notWritten"),
    language,
  };
  return formPage(page, Object.keys(faults).length > 0 ? 422 : 200);
}

/** The same for every report: whether there is such a link is not said. */
export function thanksPage(language: Language): Response {
  const say = words(MESSAGES, language);
  return formPage(
    {
      title: say("thanks"),
      paragraphs: [say.html("thanksText"), say.html("thanksPassword")],
      language,
    },
    201,
  );
}

export function tooManyReportsPage(waitS: number, language: Language): Response {
  const say = words(MESSAGES, language);
  const count = Math.ceil(waitS / 60);
  return formPage(
    {
      title: say("tooMany"),
      paragraphs: [count === 1 ? say.html("tooManyMinute") : say.html("tooManyMinutes", { count })],
      language,
    },
    429,
    { "Retry-After": String(waitS) },
  );
}
