import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { sitePage } from "../core/site-page.ts";
import { words } from "../core/words.ts";
import { type Article, articleHtml, type Library } from "./library.ts";
import { slugOf } from "./markdown.ts";
import { MESSAGES } from "./messages.ts";
import type { Operation } from "./openapi.ts";
import { badge, breakable, filterText, inline, operationHtml } from "./operation.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";

export type Docs = {
  publicUrl: string;
  domain: string;
  library: Library;
  operations: Map<string, Operation[]>;
};
/** Who reads, and where. */
export type Reading = { language: Language; path: string; isSignedIn: boolean };
export type Made = { html: string; headers: Record<string, string> };

const tagPath = (tag: string) => `/docs/api/${slugOf(tag)}`;

/** The page at an address of the documentation; null where there is none. */
export function docsPage(docs: Docs, reading: Reading): Made | null {
  const [, , kind, name] = reading.path.split("/");
  if (kind === undefined) return framed(docs, reading, overview(docs, reading));
  if (kind === "errors" && name === undefined) return framed(docs, reading, errorList(docs, reading));
  if (kind === "api") {
    const found = [...docs.operations].find(([tag]) => slugOf(tag) === name);
    return found ? framed(docs, reading, reference(docs, reading, found)) : null;
  }
  if (kind !== "guides" && kind !== "errors") return null;
  const article = docs.library[kind].find((each) => each.name === name);
  return article ? framed(docs, reading, articleContent(article, kind)) : null;
}

type Content = { title: string; html: string };

function framed(docs: Docs, reading: Reading, { title, html }: Content): Made {
  const say = words(MESSAGES, reading.language);
  const data = `data-copy="${say.html("copy")}" data-copied="${say.html("copied")}"`;
  const main = `<div class="docs">
<div class="side"><details class="menu" open><summary>${say.html("contents")}</summary>
${menu(docs, reading)}
</details></div>
<main id="main" ${data}>
${html}
</main></div>`;
  return sitePage({
    ...reading,
    ...{ title: `${title} – ${docs.domain}`, name: docs.domain, main, style: STYLE, script: SCRIPT },
  });
}

function menu({ library, operations }: Docs, { language, path }: Reading): string {
  const say = words(MESSAGES, language);
  const item = (to: string, label: string, isEnglish = true) =>
    `<li><a href="${to}"${isEnglish ? ' lang="en"' : ""}${to === path ? ' aria-current="page"' : ""}>${escapeHtml(label)}</a></li>`;
  const list = (items: string[]) => `<ul>\n${items.join("\n")}\n</ul>`;
  return `<nav aria-label="${say.html("contents")}">
${list([item("/docs", say("start"), false), item("/docs/errors", say("errors"), false)])}
<h2>${say.html("reference")}</h2>
${list([...operations.keys()].map((tag) => item(tagPath(tag), tag)))}
<h2>${say.html("guides")}</h2>
${list(library.guides.map(({ name, title }) => item(`/docs/guides/${name}`, title)))}
</nav>`;
}

function overview(docs: Docs, { language, ...reading }: Reading): Content {
  const say = words(MESSAGES, language);
  const guides = docs.library.guides.map(
    ({ name, title }) => `<li><a href="/docs/guides/${name}">${escapeHtml(title)}</a></li>`,
  );
  const groups = [...docs.operations].map(([tag, operations]) => {
    const rows = operations.map(
      (operation) =>
        `<li data-filter="${escapeHtml(filterText(operation))}"><a href="${tagPath(tag)}#${operation.id}">${badge(operation.method)}<code>${breakable(operation.path)}</code><span>${inline(operation.summary ?? "")}</span></a></li>`,
    );
    return `<section data-group><h2 lang="en"><a href="${tagPath(tag)}">${escapeHtml(tag)}</a></h2>
<ul class="list" lang="en">\n${rows.join("\n")}\n</ul></section>`;
  });
  const html = `<h1>${say.html("heading", { name: docs.domain })}</h1>
<p class="lead">${say.html("lead")}</p>
${keyBox({ language, ...reading })}
<h2>${say.html("guides")}</h2>
<ul class="cards" lang="en">\n${guides.join("\n")}\n</ul>
<h2>${say.html("reference")}</h2>
<p><a href="/api/openapi.json">${say.html("openapi")}</a> (OpenAPI 3.1) · <a href="/docs/errors">${say.html("allErrors")}</a></p>
${finder(language)}
${groups.join("\n")}`;
  return { title: say("title"), html };
}

function finder(language: Language): string {
  const say = words(MESSAGES, language);
  return `<form class="finder" role="search" hidden><label for="filter">${say.html("filter")}</label>
<input id="filter" type="search" autocomplete="off" spellcheck="false" placeholder="${say.html("filterHint")}"></form>
<p id="none" role="status" hidden>${say.html("noMatch")}</p>`;
}

function reference(docs: Docs, reading: Reading, [tag, operations]: [string, Operation[]]): Content {
  const say = words(MESSAGES, reading.language);
  const count = operations.length;
  const html = `<h1 lang="en">${escapeHtml(tag)}</h1>
<p class="lead">${say.html("operations", { count })}</p>
${keyBox(reading)}
${count > 4 ? finder(reading.language) : ""}
${operations.map((operation) => operationHtml(operation, reading.language, docs.publicUrl)).join("\n")}`;
  return { title: tag, html };
}

/** Unseen until the script is there, which alone can fill the key in. */
function keyBox({ language, path, isSignedIn }: Reading): string {
  const say = words(MESSAGES, language);
  if (!isSignedIn) {
    const signIn = `/account/sign-in?${new URLSearchParams({ next: path })}`;
    return `<p class="soft"><a href="${escapeHtml(signIn)}">${say.html("signInForKey")}</a></p>`;
  }
  return `<section class="card own" id="own-key" data-failed="${say.html("noKey")}" hidden>
<h2>${say.html("yourKey")}</h2>
<div data-when="none"><p>${say.html("yourKeyText")}</p><button class="button" type="button" data-action="make">${say.html("makeKey")}</button></div>
<div data-when="key"><p>${say.html("hasKeyText")}</p><button class="button quiet" type="button" data-action="forget">${say.html("forgetKey")}</button></div>
<p role="status"></p>
</section>`;
}

function errorList({ library }: Docs, { language }: Reading): Content {
  const say = words(MESSAGES, language);
  const rows = library.errors.map(({ name, title }) => {
    const rest = title.startsWith(`${name}:`) ? title.slice(name.length + 1).trim() : title;
    return `<li><a href="/docs/errors/${name}">${escapeHtml(rest)}<br><code>${escapeHtml(name)}</code></a></li>`;
  });
  return {
    title: say("errors"),
    html: `<h1>${say.html("errors")}</h1>\n<ul class="cards" lang="en">\n${rows.join("\n")}\n</ul>`,
  };
}

function articleContent(article: Article, kind: "guides" | "errors"): Content {
  return {
    title: article.title,
    html: `<div class="prose" lang="en">\n${articleHtml(article, kind)}\n</div>`,
  };
}
