import { expect, test } from "bun:test";
import { ROLES as ALL } from "@visoli/contract/role";
import { mayChange, ROLES, rolesToGive } from "./roles.ts";

test("roles are the contract's, and nobody gives one above their own", () => {
  expect(ROLES).toEqual(ALL);
  expect(rolesToGive("owner")).toEqual(["viewer", "member", "admin", "owner"]);
  expect(rolesToGive("admin")).toEqual(["viewer", "member", "admin"]);
});

test("owners are changed by owners alone", () => {
  expect(ALL.map((role) => mayChange("admin", { role }))).toEqual([true, true, true, false]);
  expect(ALL.map((role) => mayChange("owner", { role }))).toEqual([true, true, true, true]);
  expect(ALL.map((role) => mayChange("member", { role }))).toEqual([false, false, false, false]);
});
