import { type Faults, faultNote, field } from "./form.ts";
import type { Language } from "./language.ts";
import { escapeHtml } from "./page.ts";

/** A field of one line. `attributes` are of its markup, beside those that every field has. */
export type Input = {
  name: string;
  label: string;
  type: "text" | "email" | "password";
  autocomplete: string;
  hint?: string;
  attributes?: string;
};

/** What a form is made of, and what came back with it. */
export type Form = {
  language: Language;
  button: string;
  inputs?: Input[];
  /** Where it goes; to where it came from, without the query, unless told. */
  action?: string;
  /** Carried along unseen; empty ones are left out. */
  hidden?: Record<string, string>;
  values?: Record<string, string>;
  faults?: Faults;
  isQuiet?: boolean;
};

/** A form as markup: passwords are never given back, and the first faulty field has the cursor. */
export function formOf({
  language,
  button,
  inputs = [],
  action = "?",
  hidden = {},
  isQuiet,
  ...came
}: Form): string {
  const { values = {}, faults = {} } = came;
  const first = inputs.find(({ name }) => faults[name]);
  const fields = inputs.map((input) => {
    const value = input.type === "password" ? "" : escapeHtml(values[input.name] ?? "");
    const focus = input === first ? " autofocus" : "";
    const more = input.attributes ? ` ${input.attributes}` : "";
    return field({ ...input, fault: faults[input.name] }, (its) => {
      const type = `type="${input.type}" autocomplete="${input.autocomplete}"`;
      // A password is never cut off in silence: a sign may be two units of UTF-16.
      const length = input.type === "password" ? "" : ' maxlength="254"';
      return `<input ${its} ${type}${length} required${more}${focus} value="${value}">`;
    });
  });
  const carried = Object.entries(hidden)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`);
  return `<form method="post" action="${escapeHtml(action)}">
${[faultNote(faults, language), ...carried, ...fields].filter(Boolean).join("\n")}
<button class="${isQuiet ? "button quiet" : "button"}">${escapeHtml(button)}</button>
</form>`;
}

/** A link that looks like a button. */
export function linkButton(label: string, path: string, isQuiet = false): string {
  return `<div class="choices"><a class="${isQuiet ? "button quiet" : "button"}" href="${escapeHtml(path)}">${escapeHtml(label)}</a></div>`;
}

/** A link in the text. */
export function link(label: string, path: string): string {
  return `<a href="${escapeHtml(path)}">${escapeHtml(label)}</a>`;
}
