import { LANGUAGES, type Language } from "../core/language.ts";
import type { Page } from "../core/page.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";

type Name = "missing" | "expired" | "not_started" | "disabled" | "home";

/** Pages that are always the same: made once for each language. */
export const PAGES = Object.fromEntries(LANGUAGES.map((language) => [language, pagesIn(language)])) as Record<
  Language,
  Record<Name, Page>
>;

function pagesIn(language: Language): Record<Name, Page> {
  const say = words(MESSAGES, language);
  const askAgain = say.html("askAgain");
  const page = (title: string, ...paragraphs: string[]): Page => ({ title, paragraphs, language });
  return {
    missing: page(say("missing"), say.html("missingText"), askAgain),
    expired: page(say("expired"), say.html("expiredText"), askAgain),
    not_started: page(say("notStarted"), say.html("notStartedText"), say.html("notStartedAsk")),
    disabled: page(say("disabled"), say.html("disabledText"), askAgain),
    home: page(say("home"), say.html("homeText"), say.html("homePreview")),
  };
}

/** What it was blocked for, by a word in its reason. The reason itself may name the destination, and is not shown. */
const REASONS = [
  [/phishing|social_engineering/i, "phishing"],
  [/malware|unwanted_software/i, "malware"],
  [/scam|fraud/i, "fraud"],
  [/spam/i, "spam"],
  [/illegal/i, "illegal"],
  [/copyright/i, "copyright"],
  [/^(list|web_risk):/, "listed"],
] as const;

/** Warns of a blocked link, without a word about its destination. */
export function blockedPage(reason: string | null, language: Language): Page {
  const say = words(MESSAGES, language);
  const [, known = "rules"] = REASONS.find(([word]) => word.test(reason ?? "")) ?? [];
  return {
    title: say("blocked"),
    paragraphs: [
      say.html("blockedWhy", { why: say(known) }),
      say.html("blockedPassword"),
      say.html("blockedClose"),
    ],
    language,
  };
}
