import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { InstantSchema, TimestampSchema, text } from "./text.ts";

export const LoggedRequestSchema = z
  .object({
    requestId: z.string().meta({ example: "req_saC9jTr3hb1d" }),
    at: TimestampSchema.meta({ description: "When it came in" }),
    method: z.string().meta({ example: "POST" }),
    route: z.string().meta({ description: "The pattern, not the path", example: "/api/v1/links/{id}" }),
    status: z.int().meta({ example: 201 }),
    durationMs: z.number().meta({ example: 3.21 }),
    actor: z.string().meta({ description: "Id of the key, or of the person" }),
  })
  .meta({ id: "LoggedRequest" });

const STATUS = /^[1-5](?:\d\d|xx)$/;

export const ApiLogQuerySchema = z.strictObject({
  method: z
    .string()
    .regex(/^[A-Za-z]{1,16}$/)
    .transform((method) => method.toUpperCase())
    .optional()
    .meta({ example: "POST" }),
  route: text(1, 200).optional().meta({ description: "As it is shown", example: "/api/v1/links/{id}" }),
  status: text(1, 100)
    .refine((list) => list.split(",").every((status) => STATUS.test(status)), {
      error: "May name statuses such as 404 and classes such as 5xx, with commas between",
      params: { code: "invalid_value" },
    })
    .transform((list) => [...new Set(list.split(","))])
    .optional()
    .meta({ description: "Statuses and classes, with commas between", example: "429,5xx" }),
  key: text(1, 100).optional().meta({ description: "Id of a key, or of a person" }),
  requestId: text(1, 100).optional(),
  from: InstantSchema.optional(),
  to: InstantSchema.optional().meta({ description: "Before this instant" }),
  mode: z.enum(["live", "test"]).default("live").meta({ description: "`test`: what test keys asked" }),
  ...PageQueryFields,
});

export const ApiLogPageSchema = pageOf(LoggedRequestSchema).meta({ id: "ApiLogPage" });

export type LoggedRequest = z.infer<typeof LoggedRequestSchema>;
export type ApiLogQuery = z.infer<typeof ApiLogQuerySchema>;
export type ApiLogPage = z.infer<typeof ApiLogPageSchema>;
export type ApiLogInput = z.input<typeof ApiLogQuerySchema>;
