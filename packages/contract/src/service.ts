import { z } from "zod";
import { InstantSchema, TimestampSchema, text } from "./text.ts";
import { DestinationSchema } from "./url.ts";

// The two calls of the service that Visoli is a drop-in for; unknown fields are passed over, as it does.

export const ServiceCreateSchema = z
  .object({ url: DestinationSchema, expiredAt: InstantSchema.nullish() })
  .meta({ id: "ServiceCreate" });
export const ServiceCreatedSchema = z.object({ url: z.string() }).meta({ id: "ServiceCreated" });

export const ServiceStatsQuerySchema = z.object({
  startDate: InstantSchema.optional().meta({ description: "7 days before `endDate` when left out" }),
  endDate: InstantSchema.optional().meta({ description: "Now when left out" }),
});
export const SlugReferenceSchema = text(1, 190);

const known = z.string().nullable();
export const InvocationSchema = z
  .object({
    date: TimestampSchema,
    continent: known,
    country: known,
    region: known,
    city: known,
    referer: known,
    asn: z.object({ asn: z.int().nullable(), name: known, domain: known, type: known }),
    browser: known,
    os: known,
    deviceModel: known,
    deviceType: known,
  })
  .meta({ id: "Invocation", description: "One click; null is unknown" });

export const ServiceStatsSchema = z
  .object({
    slug: z.string(),
    stats: z.object({
      invocations: z.array(InvocationSchema),
      startDate: TimestampSchema,
      endDate: TimestampSchema,
    }),
  })
  .meta({ id: "ServiceStats" });

export type Invocation = z.infer<typeof InvocationSchema>;
export type ServiceStats = z.infer<typeof ServiceStatsSchema>;
