import { LANGUAGES, type Language } from "./language.ts";
import { MESSAGES } from "./messages.ts";
import { escapeHtml, MARK, type PagePolicy, pageHeaders, renderDocument } from "./page.ts";
import { SITE_STYLE } from "./site-style.ts";
import { words } from "./words.ts";

/** A wide page that says what the service is and how it is used. `main` and `nav` are markup, `title` is text. */
export type SitePage = {
  title: string;
  /** How the service is called: its host. */
  name: string;
  language: Language;
  /** Where it is, so that it can be read in the other language. */
  path: string;
  isSignedIn: boolean;
  main: string;
  /** More ways to go, at the top. */
  nav?: string;
  style: string;
  script?: string;
};

const NAMES: Record<Language, string> = { en: "English", de: "Deutsch" };

/** The page, and headers that let it do what it needs and nothing else. */
export function sitePage(page: SitePage): { html: string; headers: Record<string, string> } {
  const { title, language, script } = page;
  const style = SITE_STYLE + page.style;
  const policy: PagePolicy = {
    style,
    referrer: "same-origin",
    directives: { "form-action": "'self'", ...(script !== undefined && { "connect-src": "'self'" }) },
    ...(script !== undefined && { script }),
  };
  const { "X-Robots-Tag": _, ...headers } = pageHeaders(policy);
  const body = `${top(page)}\n${page.main}\n${bottom(page)}`;
  const html = renderDocument({ title, style, body, language, ...(script !== undefined && { script }) });
  return { html, headers: { ...headers, Vary: "Accept-Language, Cookie", "Content-Language": language } };
}

function top({ name, language, isSignedIn, nav = "" }: SitePage): string {
  const say = words(MESSAGES, language);
  const way = isSignedIn
    ? `<a class="button" href="/app">${say.html("dashboard")}</a>`
    : `<a class="button" href="/account/sign-in">${say.html("signIn")}</a>`;
  return `<a class="skip" href="#main">${say.html("skip")}</a>
<header class="bar"><div>
<a class="brand" href="/">${MARK}<span>${escapeHtml(name)}</span></a>
<nav aria-label="${say.html("service")}">${nav}<a href="/docs">${say.html("docs")}</a>${way}</nav>
</div></header>`;
}

function bottom({ language, path }: SitePage): string {
  const say = words(MESSAGES, language);
  const others = LANGUAGES.filter((each) => each !== language).map(
    (each) =>
      `<a href="/account/language/${each}?${new URLSearchParams({ next: path })}" lang="${each}" hreflang="${each}" rel="nofollow">${NAMES[each]}</a>`,
  );
  return `<footer class="end"><div>
<a href="/docs">${say.html("docs")}</a>
<a href="/api/openapi.json">OpenAPI</a>
<a href="/report">${say.html("report")}</a>
<p>${others.join(" · ")}</p>
</div></footer>`;
}
