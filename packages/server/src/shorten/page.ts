import { faultNote, field, formPage } from "../core/form.ts";
import { dayOf, type Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";

/** What was entered before, and what is wrong with it. */
type Came = { language: Language; url?: string; fault?: string };

/** The form. */
export function shortenPage(linkDays: number, { language, url = "", fault }: Came): Response {
  const say = words(MESSAGES, language);
  const input = field(
    { name: "url", label: say.html("longAddress"), fault },
    (its) =>
      `<input ${its} type="text" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="8192" placeholder="https://example.com/a/long/address" required value="${escapeHtml(url)}">`,
  );
  return formPage(
    {
      title: say("make"),
      paragraphs: [linkDays === 1 ? say.html("makeDay") : say.html("makeDays", { count: linkDays })],
      content: `<form method="post" action="/shorten">
${faultNote(fault ? { "": say("notMade") } : {}, language)}
${input}
<button class="button">${say.html("shorten")}</button>
</form>`,
      footer: `${say.html("harm")} <a href="/report">${say.html("report")}</a>`,
      language,
    },
    fault ? 422 : 200,
  );
}

/** The new link, to be copied. */
export function shortenedPage(shortUrl: string, expiresAt: string | null, language: Language): Response {
  const link = escapeHtml(shortUrl);
  const say = words(MESSAGES, language);
  return formPage(
    {
      title: say("made"),
      paragraphs: [
        expiresAt === null
          ? say.html("madeText")
          : say.html("madeUntil", { day: dayOf(expiresAt, language) }),
      ],
      content: `<div class="field">
<label for="short">${say.html("shortLink")}</label>
<input id="short" type="text" readonly value="${link}" autofocus>
</div>
<p><a href="${link}">${say.html("follow")}</a> · <a href="/shorten">${say.html("another")}</a></p>`,
      footer: say.html("plus"),
      language,
    },
    201,
  );
}

export function tooManyLinksPage(waitS: number, language: Language): Response {
  const count = Math.ceil(waitS / 60);
  const say = words(MESSAGES, language);
  const text = count === 1 ? say.html("tooManyMinute") : say.html("tooManyMinutes", { count });
  return formPage({ title: say("tooMany"), paragraphs: [text], language }, 429, {
    "Retry-After": String(waitS),
  });
}

/** For what no browser sends from our own page. */
export function foreignFormPage(language: Language): Response {
  const say = words(MESSAGES, language);
  return formPage({ title: say("useForm"), paragraphs: [say.html("useFormText")], language }, 403);
}
