import { useSyncExternalStore } from "react";

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

/** The pages that the server renders read it, too. */
const COOKIE = "language";
const listeners = new Set<() => void>();
let current = readLanguage();

function isLanguage(value: string | undefined): value is Language {
  return value !== undefined && value in LANGUAGES;
}

function readLanguage(): Language {
  if (typeof document === "undefined") return "en";
  const kept = new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(document.cookie)?.[1];
  if (isLanguage(kept)) return kept;
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage);
  return preferred ?? "en";
}

export const language = (): Language => current;

export function keepLanguage(next: Language): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${COOKIE}=${next}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  current = next;
  document.documentElement.lang = next;
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** The language that the page speaks; renders again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language);
}
