/** What is known of a click, and so what statistics can be grouped and filtered by. */
export const DIMENSIONS = [
  "link",
  "slug",
  "domain",
  "tag",
  "folder",
  "trigger",
  "rule",
  "variant",
  "continent",
  "country",
  "region",
  "city",
  "asn",
  "referrer",
  "browser",
  "os",
  "device",
  "deviceModel",
  "language",
  "class",
  "bot",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_term",
  "utm_content",
  "hour",
  "weekday",
  "hourOfWeek",
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** What asked for the link: a person, a crawler, a chat or browser looking ahead of a person, or a person once more. */
export type ClickClass = "human" | "bot" | "preview" | "prefetch" | "duplicate";
