import { afterAll, expect, test } from "bun:test";
import { ERRORS, type ErrorCode, ProblemSchema } from "@visoli/contract/errors";
import openApi from "@visoli/contract/openapi.json";
import fc from "fast-check";
import { withBilling } from "../../../test/billing.ts";
import { ask, countRows, forEachDatabase } from "../../../test/context.ts";
import {
  addressOf,
  bodyFor,
  junkHeaders,
  junkText,
  queryFor,
  type Route,
  routesOf,
} from "../../../test/junk.ts";
import { addMemberWith } from "../../../test/members.ts";
import { RIGHT } from "../../../test/right-bodies.ts";
import { startStripe } from "../../../test/stripe.ts";
import { describeApi } from "./app.ts";

const ROUTES = routesOf(openApi);
const url = "https://example.com/";
const runs = { numRuns: 30 };

/** Whether a part of the path, such as `..`, makes it another one before it is sent. */
function isLedAway(route: Route, path: string): boolean {
  const { pathname } = new URL(path, "http://localhost");
  return pathname.split("/").length !== route.path.split("/").length || /\/(?=\/|$)/.test(pathname);
}

/** What a route must be asked for: without it nobody would learn more than that. */
const RIGHT_QUERIES: Record<string, Record<string, string>> = {
  "GET /api/v1/billing/preview": { plan: "pro" },
};
const rightQuery = ({ method, path }: Route) => RIGHT_QUERIES[`${method} ${path}`] ?? {};

/** Whether the document lists the code among those that the route can answer. */
function isListed(route: Route, status: number, code: ErrorCode): boolean {
  return route.responses[status]?.description.split(", ").includes(code) ?? false;
}

const reference = fc.oneof(
  junkText,
  fc.constantFrom(
    "lnk_x",
    "ext_x",
    "ext_",
    "localhost:3000/x",
    "a/b",
    ".",
    "dom_x",
    "fld_x",
    "tpl_x",
    "tag_x",
    "whk_x",
  ),
);

/** What only somebody who is signed in may ask. */
const isPersonal = ({ path }: Route) => /^\/api\/v1\/(me|workspaces|invitations)(\/|$)/.test(path);

