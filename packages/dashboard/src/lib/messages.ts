import { useMemo } from "react";
import { type Language, useLanguage } from "./language.ts";

/** A text with `{placeholders}`, or one for each plural of `{count}`. */
export type Message = string | { one: string; other: string };
type Values = Record<string, string | number>;
export type Messages<Key extends string> = Record<Language, Record<Key, Message>>;
export type Translate<Key extends string> = (key: Key, values?: Values) => string;

/** The texts of a feature: German must have every key of English. */
export function defineMessages<Key extends string>(
  en: Record<Key, Message>,
  de: Record<NoInfer<Key>, Message>,
): Messages<Key> {
  return { en, de };
}

/** `t("key", { count: 3 })`: numbers are written as the language does. */
export function useMessages<Key extends string>(messages: Messages<Key>): Translate<Key> {
  const language = useLanguage();
  return useMemo(() => translator(messages, language), [messages, language]);
}

export function translator<Key extends string>(messages: Messages<Key>, language: Language): Translate<Key> {
  return (key, values = {}) => {
    const message = messages[language][key];
    return fill(
      typeof message === "string" ? message : message[pluralOf(language, values)],
      values,
      language,
    );
  };
}

function pluralOf(language: Language, { count }: Values): "one" | "other" {
  return new Intl.PluralRules(language).select(Number(count)) === "one" ? "one" : "other";
}

function fill(text: string, values: Values, language: Language): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder;
    return typeof value === "number" ? value.toLocaleString(language) : value;
  });
}
