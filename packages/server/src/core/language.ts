import { bestLanguage } from "../lib/accept-language.ts";

/** What our pages are written in; the first one is for who reads none of them. */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Says which language somebody chose; pages of ours and their scripts may set it. */
export const LANGUAGE_COOKIE = "language";
const CHOSEN = new RegExp(`(?:^|;)\\s*${LANGUAGE_COOKIE}=([a-z]{2})\\s*(?:;|$)`);

/** The language that a page is answered in: the one that was chosen, else what the browser asks for. */
export function languageOf(headers: Headers): Language {
  const chosen = CHOSEN.exec(headers.get("cookie") ?? "")?.[1];
  return languageNamed(chosen) ?? bestLanguage(headers.get("accept-language") ?? "", LANGUAGES) ?? "en";
}

export function languageNamed(name: string | undefined): Language | null {
  return LANGUAGES.find((each) => each === name) ?? null;
}

/** `2 December 2026`, in UTC. */
export function dayOf(at: string, language: Language): string {
  const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat({ en: "en-GB", de: "de-DE" }[language], style).format(new Date(at));
}
