import { z } from "zod";
import { TimeZoneSchema } from "./time-zone.ts";

export const SUMMARIES = ["off", "daily", "weekly"] as const;
export type SummaryRhythm = (typeof SUMMARIES)[number];

/** What members are told of by mail as it happens. */
export const ALERTS = ["quota", "broken_links", "traffic"] as const;
export type Alert = (typeof ALERTS)[number];

const fields = {
  summary: z.enum(SUMMARIES).meta({
    description: "How often a summary of the workspace's clicks comes: each morning, each Monday, or never",
  }),
  timezone: TimeZoneSchema,
  alerts: z
    .array(z.enum(ALERTS))
    .max(ALERTS.length)
    .transform((alerts) => ALERTS.filter((alert) => alerts.includes(alert)))
    .meta({
      description:
        "`quota`: 80 and 100 % of the plan's links or clicks are used. `broken_links`: a destination does not answer. `traffic`: a link has ten times its usual clicks",
    }),
};

export const NotificationsSchema = z.object(fields).meta({
  id: "Notifications",
  description: "What a member of a workspace is told of by mail",
});
export const NotificationsUpdateSchema = z
  .strictObject({
    summary: fields.summary.optional(),
    timezone: fields.timezone.optional(),
    alerts: fields.alerts.optional(),
  })
  .meta({ id: "NotificationsUpdate" });

export type Notifications = z.infer<typeof NotificationsSchema>;
export type NotificationsUpdate = z.infer<typeof NotificationsUpdateSchema>;
