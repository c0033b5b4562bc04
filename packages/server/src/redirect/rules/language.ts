import { preferredLanguage } from "../../lib/accept-language.ts";
import type { Holds } from "./holds.ts";

/** Whether the visitor likes one of these languages best: `de` is German of any country, `pt-br` only that of Brazil. */
export function languageTest(languages: string[]): Holds {
  const wanted = new Set(languages.map((language) => language.replaceAll("_", "-")));
  return ({ acceptLanguage }) => {
    const language = preferredLanguage(acceptLanguage);
    return wanted.has(language) || wanted.has(language.split("-", 1)[0] ?? "");
  };
}
