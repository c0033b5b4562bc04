import type { Context } from "hono";
import type { Env } from "./http.ts";
import type { Language } from "./language.ts";
import { MESSAGES } from "./messages.ts";
import { escapeHtml, type Page, type PagePolicy, pageHeaders, renderPage } from "./page.ts";
import { words } from "./words.ts";

const MAX_FORM_BYTES = 32_768;

/** What is wrong with a field of a form, by the field's name. */
export type Faults = Record<string, string>;

/** The fields of a form that was sent, each once; null for what is no such form, or too large. */
export async function readForm(request: Request): Promise<Record<string, string> | null> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded" || !request.body) return null;
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of request.body) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > MAX_FORM_BYTES) return null;
  }
  return Object.fromEntries(new URLSearchParams(text + decoder.decode()));
}

/**
 * Whether a browser says that the form comes from a page of ours: by Sec-Fetch-Site, or where it does not send that (as it does to http),
 * by Origin.
 */
export function isFromOurselves(c: Context<Env>, publicUrl: string): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const origin = c.req.header("origin") ?? "";
  return origin === publicUrl || URL.parse(origin)?.host === new URL(c.req.url).host;
}

/** A page with a form that goes to ourselves. */
export function formPage(page: Page, status = 200, headers: Record<string, string> = {}): Response {
  const { script } = page;
  // Without a referrer a browser would not say either from where the form comes. A script of ours may ask ourselves.
  const policy: PagePolicy = {
    directives: { "form-action": "'self'", ...(script !== undefined && { "connect-src": "'self'" }) },
    referrer: "same-origin",
    ...(script !== undefined && { script }),
  };
  return new Response(renderPage(page), { status, headers: { ...pageHeaders(policy), ...headers } });
}

/** A field with its label, and with what is wrong with it where something is. `control` is its markup, given the attributes it needs. */
export function field(
  { name, label, hint, fault }: { name: string; label: string; hint?: string; fault?: string | undefined },
  control: (attributes: string) => string,
): string {
  const described = [fault && `${name}-fault`, hint && `${name}-hint`].filter(Boolean).join(" ");
  const attributes = [
    `id="${name}" name="${name}"`,
    described && `aria-describedby="${described}"`,
    fault && 'aria-invalid="true"',
  ];
  return `<div class="field">
<label for="${name}">${label}</label>
${hint ? `<p class="hint" id="${name}-hint">${hint}</p>` : ""}
${fault ? `<p class="fault" id="${name}-fault">${escapeHtml(fault)}</p>` : ""}
${control(attributes.filter(Boolean).join(" "))}
</div>`;
}

/** Says above a form that it has faults; a reader of the screen hears it first. */
export function faultNote(faults: Faults, language: Language): string {
  const count = Object.keys(faults).length;
  if (count === 0) return "";
  const say = words(MESSAGES, language);
  const text = faults[""] ?? (count === 1 ? say("oneField") : say("someFields", { count }));
  return `<p class="note" role="alert">${escapeHtml(text)}</p>`;
}
