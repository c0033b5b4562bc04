import type { Language } from "./language.ts";
import { escapeHtml } from "./page.ts";

/** The names in braces: `"Join {workspace}"` has `workspace`. */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type Values<Text extends string> = [Names<Text>] extends [never]
  ? []
  : [values: Record<Names<Text>, string | number>];

/** What pages say, in English; the other languages have the same keys. `words.test.ts` compares what stands in braces. */
export type Messages<English extends Record<string, string>> = Record<
  Language,
  { readonly [Key in keyof English]: string }
> & { en: English };

/** Says what stands under a key. */
export type Say<English extends Record<string, string>> = {
  /** As text. */
  <Key extends keyof English>(key: Key, ...values: Values<English[Key]>): string;
  /** As markup: messages may hold some, and values are escaped. */
  html<Key extends keyof English>(key: Key, ...values: Values<English[Key]>): string;
};

/** `words(MESSAGES, "de")("join", { workspace: "Events" })` */
export function words<const English extends Record<string, string>>(
  messages: Messages<English>,
  language: Language,
): Say<English> {
  const texts: Readonly<Record<string, string>> = messages[language];
  const say = (key: PropertyKey, values?: Record<string, string | number>) =>
    filled(texts[String(key)] ?? "", values, String);
  const html = (key: PropertyKey, values?: Record<string, string | number>) =>
    filled(texts[String(key)] ?? "", values, (value) => escapeHtml(String(value)));
  return Object.assign(say, { html });
}

function filled(
  text: string,
  values: Record<string, string | number> = {},
  show: (value: string | number) => string,
): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => (name in values ? show(values[name] ?? "") : all));
}
