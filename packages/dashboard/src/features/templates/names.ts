import type { Translate } from "../../lib/messages.ts";
import { MESSAGES } from "./messages.ts";

type Key = keyof (typeof MESSAGES)["en"];

/** Fields of a link in words; those without any by their names, each once. */
export function fieldNames(fields: string[], t: Translate<Key>): string[] {
  const isKnown = (key: string): key is Key => key in MESSAGES.en;
  const names = fields.map((field) => {
    const key = `field_${field}`;
    return isKnown(key) ? t(key) : field;
  });
  return [...new Set(names)];
}
