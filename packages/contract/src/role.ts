import { z } from "zod";
import { type Scope, WORKSPACE_SCOPES } from "./scopes.ts";

/** What somebody is in a workspace, least first. */
export const ROLES = ["viewer", "member", "admin", "owner"] as const;
export const RoleSchema = z.enum(ROLES).meta({ id: "Role" });
export type Role = z.infer<typeof RoleSchema>;

const VIEWER: readonly Scope[] = [
  "links:read",
  "stats:read",
  "domains:read",
  "conversions:read",
  "workspace:read",
  "members:read",
  "usage:read",
];
const MEMBER: readonly Scope[] = [
  ...VIEWER,
  "links:write",
  "conversions:write",
  "webhooks:read",
  "keys:read",
];

/** What each role may do: in the same words as what a key may do. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: VIEWER,
  member: MEMBER,
  admin: WORKSPACE_SCOPES.filter((scope) => scope !== "billing:write"),
  owner: WORKSPACE_SCOPES,
};
