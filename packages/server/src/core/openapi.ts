import { ERRORS, type ErrorCode, ProblemSchema } from "@visoli/contract/errors";
import { z } from "zod";

/** The content of a JSON body. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return { content: { "application/json": { schema } } };
}

const READ: ErrorCode[] = [
  "auth.unauthenticated",
  "plan.feature_required",
  "request.rate_limited",
  "auth.missing_scope",
  "request.invalid",
  "internal.unknown",
  "service.unavailable",
];
const WRITE: ErrorCode[] = [
  ...READ,
  "plan.quota_exceeded",
  "request.malformed",
  "request.too_large",
  "request.unsupported_media_type",
];

/** The responses of a route that fails with these codes, and with those that every reading or writing route can. */
export function problems(kind: "read" | "write", ...codes: ErrorCode[]) {
  const all = new Set([...(kind === "read" ? READ : WRITE), ...codes]);
  const byStatus = Map.groupBy(all, (code) => ERRORS[code].status);
  const responses: Record<
    number,
    { description: string; content: { "application/problem+json": { schema: typeof ProblemSchema } } }
  > = {};
  for (const [status, those] of [...byStatus].sort(([a], [b]) => a - b)) {
    responses[status] = {
      description: those.join(", "),
      content: { "application/problem+json": { schema: ProblemSchema } },
    };
  }
  return responses;
}

/** The header by which a writer says which version it saw, for the description of a route. */
export const ifMatchHeader = z.object({
  "If-Match": z.string().optional().meta({ description: "The `ETag` of the version that may be changed" }),
});
