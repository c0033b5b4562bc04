import { expect, test } from "bun:test";
import { aLink } from "../../../../test/visitors.ts";
import type { Domain, Domains } from "../core/domains.ts";
import { answerOf } from "./answer-of.ts";
import { createAnswers } from "./answers.ts";
import type { Asking } from "./asking.ts";
import type { Outcome } from "./decide.ts";
import { createSend } from "./send.ts";

const location = "https://example.com/there";
const publicUrl = "https://go.example";
const own: Domain = { id: "", workspaceId: null, host: "go.example", isCaseSensitive: true, settings: {} };
const lost: Domain = { ...own, settings: { notFoundUrl: "https://example.com/lost" } };
const domains: Domains = {
  own,
  byHost: () => own,
  byId: () => own,
  hosts: () => [own.host],
  reload: async () => true,
  version: () => 1,
};
const newRequestId = () => "request";
const answer = createAnswers(
  { domains, publicUrl, newRequestId, blockReason: async () => null },
  createSend(newRequestId, publicUrl),
);

const link = aLink(null);
const to = { location, rule: "", variant: "" };
const outcomes: Outcome[] = [
  ...[301, 302, 307, 308].map((redirectStatus) => ({
    ...{ kind: "redirect" as const, ...to },
    link: aLink({ redirectStatus: redirectStatus as 301 }),
  })),
  ...(["redirect", "frame", "consent", "preview"] as const).map((kind) => ({ kind, link, ...to })),
  { kind: "frame", link: aLink({ redirectStatus: 307 }), ...to, location: "http://[2001:db8::1]/" },
  { kind: "app", link, ...to, location: "myapp://x", webLocation: location },
  { kind: "expired", link, location },
  { kind: "expired", link, location: null },
  ...(["card", "password", "not_started", "disabled", "blocked"] as const).map((kind) => ({ kind, link })),
  { kind: "missing" },
];

// What is told of an answer must be what visitors get.
for (const [name, domain] of Object.entries({ own, lost })) {
  test.each(outcomes.map((outcome) => [outcome.kind, outcome] as const))(
    `%s, on the domain ${name}`,
    async (_, outcome) => {
      const request = new Request("https://go.example/a");
      const response = await answer({ request, domain } as Asking, outcome);
      const told = answerOf(outcome, domain);
      expect(response.status).toBe(told.status);
      if (told.status < 400 && told.status >= 300) expect(response.headers.get("location")).toBe(told.url);
      else expect(response.headers.has("location")).toBe(false);
    },
  );
}
