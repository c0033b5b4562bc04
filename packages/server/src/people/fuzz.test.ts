import { expect, test } from "bun:test";
import { ProblemSchema } from "@visoli/contract/errors";
import openApi from "@visoli/contract/openapi.json";
import fc from "fast-check";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { addressOf, bodyFor, junkHeaders, junkText, routesOf } from "../../../../test/junk.ts";
import { signedIn } from "../../../../test/people.ts";
import { RIGHT } from "../../../../test/right-bodies.ts";

const ROUTES = routesOf(openApi).filter(({ path }) => /^\/api\/(auth|v1\/me)(\/|$)/.test(path));
const COOKIES = ["visoli.session_token", "visoli.two_factor", "visoli.state", "visoli.x"];

forEachDatabase("people, asked anything", (world) => {
  test("every route answers whoever is signed in as the contract says, whatever the cookies", async () => {
    world().clock.now = Date.now();
    for (const route of ROUTES) {
      // Anew for each: some of them sign out.
      const { browser } = await signedIn(world(), { role: "owner" });
      const session = `visoli.session_token=${browser.cookies.get("visoli.session_token")}`;
      const cookies = fc.oneof(
        fc.constant(session),
        fc.tuple(fc.constantFrom(...COOKIES), junkText).map(([name, text]) => {
          const value = text.replace(/[^\x21-\x7e]/g, "%").slice(0, 2_000);
          return `${session}; ${name}=${value}`;
        }),
      );
      await fc.assert(
        fc.asyncProperty(
          ...([junkText, cookies, junkHeaders, bodyFor(route, RIGHT[route.body] ?? {})] as const),
          async (id, cookie, junk, body) => {
            const { authorization: _, origin: __, ...rest } = junk;
            const headers = { ...rest, Cookie: cookie, Origin: "http://localhost:3000" };
            const hasBody = route.body !== "";
            const path = addressOf(route.path, id);
            const response = await ask(world(), route.method, path, { headers, ...(hasBody && { body }) });
            const errors = world().logged.filter((line) => line.includes('"err"'));
            expect([route.path, response.status < 500, errors]).toEqual([route.path, true, []]);
            if (response.status < 400) return;
            expect(ProblemSchema.strict().parse(await response.json()).status).toBe(response.status);
          },
        ),
        { numRuns: 15 },
      );
    }
  }, 240_000);

  test("what better-auth would answer beside our own is not there", async () => {
    const { browser } = await signedIn(world(), { role: "owner" });
    for (const path of [
      ...[
        "sign-in/email",
        "sign-up/email",
        "get-session",
        "update-user",
        "delete-user",
        "list-sessions",
        "ok",
        "error",
      ],
      ...[
        "two-factor/enable",
        "verify-password",
        "change-email",
        "link-social",
        "unlink-account",
        "get-access-token",
      ],
      ...[
        "sign-in/social",
        "reset-password/x",
        "revoke-sessions",
        "set-password",
        "refresh-token",
        "account-info",
      ],
    ]) {
      for (const method of ["GET", "POST"]) {
        const { status } = await browser.ask(method, `/api/auth/${path}`, method === "POST" ? {} : undefined);
        expect([method, path, status]).toEqual([method, path, 404]);
      }
    }
  });
});
