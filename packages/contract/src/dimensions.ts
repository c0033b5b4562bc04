import { z } from "zod";

/** What is known of a click, and so what statistics can be grouped and filtered by. */
export const DIMENSIONS = [
  "link",
  "slug",
  "domain",
  "tag",
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
] as const;

export const DimensionSchema = z.enum(DIMENSIONS).meta({ id: "Dimension" });
export type Dimension = z.infer<typeof DimensionSchema>;

/** What asked for the link: a person, a crawler, or a chat or browser looking ahead of a person. */
export type ClickClass = "human" | "bot" | "preview" | "prefetch";
