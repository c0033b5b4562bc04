import { toLocation } from "@visoli/contract/url";
import { problem } from "../core/errors.ts";
import { type Language, languageOf } from "../core/language.ts";
import { shortUrl } from "../core/short-url.ts";
import { words } from "../core/words.ts";
import { appPage } from "./app-page.ts";
import { type Asking, prefersJson } from "./asking.ts";
import { cardPage } from "./card-page.ts";
import { consentPage } from "./consent-page.ts";
import type { Outcome } from "./decide.ts";
import type { RedirectDependencies } from "./dependencies.ts";
import { framePage } from "./frame-page.ts";
import type { KnownLink } from "./known-link.ts";
import { MESSAGES } from "./messages.ts";
import { ledAside, moved } from "./moved.ts";
import { blocked, nowhere } from "./nowhere.ts";
import type { PasswordFault } from "./password.ts";
import { passwordPage } from "./password-page.ts";
import { previewPage } from "./preview-page.ts";
import type { Rendered } from "./rendered.ts";
import type { Send } from "./send.ts";

type Dependencies = Pick<RedirectDependencies, "domains" | "publicUrl" | "newRequestId" | "blockReason">;
/** Answers a request whose outcome is known. */
export type Answer = (asking: Asking, outcome: Outcome) => Response | Promise<Response>;

/** Asked only where a page is made: most are led on without one. */
const languageFor = ({ request }: Asking) => languageOf(request.headers);

/** What each outcome is answered with. */
export function createAnswers(dependencies: Dependencies, send: Send): Answer {
  const { newRequestId, publicUrl, blockReason } = dependencies;
  return (asking, outcome) => {
    switch (outcome.kind) {
      case "redirect":
        return moved(outcome.link, outcome.location, newRequestId());
      case "frame": {
        const page = framePage(outcome.link, outcome.location, languageFor(asking));
        return page ? going(outcome.link, page) : moved(outcome.link, outcome.location, newRequestId());
      }
      case "consent":
        return going(outcome.link, consentPage(outcome.link, outcome.location, languageFor(asking)));
      case "app":
        return going(outcome.link, appPage(outcome.location, outcome.webLocation, languageFor(asking)));
      case "card":
        return going(
          outcome.link,
          cardPage(outcome.link, shortUrl(dependencies, outcome.link), languageFor(asking)),
        );
      case "preview": {
        const places = {
          location: outcome.location,
          shortUrl: shortUrl(dependencies, outcome.link),
          publicUrl,
          language: languageFor(asking),
        };
        return send.rendered(200, previewPage(outcome.link, places));
      }
      case "password":
        return askForPassword(send, asking, outcome.link, null);
      case "expired":
        return outcome.location === null
          ? nowhere(send, asking, "expired")
          : ledAside(outcome.location, newRequestId());
      case "blocked":
        return blocked(send, asking, blockReason(outcome.link.id));
      case "not_started":
      case "disabled":
        return nowhere(send, asking, outcome.kind);
      case "missing": {
        const url = asking.domain?.settings.notFoundUrl;
        const location = url ? toLocation(url) : null;
        return location ? ledAside(location, newRequestId()) : nowhere(send, asking, "missing");
      }
    }
  };

  function going(link: KnownLink, page: Rendered): Response {
    const response = send.rendered(200, page);
    if (link.behaviour?.noindex === false) response.headers.delete("X-Robots-Tag");
    return response;
  }
}

/** Asks for the link's password: people by a form, programs by a problem. `fault` says what was wrong with the one before. */
export function askForPassword(
  send: Send,
  { request }: Asking,
  link: KnownLink,
  fault: PasswordFault | null,
): Response {
  const language = languageOf(request.headers);
  const said = (language: Language) => (fault === null ? null : words(MESSAGES, language)(fault));
  if (!prefersJson(request)) return send.rendered(401, passwordPage(link.location, said(language), language));
  const error = problem("link.password_required", said("en") ?? "The link asks for a password");
  // An API key, which other problems of this status ask for, does not help here.
  return send.problem(error, { "WWW-Authenticate": 'Form realm="link"' });
}
