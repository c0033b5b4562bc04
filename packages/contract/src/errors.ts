import { z } from "zod";

/** Every error the API can answer. `docs/errors/<code>.md` explains each; `type` in a problem document leads there. */
export const ERRORS = {
  "request.malformed": { status: 400, title: "The request could not be read" },
  "auth.unauthenticated": { status: 401, title: "A valid API key is required" },
  "link.password_required": { status: 401, title: "The link asks for a password" },
  "auth.missing_scope": { status: 403, title: "The API key lacks a scope" },
  "folder.forbidden": { status: 403, title: "The role in the folder does not allow that" },
  "link.blocked": { status: 403, title: "The link was blocked" },
  "route.not_found": { status: 404, title: "There is nothing at this address" },
  "link.not_found": { status: 404, title: "No such link" },
  "link.not_started": { status: 404, title: "The link is not open yet" },
  "link.disabled": { status: 404, title: "The link is switched off" },
  "link.version_not_found": { status: 404, title: "The link has no such version" },
  "domain.not_found": { status: 404, title: "No such domain" },
  "folder.not_found": { status: 404, title: "No such folder" },
  "template.not_found": { status: 404, title: "No such template" },
  "tag.not_found": { status: 404, title: "No such tag" },
  "report.not_found": { status: 404, title: "No such report" },
  "blocked_destination.not_found": { status: 404, title: "No such blocked destination" },
  "webhook.not_found": { status: 404, title: "No such webhook" },
  "webhook.delivery_not_found": { status: 404, title: "No such delivery" },
  "conversion.not_found": { status: 404, title: "No such conversion" },
  "key.not_found": { status: 404, title: "No such API key" },
  "request.method_not_allowed": { status: 405, title: "This address does not answer that method" },
  "link.slug_taken": { status: 409, title: "The slug is taken" },
  "link.external_id_taken": { status: 409, title: "Another link has this externalId" },
  "domain.taken": { status: 409, title: "The domain is taken" },
  "domain.in_use": { status: 409, title: "The domain still has links" },
  "folder.name_taken": { status: 409, title: "Another folder has this name" },
  "template.name_taken": { status: 409, title: "Another template has this name" },
  "tag.name_taken": { status: 409, title: "Another tag has this name" },
  "webhook.disabled": { status: 409, title: "The webhook is switched off" },
  "webhook.limit_reached": { status: 409, title: "The workspace has as many webhooks as it may" },
  "conversion.external_id_taken": { status: 409, title: "Another conversion has this externalId" },
  "idempotency.mismatch": { status: 409, title: "The Idempotency-Key was used for another request" },
  "link.expired": { status: 410, title: "The link has expired" },
  "link.version_mismatch": { status: 412, title: "The link has changed since it was read" },
  "domain.version_mismatch": { status: 412, title: "The domain has changed since it was read" },
  "webhook.version_mismatch": { status: 412, title: "The webhook has changed since it was read" },
  "request.too_large": { status: 413, title: "The request body is too large" },
  "request.unsupported_media_type": {
    status: 415,
    title: "The request body is of a type that is not read here",
  },
  "request.invalid": { status: 422, title: "The request has faulty fields" },
  "request.rate_limited": { status: 429, title: "Too many requests" },
  "internal.unknown": { status: 500, title: "Something went wrong on our side" },
  "service.unavailable": { status: 503, title: "A part of the service is away for the moment" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One faulty field: where it is in the request, what is wrong in a word, and in a sentence. */
export const FieldErrorSchema = z
  .object({
    path: z.string().meta({ description: "The field, dotted: `tags.0`", example: "url" }),
    code: z.string().meta({ description: "What is wrong, for programs", example: "invalid_format" }),
    message: z.string().meta({ description: "What is wrong, for people" }),
  })
  .meta({ id: "FieldError" });

/** RFC 9457 problem document, as `application/problem+json`. */
export const ProblemSchema = z
  .object({
    type: z.string().meta({ description: "Address of the page on this error" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    requestId: z.string(),
    errors: z.array(FieldErrorSchema).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem document" });

export type FieldError = z.infer<typeof FieldErrorSchema>;
export type Problem = z.infer<typeof ProblemSchema>;