forEachDatabase("the API", (withoutBilling) => {
  const stripe = startStripe(() => withoutBilling().clock.now);
  afterAll(() => stripe.stop());
  const world = withBilling(withoutBilling, stripe);

  /** Sends what chance made of it; whatever comes, it is an answer of the contract, and a refusal changes nothing. */
  async function expectAnAnswer(
    route: Route,
    path: string,
    request: { body?: string; headers: Record<string, string>; key: string },
  ) {
    const before = await countRows(world());
    const { body: text, ...rest } = request;
    const hasBody = ["POST", "PATCH", "PUT"].includes(route.method);
    const response = await ask(world(), route.method, path, { ...rest, body: hasBody ? text : undefined });
    expect(response.headers.get("X-Request-Id")).toStartWith("req_");
    if (response.status < 400) return;
    expect([response.status < 500, world().logged.filter((line) => line.includes('"err"'))]).toEqual([
      true,
      [],
    ]);
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    const problem = ProblemSchema.strict().parse(await response.json());
    expect([problem.status, ERRORS[problem.code].status]).toEqual([response.status, response.status]);
    expect(await countRows(world())).toEqual(before);
    // Junk in the path may lead to another address, or to none.
    const isElsewhere = problem.code.startsWith("route.") || problem.code === "request.method_not_allowed";
    if (isElsewhere || isLedAway(route, path)) return;
    expect([route.path, problem.code, isListed(route, response.status, problem.code)]).toEqual([
      route.path,
      problem.code,
      true,
    ]);
  }

  for (const route of ROUTES) {
    test(`${route.method} ${route.path} answers any request as the contract says`, async () => {
      const { text } = await world().key();
      await fc.assert(
        fc.asyncProperty(
          reference,
          queryFor(route),
          junkHeaders,
          bodyFor(route, RIGHT[route.body] ?? {}),
          fc.boolean(),
          async (id, parameters, head, content, isPlain) => {
            const request = { body: content, key: text, headers: isPlain ? {} : head };
            await expectAnAnswer(route, addressOf(route.path, id, isPlain ? {} : parameters), request);
          },
        ),
        runs,
      );
    });
  }

  test("every route has a right body here", () => {
    const names = new Set(ROUTES.map((route) => route.body).filter(Boolean));
    expect([...names].sort()).toEqual(Object.keys(RIGHT).sort());
  });

  test("every route that asks for a key refuses one without scopes and none at all, as its document says", async () => {
    const { ctx } = world();
    const bare = await world().key();
    await ctx.db.updateTable("api_keys").set({ scopes: "[]" }).where("id", "=", bare.id).execute();
    const isDoor = ({ path }: Route) => path.startsWith("/api/auth/");
    const open = ROUTES.filter((route) => !route.isKeyed && !isDoor(route));
    expect(open.map((route) => `${route.method} ${route.path}`)).toEqual([
      "POST /api/v1/reports",
      "GET /api/v1/invitations/{token}",
      "POST /api/v1/keys/leaked",
    ]);
    for (const route of ROUTES.filter((each) => each.isKeyed)) {
      const body = RIGHT[route.body];
      for (const [key, status, code] of [
        [bare.text, 403, isPersonal(route) ? "auth.person_required" : "auth.missing_scope"],
        [undefined, 401, "auth.unauthenticated"],
      ] as const) {
        // Who asks may always know who they are.
        if (key && `${route.method} ${route.path}` === "GET /api/v1/me") continue;
        const response = await ask(world(), route.method, addressOf(route.path, "x", rightQuery(route)), {
          key,
          body,
        });
        const answer = await response.json();
        expect([route.method, route.path, answer]).toEqual([
          route.method,
          route.path,
          expect.objectContaining({ status, code }),
        ]);
        expect([route.path, isListed(route, status, code)]).toEqual([route.path, true]);
      }
    }
  });

  test("every route lists failures of ours and of an engine, and no code that is not in the table", () => {
    for (const route of ROUTES) {
      expect([isListed(route, 500, "internal.unknown"), isListed(route, 503, "service.unavailable")]).toEqual(
        [true, true],
      );
      for (const [status, { description }] of Object.entries(route.responses)) {
        if (Number(status) < 400) continue;
        for (const code of description.split(", "))
          expect(ERRORS[code as ErrorCode]?.status).toBe(Number(status) as 400);
      }
    }
  });

  test("the document that is served is the one the routes describe", async () => {
    const served = await (await ask(world(), "GET", "/api/openapi.json")).json();
    expect(served).toEqual(JSON.parse(JSON.stringify(describeApi(world().app))));
    expect(served).toEqual(openApi);
  });

  test("with another workspace's ids every route says 404, and changes nothing", async () => {
    const tenant = await world().stranger();
    const theirs = await tenant.key();
    const asking = { key: theirs.text };
    const post = async (path: string, body: object): Promise<string> => {
      const response = await ask(world(), "POST", path, { ...asking, body });
      expect([path, response.status]).toEqual([path, 201]);
      return ((await response.json()) as { id: string }).id;
    };
    const named = { slug: "two-worlds", externalId: "two-worlds", tags: ["two-worlds"] };
    const id = await post("/api/v1/links", { url, ...named });
    const tag = await world()
      .ctx.db.selectFrom("tags")
      .select("id")
      .where("name", "=", "two-worlds")
      .execute();
    const own: Record<string, string[]> = {
      links: [id, "ext_two-worlds", "localhost:3000/two-worlds", "two-worlds"],
      link: ["two-worlds", id],
      keys: [theirs.id],
      domains: [await post("/api/v1/domains", { host: `two-worlds-${crypto.randomUUID()}.example` })],
      folders: [await post("/api/v1/folders", { name: "two-worlds" }), "two-worlds"],
      templates: [await post("/api/v1/templates", { name: "two-worlds", fields: {} }), "two-worlds"],
      tags: [tag[0]?.id ?? ""],
      members: [(await addMemberWith({ ...world(), operator: tenant.operator }, "owner")).userId],
      invitations: [await post("/api/v1/members/invitations", { email: "two-worlds@example.com" })],
      webhooks: [await post("/api/v1/webhooks", { url: "https://hooks.example.com/", events: ["*"] })],
      conversions: [
        await post("/api/v1/conversions", { link: id, type: "lead", externalId: "two-worlds" }),
        "ext_two-worlds",
      ],
    };
    const { text: key } = await world().key();
    const before = await countRows(world());
    const isOthers = ({ path }: Route) => path.includes("{") && !/\/(external|admin|me)\//.test(path);
    for (const route of ROUTES.filter(isOthers)) {
      const noun = route.path.split("/").find((part) => part in own) ?? "";
      expect([route.path, noun]).not.toEqual([route.path, ""]);
      for (const name of own[noun] ?? []) {
        const path = addressOf(route.path, name);
        const response = await ask(world(), route.method, path, { key, body: RIGHT[route.body] });
        expect([route.method, path, response.status]).toEqual([route.method, path, 404]);
      }
    }
    for (const name of [id, "ext_two-worlds", "localhost:3000/two-worlds", `!${id}`]) {
      const response = await ask(world(), "GET", `/api/v1/stats?link=${encodeURIComponent(name)}`, { key });
      expect([name, response.status]).toEqual([name, 404]);
    }
    expect(await countRows(world())).toEqual(before);
  });

  test("what is not there and what is another's are told in the same words", async () => {
    const theirs = await (await world().stranger()).key();
    const { text: key } = await world().key();
    const bodies = [];
    for (const id of [theirs.id, theirs.id.replace(/.$/, "-")]) {
      const { requestId: _, ...rest } = (await (
        await ask(world(), "DELETE", `/api/v1/keys/${id}`, { key })
      ).json()) as Record<string, string>;
      bodies.push({ ...rest, detail: rest.detail?.replace(id, "ID") });
    }
    expect(bodies[0]).toEqual(bodies[1]);
  });
});

test("every pattern in the OpenAPI document is a regular expression that a program can use", () => {
  const patterns = [...JSON.stringify(openApi).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)];
  expect(patterns.length).toBeGreaterThan(0);
  for (const [, pattern = ""] of patterns) expect(JSON.parse(pattern)).not.toMatch(/\/[a-z]*$/);
});
