import { z } from "zod";

// Control characters break headers and terminals, NUL breaks PostgreSQL, a lone surrogate is no text at all.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Text of `min` to `max` characters (code points), well-formed and without control characters. */
export function text(min: number, max: number) {
  return z
    .string()
    .min(min)
    .max(max)
    .refine((value) => value.isWellFormed() && !CONTROL.test(value), {
      error: "Must be well-formed Unicode without control characters",
      params: { code: "invalid_characters" },
    });
}

const LAST_INSTANT_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** An instant, ISO 8601 with an offset or `Z`; read to UTC with milliseconds. Years 1970 to 9999. */
export const InstantSchema = z.iso
  .datetime({ offset: true, error: "Must be an ISO 8601 time such as 2027-12-31T23:59:59Z", abort: true })
  .refine((value) => Date.parse(value) >= 0, {
    error: "Must not be before 1970",
    params: { code: "too_small" },
  })
  .refine((value) => !(Date.parse(value) > LAST_INSTANT_MS), {
    error: "Must not be after 9999",
    params: { code: "too_big" },
  })
  .transform((value) => new Date(value).toISOString());

/** An instant as the API writes it. */
export const TimestampSchema = z.iso.datetime().meta({ example: "2027-12-31T23:59:59.000Z" });
