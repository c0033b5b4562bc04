import { REPORT_REASONS, type ReportReason } from "@visoli/contract/report";
import { type Faults, faultNote, field, formPage } from "../core/form.ts";
import { escapeHtml } from "../core/page.ts";

const LABELS: Record<ReportReason, string> = {
  phishing: "It asks for passwords or card numbers under a false name",
  malware: "It brings software that does harm",
  spam: "It was sent to me, and I did not ask for it",
  illegal: "What it leads to is against the law",
  other: "Something else",
};

/** People do not see this field: who fills it in is a program. */
export const TRAP = "website";

/** The form to report a link, with what was entered before and what is wrong with it. */
export function reportPage(values: Record<string, string>, faults: Faults = {}): Response {
  const value = (name: string) => escapeHtml(values[name] ?? "");
  const option = (reason: ReportReason) =>
    `<option value="${reason}"${values.reason === reason ? " selected" : ""}>${LABELS[reason]}</option>`;
  const fields = [
    field(
      { name: "link", label: "Short link", fault: faults.link },
      (its) =>
        `<input ${its} type="text" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="2000" required value="${value("link")}">`,
    ),
    field(
      { name: "reason", label: "What is wrong with it", fault: faults.reason },
      (its) =>
        `<select ${its} required><option value="">Please choose</option>${REPORT_REASONS.map(option).join("")}</select>`,
    ),
    field(
      {
        name: "details",
        label: "Details (optional)",
        hint: "Where you met it, what it did.",
        fault: faults.details,
      },
      (its) => `<textarea ${its} rows="4" maxlength="2000">${value("details")}</textarea>`,
    ),
    field(
      {
        name: "contact",
        label: "Your e-mail address (optional)",
        hint: "For questions. The link's owner does not learn it.",
        fault: faults.contact,
      },
      (its) => `<input ${its} type="email" autocomplete="email" maxlength="254" value="${value("contact")}">`,
    ),
  ];
  const page = {
    title: "Report a link",
    paragraphs: ["Tell the operator of this service about a short link that does harm."],
    content: `<form method="post" action="/report">
${faultNote(faults)}
${fields.join("\n")}
<div class="aside" aria-hidden="true"><label for="${TRAP}">Leave this empty</label><input id="${TRAP}" name="${TRAP}" tabindex="-1" autocomplete="off"></div>
<button class="button">Send the report</button>
</form>`,
    footer: "Your network address is not written down.",
  };
  return formPage(page, Object.keys(faults).length > 0 ? 422 : 200);
}

/** The same for every report: whether there is such a link is not said. */
export function thanksPage(): Response {
  return formPage(
    {
      title: "Thank you",
      paragraphs: [
        "Your report was received. If the link is one of this service, its operator will look at it.",
        "If you have entered a password or a card number behind it, change the password and tell your bank.",
      ],
    },
    201,
  );
}

export function tooManyReportsPage(waitS: number): Response {
  const minutes = Math.ceil(waitS / 60);
  return formPage(
    {
      title: "Too many reports",
      paragraphs: [
        `From your network came as many reports as we take in an hour. Please try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
      ],
    },
    429,
    { "Retry-After": String(waitS) },
  );
}
