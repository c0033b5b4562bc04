import { expect, test } from "bun:test";
import { SCOPES, type Scope } from "@visoli/contract/scopes";
import { type Actor, actorName } from "./actor.ts";
import { guard, holdsScope } from "./guard.ts";

const keyWith = (...scopes: Scope[]): Actor => ({ kind: "key", keyId: "key_1", workspaceId: "ws_1", scopes });
const operator: Actor = { kind: "operator", workspaceId: "ws_1" };

test("a key may do what its scopes say and nothing else", () => {
  for (const held of SCOPES) {
    for (const asked of SCOPES) expect(holdsScope(keyWith(held), asked)).toBe(held === asked);
  }
  expect(SCOPES.some((scope) => holdsScope(keyWith(), scope))).toBe(false);
});

test("the operator may do everything", () => {
  expect(SCOPES.every((scope) => holdsScope(operator, scope))).toBe(true);
});

test("the refusal names the missing scope", () => {
  for (const scope of SCOPES) {
    expect(() => guard(keyWith(), scope)).toThrow(
      expect.objectContaining({ code: "auth.missing_scope", status: 403 }),
    );
    expect(() => guard(keyWith(), scope)).toThrow(scope);
    expect(() => guard(keyWith(scope), scope)).not.toThrow();
  }
});

test("the audit log names a key by its id", () => {
  expect([actorName(keyWith()), actorName(operator)]).toEqual(["key_1", "operator"]);
});
