import { type ProblemError, problem } from "../core/errors.ts";
import { problemResponse } from "../core/http.ts";
import type { Page } from "../core/page.ts";
import { memoByObject } from "../lib/memo.ts";
import { type Rendered, rendered } from "./rendered.ts";

type Headers = Record<string, string>;

/** Ways to answer with something to read. Each answer carries the id of its request. */
export type Send = {
  /** A page that is always the same; rendered once. */
  page(status: number, page: Page): Response;
  rendered(status: number, content: Rendered, headers?: Headers): Response;
  problem(error: ProblemError, headers?: Headers): Response;
  wrongMethod(method: string): Response;
};

export function createSend(newRequestId: () => string, publicUrl: string): Send {
  const renderOnce = memoByObject((page: Page) => rendered(page));

  function sendRendered(status: number, { headers, html }: Rendered, more: Headers = {}): Response {
    return new Response(html, { status, headers: { ...headers, ...more, "X-Request-Id": newRequestId() } });
  }

  function sendProblem(error: ProblemError, more: Headers = {}): Response {
    const response = problemResponse(error, newRequestId(), publicUrl);
    for (const [name, value] of Object.entries(more)) response.headers.set(name, value);
    return response;
  }

  return {
    page: (status, page) => sendRendered(status, renderOnce(page)),
    rendered: sendRendered,
    problem: sendProblem,
    wrongMethod(method) {
      const error = problem("request.method_not_allowed", `A short link answers GET and HEAD, not ${method}`);
      return sendProblem(error, { Allow: "GET, HEAD" });
    },
  };
}
