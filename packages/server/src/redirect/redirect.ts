import type { Server } from "bun";
import { problem } from "../core/errors.ts";
import { problemResponse } from "../core/http.ts";
import { type Page, pageHeaders, renderPage } from "../core/page.ts";
import type { Visit } from "../core/visit.ts";
import type { ReadAddress } from "./address.ts";
import { decide, type Outcome } from "./decide.ts";
import type { KnownLink, LinkCache } from "./link-cache.ts";
import { EXPIRED_PAGE, HOME_PAGE, MISSING_PAGE } from "./pages.ts";
import { slugOf } from "./path.ts";

export type RedirectDependencies = {
  links: LinkCache;
  /** The domain of the short links, as the database names it. */
  domain: string;
  publicUrl: string;
  readAddress: ReadAddress;
  /** Resolves once the click cannot be lost any more. */
  record(visit: Visit): Promise<void>;
  newRequestId(): string;
  now(): number;
  counts: RedirectCounts;
};

/** How many requests ended how, for the metrics. */
export type RedirectCounts = Record<Outcome["kind"], number>;

/** `path` and `query` are the request's, split already. */
export type Redirect = (
  request: Request,
  server: Server<unknown>,
  path: string,
  query: string,
) => Response | Promise<Response>;

/** The redirect: a plain function that waits for nothing but the journal, and for a database that is asked for an unknown slug. */
export function createRedirect(dependencies: RedirectDependencies): Redirect {
  const answer = createAnswers(dependencies);
  const { links, domain, now } = dependencies;
  return (request, server, path, query) => {
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") return answer.wrongMethod(method);
    if (path === "/") return answer.page(200, HOME_PAGE);
    const slug = slugOf(path);
    const found = slug === null ? null : links.get(domain, slug);
    if (found instanceof Promise) return found.then((link) => respond(request, server, query, link));
    return respond(request, server, query, found);
  };

  function respond(request: Request, server: Server<unknown>, query: string, link: KnownLink | null) {
    const at = now();
    const outcome = decide(link, at);
    dependencies.counts[outcome.kind]++;
    if (outcome.kind !== "redirect") return answer.nowhere(request, outcome.kind);
    const response = answer.redirect(outcome.link.location);
    if (request.method === "HEAD") return response;
    return dependencies.record(visitOf(request, server, outcome.link, at, query)).then(() => response);
  }

  function visitOf(
    request: Request,
    server: Server<unknown>,
    link: KnownLink,
    at: number,
    query: string,
  ): Visit {
    const { headers } = request;
    return {
      link,
      at,
      query,
      address: dependencies.readAddress(
        () => server.requestIP(request)?.address ?? "",
        headers.get("x-forwarded-for"),
      ),
      agent: headers.get("user-agent") ?? "",
      referrer: headers.get("referer") ?? "",
      acceptLanguage: headers.get("accept-language") ?? "",
      purpose: headers.get("sec-purpose") ?? headers.get("purpose") ?? "",
    };
  }
}

/** What the redirect can say; pages are rendered once. */
function createAnswers({ newRequestId, publicUrl }: RedirectDependencies) {
  const headersOfPages = pageHeaders();
  const rendered = new Map<Page, string>();
  const render = (page: Page) => {
    const html = rendered.get(page) ?? renderPage(page);
    rendered.set(page, html);
    return html;
  };
  const page = (status: number, content: Page) =>
    new Response(render(content), { status, headers: { ...headersOfPages, "X-Request-Id": newRequestId() } });
  return {
    page,
    redirect: (location: string) =>
      new Response(null, {
        status: 302,
        headers: {
          Location: location,
          "Cache-Control": "private, no-store",
          "X-Robots-Tag": "noindex",
          "X-Request-Id": newRequestId(),
        },
      }),
    nowhere(request: Request, kind: "missing" | "expired") {
      if (!prefersJson(request))
        return kind === "missing" ? page(404, MISSING_PAGE) : page(410, EXPIRED_PAGE);
      const error =
        kind === "missing"
          ? problem("link.not_found", "There is no link at this address")
          : problem("link.expired", "The link has expired");
      return problemResponse(error, newRequestId(), publicUrl);
    },
    wrongMethod(method: string) {
      const error = problem("request.method_not_allowed", `A short link answers GET and HEAD, not ${method}`);
      const response = problemResponse(error, newRequestId(), publicUrl);
      response.headers.set("Allow", "GET, HEAD");
      return response;
    },
  };
}

function prefersJson(request: Request): boolean {
  const accept = request.headers.get("accept") ?? "";
  return /\bapplication\/(problem\+)?json\b/.test(accept) && !accept.includes("text/html");
}
