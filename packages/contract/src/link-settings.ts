import { z } from "zod";
import { RulesSchema } from "./rules.ts";
import { InstantSchema, text } from "./text.ts";
import { DestinationSchema, WebAddressSchema } from "./url.ts";

export const REDIRECT_STATUSES = [301, 302, 307, 308] as const;
export type RedirectStatus = (typeof REDIRECT_STATUSES)[number];

export const RedirectStatusSchema = z
  .union(REDIRECT_STATUSES.map((status) => z.literal(status)))
  .meta({ description: "302 by default; 301 and 308 may be kept by browsers for good" });

/** What crawlers of social networks are shown instead of the destination's own card. */
export const PreviewSchema = z
  .strictObject({
    title: text(1, 255).nullish(),
    description: text(1, 1_000).nullish(),
    image: WebAddressSchema.nullish(),
  })
  .meta({ id: "Preview" });

const PIXEL_IDS = {
  meta: /^\d{5,20}$/,
  google: /^(G|AW|GT)-[A-Z0-9]{4,20}$/,
  linkedin: /^\d{3,15}$/,
  tiktok: /^[A-Z0-9]{10,40}$/,
  x: /^[a-z0-9]{4,15}$/,
} as const;

/** A retargeting pixel: loaded on a page of ours, after the visitor agreed. */
export const PixelSchema = z
  .strictObject({
    provider: z.enum(Object.keys(PIXEL_IDS) as [keyof typeof PIXEL_IDS]),
    id: text(1, 50),
  })
  .refine(({ provider, id }) => PIXEL_IDS[provider].test(id), {
    error: "Is not an id of that provider",
    path: ["id"],
    params: { code: "invalid_format" },
  })
  .meta({ id: "Pixel" });

const ClickIdParameterSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, "Takes up to 64 letters, digits, dots, hyphens and underscores")
  .refine((name) => name !== "qr", {
    error: "Is what QR codes of ours carry",
    params: { code: "reserved" },
  })
  .meta({
    description: "The query parameter by which the destination is told the id of the click, for conversions",
    example: "vsl_id",
  });

/** What a link does beyond leading somewhere. The same fields for creating, changing and templates; null is the default again. */
export const LinkSettingsFields = {
  startsAt: InstantSchema.nullish().meta({ description: "Until then the link answers 404" }),
  expiresAt: InstantSchema.nullish().meta({
    description: "From then on the link answers 410, or leads to `expiredUrl`",
  }),
  expiredUrl: DestinationSchema.nullish().meta({ description: "Where it leads once expired or used up" }),
  maxClicks: z
    .int()
    .min(1)
    .max(1_000_000_000)
    .nullish()
    .meta({ description: "So many visits are led on, and not one more" }),
  password: z
    .string()
    .min(4)
    .max(255)
    .nullish()
    .meta({ description: "Visitors are asked for it; kept as a hash and never shown again" }),
  redirectStatus: RedirectStatusSchema.nullish(),
  forwardQuery: z.boolean().nullish().meta({
    description: "Add the visitor's query parameters to the destination, except those that it has itself",
  }),
  forwardPath: z
    .boolean()
    .nullish()
    .meta({ description: "Add what follows the slug to the destination's path" }),
  rules: RulesSchema.nullish(),
  preview: PreviewSchema.nullish().meta({ description: "The card that social networks show" }),
  cloak: z
    .boolean()
    .nullish()
    .meta({ description: "Show the destination in a frame, under the short address" }),
  noindex: z.boolean().nullish().meta({ description: "Keep search engines away (default true)" }),
  ios: DestinationSchema.nullish().meta({ description: "Where iPhones and iPads are led" }),
  android: DestinationSchema.nullish().meta({ description: "Where Android devices are led" }),
  pixels: z.array(PixelSchema).max(10).nullish(),
  trackVisitors: z.boolean().nullish().meta({
    description:
      "Record who its visitors are, as far as that is ever recorded (default true); `false` leaves the count: no visitors, no cities",
  }),
  clickIdParameter: ClickIdParameterSchema.nullish(),
};

export type Preview = z.infer<typeof PreviewSchema>;
export type Pixel = z.infer<typeof PixelSchema>;
