import { faultNote, field, formPage } from "../core/form.ts";
import { escapeHtml } from "../core/page.ts";

const days = (count: number) => (count === 1 ? "a day" : `${count} days`);

/** The form, with what was entered before and what is wrong with it. */
export function shortenPage(linkDays: number, url = "", fault?: string): Response {
  const input = field(
    { name: "url", label: "Long address", fault },
    (its) =>
      `<input ${its} type="text" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="8192" placeholder="https://example.com/a/long/address" required value="${escapeHtml(url)}">`,
  );
  return formPage(
    {
      title: "Make a short link",
      paragraphs: [`It works for ${days(linkDays)}. Anybody who has it can follow it.`],
      content: `<form method="post" action="/shorten">
${faultNote(fault ? { "": "No link was made." } : {})}
${input}
<button class="button">Shorten</button>
</form>`,
      footer: `A link that does harm? <a href="/report">Report it</a>`,
    },
    fault ? 422 : 200,
  );
}

/** The new link, to be copied. */
export function shortenedPage(shortUrl: string, expiresAt: string | null): Response {
  const link = escapeHtml(shortUrl);
  const until = expiresAt === null ? "" : ` It works until ${expiresAt.slice(0, 10)}.`;
  return formPage(
    {
      title: "Your short link",
      paragraphs: [`Here it is.${until}`],
      content: `<div class="field">
<label for="short">Short link</label>
<input id="short" type="text" readonly value="${link}" autofocus>
</div>
<p><a href="${link}">Follow it</a> or <a href="/shorten">make another one</a>.</p>`,
      footer: `To see where it leads without going there, add a + to it.`,
    },
    201,
  );
}

export function tooManyLinksPage(waitS: number): Response {
  const minutes = Math.ceil(waitS / 60);
  return formPage(
    {
      title: "Too many links",
      paragraphs: [
        `As many links were made as we make in an hour. Please try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
      ],
    },
    429,
    { "Retry-After": String(waitS) },
  );
}

/** For what no browser sends from our own page. */
export function foreignFormPage(): Response {
  return formPage(
    {
      title: "Please use the form",
      paragraphs: [
        'This was not sent from <a href="/shorten">the form of this service</a>. Programs use the API, with a key.',
      ],
    },
    403,
  );
}
