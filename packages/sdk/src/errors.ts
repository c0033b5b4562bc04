import type { ErrorCode, FieldError, Problem } from "@visoli/contract/errors";

type Answer = { status: number; headers: Headers };

/** The service refused a request, or failed at it: a problem document, or what stands in for one. */
export class VisoliError extends Error {
  override readonly name = "VisoliError";
  readonly status: number;
  /** What is wrong, for programs; `unknown` where the answer was no problem document (a proxy's page). */
  readonly code: ErrorCode | "unknown";
  readonly title: string;
  readonly detail: string;
  /** Names the request in the service's log; "" where there is none. */
  readonly requestId: string;
  /** The faulty fields. */
  readonly errors: FieldError[];
  /** Seconds until it is worth asking again, where the service says so. */
  readonly retryAfter: number | undefined;
  /** The whole document, with what plans say: `plan`, `limit`, `used`, `resetsAt`, `upgradeTo`. */
  readonly problem: Problem | undefined;

  constructor({ status, headers }: Answer, problem: Problem | undefined, detail: string) {
    super(problem ? `${problem.title}: ${problem.detail}` : detail);
    this.status = status;
    this.code = problem?.code ?? "unknown";
    this.title = problem?.title ?? "Not an answer of the API";
    this.detail = problem?.detail ?? detail;
    this.requestId = problem?.requestId ?? headers.get("X-Request-Id") ?? "";
    this.errors = problem?.errors ?? [];
    this.retryAfter = secondsOf(headers.get("Retry-After"));
    this.problem = problem;
  }
}

/** There was no whole answer: the network failed, or it took too long. Whether the request was done is not known. */
export class VisoliConnectionError extends Error {
  override readonly name = "VisoliConnectionError";
}

/** The error that an answer other than 2xx stands for. Reads its body. */
export async function errorOf(response: Response): Promise<VisoliError> {
  const body = await response.text();
  return new VisoliError(
    response,
    problemIn(body),
    `The answer was ${response.status}, and no problem document`,
  );
}

function problemIn(body: string): Problem | undefined {
  try {
    const found = JSON.parse(body) as Partial<Problem> | null;
    return typeof found?.code === "string" && typeof found.title === "string"
      ? (found as Problem)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Retry-After is a number of seconds, or a date. */
function secondsOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = header.trim() === "" ? Number.NaN : Number(header);
  const wait = Number.isNaN(seconds) ? (Date.parse(header) - Date.now()) / 1_000 : seconds;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
