import type { Page } from "../core/page.ts";

const ASK_AGAIN = "Ask whoever gave it to you for a fresh one.";

export const MISSING_PAGE: Page = {
  title: "There is no link here",
  paragraphs: [
    "The address may have been cut off or mistyped: capitals and small letters are different here. Or the link was deleted by its owner.",
    ASK_AGAIN,
  ],
};

export const EXPIRED_PAGE: Page = {
  title: "This link has expired",
  paragraphs: [
    "Its owner set a date, or a number of visits, until which it would lead somewhere. That is over.",
    ASK_AGAIN,
  ],
};

export const NOT_STARTED_PAGE: Page = {
  title: "This link is not open yet",
  paragraphs: [
    "Its owner set a date from which it will lead somewhere, and that date is still to come.",
    "Come back later, or ask whoever gave it to you when it opens.",
  ],
};

export const DISABLED_PAGE: Page = {
  title: "This link is switched off",
  paragraphs: ["Its owner has switched it off for now. It may be back later.", ASK_AGAIN],
};

export const HOME_PAGE: Page = {
  title: "Short links live here",
  paragraphs: [
    "You have reached a link service. A short link is this address and a few characters behind it.",
    "To see where a short link leads before you follow it, write a <code>+</code> behind it.",
  ],
};

/** What it was blocked for, by a word in its reason. The reason itself may name the destination, and is not shown. */
const REASONS: [word: RegExp, sentence: string][] = [
  [/phishing|social_engineering/i, "It led to a page that tries to get passwords or other private data."],
  [/malware|unwanted_software/i, "It led to software that does harm."],
  [/scam|fraud/i, "It led to an attempt at fraud."],
  [/spam/i, "It was sent to many people who had not asked for it."],
  [/illegal/i, "What it led to is against the law."],
  [/copyright/i, "What it led to infringes somebody's rights."],
  [/^(list|web_risk):/, "It led to an address that is known to do harm."],
];

/** Warns of a blocked link, without a word about its destination. */
export function blockedPage(reason: string | null): Page {
  const known = REASONS.find(([word]) => word.test(reason ?? ""));
  const why = known?.[1] ?? "It breaks the rules of this service.";
  return {
    title: "This link was blocked",
    paragraphs: [
      `<strong>${why}</strong> It leads nowhere any more.`,
      "If you have entered a password or a card number behind it before, change the password and tell your bank.",
      "Do not trust the message that the link came in. You can close this page.",
    ],
  };
}
