import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ROLE_SCOPES, ROLES, type Role } from "@visoli/contract/role";
import { SCOPES } from "@visoli/contract/scopes";
import { describeApi } from "../packages/server/src/app.ts";
import { ASKED_SCOPES } from "../packages/server/src/docs/asked-scopes.ts";
import { withBilling } from "./billing.ts";
import { ask, openWorld, type World } from "./context.ts";
import { addressOf, type Route, routesOf } from "./junk.ts";
import { addMemberWith } from "./members.ts";
import { addSession } from "./people.ts";
import { askedBy, LEAST_ROLE, QUERIES } from "./permissions.ts";
import { RIGHT } from "./right-bodies.ts";
import { startStripe } from "./stripe.ts";

type Document = Parameters<typeof routesOf>[0];
const nameOf = ({ method, path }: Route) => `${method} ${path}`;
// Signing in and out is before anybody is known: it is not for roles to say.
const isForRoles = ({ path }: Route) => !path.startsWith("/api/auth/");

function mayAs(role: Role, asked: string): boolean {
  const least = LEAST_ROLE[asked];
  if (asked === "person" || asked === "anybody") return true;
  return least !== undefined && least !== "instance admin" && ROLES.indexOf(role) >= ROLES.indexOf(least);
}

test("each role has the scopes that the table gives it, and no others", () => {
  for (const role of ROLES)
    for (const scope of SCOPES)
      expect([role, scope, ROLE_SCOPES[role].includes(scope)]).toEqual([role, scope, mayAs(role, scope)]);
});

const stripe = startStripe(Date.now);
afterAll(stripe.stop);

describe("permissions", () => {
  let base: World;
  beforeAll(async () => {
    base = await openWorld();
  });
  afterAll(() => base.database.close());
  // Where plans are sold there are more routes.
  const world = withBilling(() => base, stripe);
  let known: Route[] | undefined;
  const routes = () =>
    (known ??= routesOf(describeApi(world().app) as unknown as Document).filter(isForRoles));

  test("every route has a line that says what it asks for, and every line a route", () => {
    const lacking = routes()
      .map(nameOf)
      .filter((name) => askedBy(name) === undefined);
    const idle = Object.keys(ASKED_SCOPES).filter((name) => !routes().map(nameOf).includes(name));
    expect({
      "add these to ASKED_SCOPES in packages/server/src/docs/asked-scopes.ts, with the scope that their verb guards":
        lacking,
      "take these out of ASKED_SCOPES": idle,
    }).toEqual({
      "add these to ASKED_SCOPES in packages/server/src/docs/asked-scopes.ts, with the scope that their verb guards":
        [],
      "take these out of ASKED_SCOPES": [],
    });
  });

  const pathOf = (route: Route) => addressOf(route.path, "x", QUERIES[nameOf(route)]);
  const enter = async (role: Role, isInstanceAdmin: boolean) => {
    const { userId } = await addMemberWith(world(), role);
    const change = { is_instance_admin: isInstanceAdmin ? 1 : 0 };
    await world().ctx.db.updateTable("users").set(change).where("id", "=", userId).execute();
    return addSession(world(), userId, isInstanceAdmin ? "second_factor" : "password");
  };

  const who = [...ROLES, "instance admin"] as const;
  for (const as of who)
    test(`${as}: each route is open or closed as the table says`, async () => {
      const isInstanceAdmin = as === "instance admin";
      const role: Role = as === "instance admin" ? "viewer" : as;
      for (const route of routes()) {
        const asked = askedBy(nameOf(route)) ?? "nothing";
        if (asked === "nothing") continue;
        // Each time anew: who was let in may have left, or ended the session.
        const cookie = `visoli.session_token=${await enter(role, isInstanceAdmin)}`;
        const response = await ask(world(), route.method, pathOf(route), {
          body: RIGHT[route.body],
          headers: { Cookie: cookie, Origin: world().ctx.config.publicUrl },
        });
        const isProblem = response.headers.get("Content-Type") === "application/problem+json";
        const { code = "" } = isProblem ? ((await response.json()) as { code?: string }) : {};
        if (!isProblem) await response.body?.cancel();
        const isOpen = mayAs(role, asked) || (isInstanceAdmin && asked === "instance:admin");
        const isRefused = code === "auth.missing_scope";
        expect([as, nameOf(route), response.status < 500, isRefused ? "closed" : "open"]).toEqual([
          ...[as, nameOf(route), true],
          isOpen ? "open" : "closed",
        ]);
        expect([nameOf(route), code]).not.toEqual([nameOf(route), "auth.unauthenticated"]);
      }
    }, 120_000);

  test("a key without scopes finds every route closed, what is of people and owners too", async () => {
    const { ctx } = world();
    const bare = await world().key();
    await ctx.db.updateTable("api_keys").set({ scopes: "[]" }).where("id", "=", bare.id).execute();
    const whole = await world().key(...SCOPES);
    for (const route of routes()) {
      const asked = askedBy(nameOf(route)) ?? "nothing";
      if (asked === "nothing" || asked === "anybody") continue;
      const send = async (key: string) => {
        const response = await ask(world(), route.method, pathOf(route), { key, body: RIGHT[route.body] });
        const isProblem = response.headers.get("Content-Type") === "application/problem+json";
        if (isProblem) return ((await response.json()) as { code: string }).code;
        await response.body?.cancel();
        return "";
      };
      const refusal = asked === "person" ? "auth.person_required" : "auth.missing_scope";
      expect([nameOf(route), await send(bare.text)]).toEqual([nameOf(route), refusal]);
      if (asked === "person" || asked === "ownership")
        expect([nameOf(route), await send(whole.text)]).toEqual([nameOf(route), refusal]);
    }
  }, 60_000);
});
