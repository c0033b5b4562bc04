import type { Page } from "../core/page.ts";

export const MISSING_PAGE: Page = {
  title: "There is no link here",
  paragraphs: [
    "The address may have been cut off or mistyped: capitals and small letters are different here. Or the link was deleted by its owner.",
    "Ask whoever gave it to you for a fresh one.",
  ],
};

export const EXPIRED_PAGE: Page = {
  title: "This link has expired",
  paragraphs: [
    "Its owner set a date until which it would lead somewhere, and that date has passed.",
    "Ask whoever gave it to you for a fresh one.",
  ],
};

export const HOME_PAGE: Page = {
  title: "Short links live here",
  paragraphs: [
    "You have reached a link service. A short link is this address and a few characters behind it.",
  ],
};
