import type { ErrorCode } from "@visoli/contract/errors";
import { problem } from "../core/errors.ts";
import { languageOf } from "../core/language.ts";
import { type Asking, prefersJson } from "./asking.ts";
import type { Outcome } from "./decide.ts";
import { blockedPage, PAGES } from "./pages.ts";
import type { Send } from "./send.ts";

type Nowhere = Extract<Outcome["kind"], "missing" | "expired" | "not_started" | "disabled" | "blocked">;

const NOWHERE: Record<Nowhere, { status: number; code: ErrorCode; detail: string }> = {
  missing: {
    status: 404,
    code: "link.not_found",
    detail: "There is no link at this address",
  },
  expired: { status: 410, code: "link.expired", detail: "The link has expired" },
  not_started: {
    status: 404,
    code: "link.not_started",
    detail: "The link does not lead anywhere yet",
  },
  disabled: {
    status: 404,
    code: "link.disabled",
    detail: "The link is switched off for now",
  },
  blocked: {
    status: 403,
    code: "link.blocked",
    detail: "The link was blocked, because it did harm or broke the rules",
  },
};

/** What is said of a link that leads nowhere: a page to people, a problem to programs. */
export function nowhere(send: Send, { request }: Asking, kind: Nowhere): Response {
  const { status, code, detail } = NOWHERE[kind];
  if (prefersJson(request)) return send.problem(problem(code, detail));
  const language = languageOf(request.headers);
  return send.page(status, kind === "blocked" ? blockedPage(null, language) : PAGES[language][kind]);
}

/** The same of a blocked link, with what it was blocked for. A database that is away does not take the warning away. */
export async function blocked(send: Send, asking: Asking, reason: Promise<string | null>): Promise<Response> {
  const why = await reason.catch(() => null);
  return why === null || prefersJson(asking.request)
    ? nowhere(send, asking, "blocked")
    : send.page(403, blockedPage(why, languageOf(asking.request.headers)));
}
