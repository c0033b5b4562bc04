import { micromark } from "micromark";
import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { type Say, words } from "../core/words.ts";
import { curlOf, KEY, sdkOf } from "./examples.ts";
import { type Field, fieldOf, fieldsOf } from "./fields.ts";
import { MESSAGES } from "./messages.ts";
import type { Operation, Parameter } from "./openapi.ts";

type Words = Say<(typeof MESSAGES)["en"]>;

/** All there is to know of an operation. What it says of itself is in English. */
export function operationHtml(operation: Operation, language: Language, publicUrl: string): string {
  const say = words(MESSAGES, language);
  const { id, summary = "", description = "" } = operation;
  const html = `<article class="operation" id="${id}" data-filter="${escapeHtml(filterText(operation))}">
<h2 lang="en"><a href="#${id}">${inline(summary)}</a></h2>
<p class="route">${badge(operation.method)} <code>${breakable(operation.path)}</code></p>
<div class="columns"><div>
${description ? `<div lang="en">${micromark(description)}</div>` : ""}
<p class="asks">${asksHtml(operation.asks, say)}</p>
${parametersHtml(operation.parameters ?? [], say)}
${bodyHtml(operation, say)}
${answersHtml(operation, say)}
</div>
<div class="examples">
${exampleHtml("curl", curlOf(operation, publicUrl), "$VISOLI_API_KEY", false)}
${exampleHtml("TypeScript", sdkOf(operation, publicUrl), "process.env.VISOLI_API_KEY", true)}
</div></div>
</article>`;
  // What schemas have for an example.
  return html
    .replaceAll("http://localhost:3000", escapeHtml(publicUrl))
    .replaceAll("localhost:3000", escapeHtml(new URL(publicUrl).host));
}

/** What the filter looks through. */
export function filterText({ method, path, summary = "", tag }: Operation): string {
  return `${method} ${path} ${summary} ${tag}`.toLowerCase();
}

export function badge(method: string): string {
  return `<span class="method ${method.toLowerCase()}">${method}</span>`;
}

/** A path may go on in the next line behind each of its parts. */
export function breakable(path: string): string {
  return escapeHtml(path).replaceAll("/", "/<wbr>");
}

/** A sentence of our own with code in it; there are thousands on a page. */
export function inline(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function asksHtml(asks: string, say: Words): string {
  if (asks === "nothing") return say.html("asksNothing");
  if (asks === "person") return say.html("asksPerson");
  if (asks === "anybody") return say.html("asksAnybody");
  if (asks === "ownership") return say.html("asksOwnership");
  return `${say.html("asks")}: <code>${escapeHtml(asks)}</code>`;
}

function parametersHtml(parameters: Parameter[], say: Words): string {
  if (parameters.length === 0) return "";
  const where: Record<string, string> = {
    ...{ path: say.html("inPath"), query: say.html("inQuery"), header: say.html("inHeader") },
  };
  const rows = parameters.map((parameter) => {
    const { name, schema, required = false, description = "" } = parameter;
    const field = fieldOf(name, schema, required);
    return fieldRow({ ...field, description: description || field.description }, say, where[parameter.in]);
  });
  return `<h3>${say.html("parameters")}</h3>\n${listOf(rows)}`;
}

function bodyHtml({ requestBody }: Operation, say: Words): string {
  if (!requestBody) return "";
  const types = Object.keys(requestBody.content);
  const schema = requestBody.content[types[0] ?? ""]?.schema;
  const rows = schema ? fieldsOf(schema).map((field) => fieldRow(field, say)) : [];
  const named = types.map((type) => `<code>${escapeHtml(type)}</code>`).join(", ");
  return `<h3>${say.html("body")}</h3>\n<p class="soft">${named}</p>\n${listOf(rows)}`;
}

function answersHtml({ responses }: Operation, say: Words): string {
  const [good, bad] = [[] as string[], [] as string[]];
  for (const [status, { description, content = {} }] of Object.entries(responses)) {
    if (Object.hasOwn(content, "application/problem+json")) {
      const links = description
        .split(", ")
        .map((code) => `<a href="/docs/errors/${code}">${escapeHtml(code)}</a>`);
      bad.push(`<li><strong>${status}</strong> ${links.join(", ")}</li>`);
      continue;
    }
    const types = Object.keys(content);
    const schema = content[types[0] ?? ""]?.schema;
    const rows = schema ? fieldsOf(schema).map((field) => fieldRow(field, say)) : [];
    const named = types.map((type) => `<code>${escapeHtml(type)}</code>`).join(", ");
    const fields =
      rows.length > 0 ? `<details><summary>${say.html("fields")}</summary>${listOf(rows)}</details>` : "";
    good.push(
      `<li><strong>${status}</strong> <span lang="en">${inline(description)}</span> ${named}${fields}</li>`,
    );
  }
  return `<h3>${say.html("answers")}</h3>\n<ul class="plain">${good.join("\n")}</ul>
<details><summary>${say.html("failures")}</summary><ul class="plain">${bad.join("\n")}</ul></details>`;
}

function listOf(rows: string[]): string {
  return rows.length > 0 ? `<ul class="fields">\n${rows.join("\n")}\n</ul>` : "";
}

function fieldRow(
  { path, type, isRequired, description, limits }: Field,
  say: Words,
  where?: string,
): string {
  const facts = [
    ...(where === undefined ? [] : [where]),
    `<span lang="en">${escapeHtml(type)}</span>`,
    ...(isRequired ? [`<strong>${say.html("required")}</strong>`] : []),
  ];
  const more = [
    description && inline(description),
    limits.length > 0 && `<span class="soft">${limits.map(escapeHtml).join("; ")}</span>`,
  ].filter(Boolean);
  const text = more.length > 0 ? `<p lang="en">${more.join("<br>")}</p>` : "";
  return `<li><code>${escapeHtml(path)}</code> <span class="facts">${facts.join(" · ")}</span>${text}</li>`;
}

/** `shown` stands where the key goes, until the reader has one there. */
function exampleHtml(name: string, code: string | null, shown: string, isQuoted: boolean): string {
  if (code === null) return "";
  const key = `<span class="key" data-shown="${shown}"${isQuoted ? " data-quoted" : ""}>${shown}</span>`;
  return `<div class="example"><h3>${name}</h3>
<pre tabindex="0"><code>${escapeHtml(code).replaceAll(KEY, key)}</code></pre></div>`;
}
