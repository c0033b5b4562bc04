import { z } from "zod";

/** Every error the API can answer. `docs/errors/<code>.md` explains each; `type` in a problem document leads there. */
export const ERRORS = {
  "request.malformed": { status: 400, title: "The request could not be read" },
  "billing.signature_invalid": { status: 400, title: "The event is not signed by Stripe" },
  "auth.unauthenticated": { status: 401, title: "A valid API key is required" },
  "auth.invalid_credentials": { status: 401, title: "Email address or password is wrong" },
  "auth.invalid_code": { status: 401, title: "The code is wrong" },
  "link.password_required": { status: 401, title: "The link asks for a password" },
  "plan.quota_exceeded": { status: 402, title: "The plan's limit is reached" },
  "plan.feature_required": { status: 402, title: "The plan does not have this" },
  "auth.missing_scope": { status: 403, title: "A scope is missing" },
  "auth.own_links_only": { status: 403, title: "The key is for its own links" },
  "auth.second_factor_required": { status: 403, title: "A second factor is required" },
  "auth.confirmation_needed": { status: 403, title: "Show once more that it is you" },
  "auth.person_required": { status: 403, title: "Somebody who is signed in is required" },
  "auth.email_not_verified": { status: 403, title: "The email address is not confirmed yet" },
  "auth.wrong_password": { status: 403, title: "The password is wrong" },
  "auth.foreign_origin": { status: 403, title: "The request comes from another site" },
  "auth.registration_closed": { status: 403, title: "Nobody can make an account here without an invitation" },
  "folder.forbidden": { status: 403, title: "The role in the folder does not allow that" },
  "key.forbidden": { status: 403, title: "The API key would be freer than the one that asks" },
  "member.forbidden": { status: 403, title: "The role does not allow that" },
  "invitation.wrong_person": { status: 403, title: "The invitation is for somebody else" },
  "link.blocked": { status: 403, title: "The link was blocked" },
  "route.not_found": { status: 404, title: "There is nothing at this address" },
  "auth.token_not_found": { status: 404, title: "The link of the mail works no more" },
  "auth.provider_not_found": { status: 404, title: "Nobody signs in that way here" },
  "session.not_found": { status: 404, title: "No such session" },
  "passkey.not_found": { status: 404, title: "No such passkey" },
  "workspace.not_found": { status: 404, title: "No such workspace" },
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
  "public_statistics.not_found": { status: 404, title: "The link has no public statistics" },
  "member.not_found": { status: 404, title: "No such member" },
  "invitation.not_found": { status: 404, title: "No such invitation" },
  "key.not_found": { status: 404, title: "No such API key" },
  "request.method_not_allowed": { status: 405, title: "This address does not answer that method" },
  "person.sole_owner": { status: 409, title: "A workspace would be without an owner" },
  "two_factor.on": { status: 409, title: "The second factor is on already" },
  "two_factor.off": { status: 409, title: "There is no second factor" },
  "passkey.limit_reached": { status: 409, title: "The person has as many passkeys as they may" },
  "mail.off": { status: 409, title: "The service sends no mail" },
  "link.slug_taken": { status: 409, title: "The slug is taken" },
  "link.external_id_taken": { status: 409, title: "Another link has this externalId" },
  "domain.taken": { status: 409, title: "The domain is taken" },
  "domain.in_use": { status: 409, title: "The domain still has links" },
  "folder.name_taken": { status: 409, title: "Another folder has this name" },
  "template.name_taken": { status: 409, title: "Another template has this name" },
  "tag.name_taken": { status: 409, title: "Another tag has this name" },
  "webhook.disabled": { status: 409, title: "The webhook is switched off" },
  "webhook.limit_reached": { status: 409, title: "The workspace has as many webhooks as it may" },
  "key.inactive": { status: 409, title: "The API key works no more" },
  "conversion.external_id_taken": { status: 409, title: "Another conversion has this externalId" },
  "billing.already_subscribed": { status: 409, title: "The workspace has a subscription already" },
  "billing.not_subscribed": { status: 409, title: "The workspace has no subscription" },
  "billing.payment_due": { status: 409, title: "A payment is due first" },
  "billing.plan_granted": { status: 409, title: "The operator gave the workspace its plan" },
  "idempotency.mismatch": { status: 409, title: "The Idempotency-Key was used for another request" },
  "member.exists": { status: 409, title: "The person is a member already" },
  "member.last_owner": { status: 409, title: "A workspace cannot be without an owner" },
  "invitation.exists": { status: 409, title: "The address has an invitation already" },
  "workspace.limit_reached": { status: 409, title: "The person owns as many workspaces as they may" },
  "workspace.undeletable": { status: 409, title: "The workspace cannot be deleted" },
  "link.expired": { status: 410, title: "The link has expired" },
  "link.version_mismatch": { status: 412, title: "The link has changed since it was read" },
  "domain.version_mismatch": { status: 412, title: "The domain has changed since it was read" },
  "webhook.version_mismatch": { status: 412, title: "The webhook has changed since it was read" },
  "key.version_mismatch": { status: 412, title: "The API key has changed since it was read" },
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

/** What a problem about plans says beside its detail. */
const planMembers = {
  plan: z.string().optional().meta({ description: "402: the workspace's plan" }),
  limit: z.int().optional().meta({ description: "402: what the plan allows" }),
  used: z.int().optional().meta({ description: "402: how much of it is used" }),
  resetsAt: z.string().nullable().optional().meta({
    description: "402: when it is counted anew; null where it is not",
  }),
  upgradeTo: z.string().nullable().optional().meta({
    description: "402: the least plan for sale that has it; null where none has",
  }),
};
export type PlanMembers = { [Name in keyof typeof planMembers]?: z.infer<(typeof planMembers)[Name]> };

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
    ...planMembers,
  })
  .meta({ id: "Problem", description: "RFC 9457 problem document" });

export type FieldError = z.infer<typeof FieldErrorSchema>;
export type Problem = z.infer<typeof ProblemSchema>;
