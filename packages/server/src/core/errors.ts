import { ERRORS, type ErrorCode, type FieldError, type PlanMembers } from "@visoli/contract/errors";

/** What some problems say beside their detail. */
export type ProblemMore = {
  /** For the header of that name. */
  retryAfterS?: number;
  /** What lacks, or is spent. */
  plan?: PlanMembers;
};

/** An expected failure, from the closed table; becomes a problem document at the door. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly errors?: FieldError[],
    readonly more: ProblemMore = {},
  ) {
    super(detail);
    this.status = ERRORS[code].status;
  }
}

/** `throw problem("link.slug_taken", "...")` */
export function problem(
  code: ErrorCode,
  detail: string,
  errors?: FieldError[],
  more?: ProblemMore,
): ProblemError {
  return new ProblemError(code, detail, errors, more);
}

/** One or more fields are faulty. */
export function invalid(...errors: FieldError[]): ProblemError {
  return problem(
    "request.invalid",
    `Faulty: ${errors.map((error) => error.path || "the body").join(", ")}`,
    errors,
  );
}
