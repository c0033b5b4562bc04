import { z } from "zod";
import { text } from "./text.ts";

/** A time zone by its IANA name, in the spelling the zone database uses. */
export const TimeZoneSchema = text(1, 64)
  .transform((name, issues) => {
    try {
      // An offset such as +02:00 has no daylight-saving time, so it is no zone.
      if (/^[A-Za-z]/.test(name))
        return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    } catch {}
    issues.addIssue({
      code: "custom",
      message: "Must be an IANA time zone such as Europe/Berlin",
      params: { code: "invalid_time_zone" },
    });
    return z.NEVER;
  })
  .meta({ description: "IANA time zone that days and weeks are cut in", example: "Europe/Berlin" });
