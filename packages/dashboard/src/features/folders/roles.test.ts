import { expect, test } from "bun:test";
import { FOLDER_DEFAULT_ROLES, FOLDER_MEMBER_ROLES } from "@visoli/contract/folder";
import { DEFAULT_ROLES, MEMBER_ROLES } from "./roles.ts";

test("roles are the contract's", () => {
  expect(DEFAULT_ROLES).toEqual(FOLDER_DEFAULT_ROLES);
  expect(MEMBER_ROLES).toEqual(FOLDER_MEMBER_ROLES);
});
