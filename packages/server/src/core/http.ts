import { ERRORS, type FieldError, type Problem } from "@visoli/contract/errors";
import type { z } from "zod";
import type { Actor } from "./actor.ts";
import { invalid, type ProblemError } from "./errors.ts";
import type { Rate } from "./rate.ts";

/** What a route finds in Hono's context. */
export type Env = {
  Variables: {
    actor: Actor;
    /** Who that is by now. @throws auth.unauthenticated */
    identify(): Promise<Actor>;
    requestId: string;
    /** Of a person who is signed in. */
    sessionId?: string;
    /** How often the actor has asked; not there where nobody is known yet. */
    rate: Rate | undefined;
  };
};

/** Where nothing better is known. */
const RETRY_AFTER_S: Record<number, number> = { 429: 30, 503: 5 };

/** The error as an RFC 9457 document; `type` leads to the page on its code. */
export function toProblem(error: ProblemError, requestId: string, publicUrl: string): Problem {
  return {
    type: `${publicUrl}/docs/errors/${error.code}`,
    title: ERRORS[error.code].title,
    status: error.status,
    detail: error.detail,
    code: error.code,
    requestId,
    ...(error.errors && { errors: error.errors }),
    ...error.more.plan,
  };
}

/** The error as an answer. */
export function problemResponse(error: ProblemError, requestId: string, publicUrl: string): Response {
  const headers: Record<string, string> = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    "X-Request-Id": requestId,
  };
  if (error.status === 401) headers["WWW-Authenticate"] = "Bearer";
  const retryAfterS = error.more.retryAfterS ?? RETRY_AFTER_S[error.status];
  if (retryAfterS !== undefined) headers["Retry-After"] = String(retryAfterS);
  return new Response(JSON.stringify(toProblem(error, requestId, publicUrl)), {
    status: error.status,
    headers,
  });
}

/** For `OpenAPIHono({ defaultHook })`: faulty input becomes one problem that names every faulty field. */
export function refuseInvalid(
  result: { success: true } | { success: false; error: { issues: readonly z.core.$ZodIssue[] } },
): void {
  if (!result.success) throw invalidInput(result.error);
}

/** Every faulty field as one problem. */
export function invalidInput(error: { issues: readonly z.core.$ZodIssue[] }): ProblemError {
  return invalid(...error.issues.flatMap(fieldErrors));
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: path ? `${path}.${key}` : key,
        code: "unknown_field",
        message: "There is no such field",
      }));
    case "custom":
      return [{ path, code: String(issue.params?.code ?? "invalid"), message: issue.message }];
    case "invalid_type":
      if (issue.message.endsWith("received undefined"))
        return [{ path, code: "required", message: "Is required" }];
      return [{ path, code: issue.code, message: issue.message }];
    default:
      return [{ path, code: issue.code, message: issue.message }];
  }
}
