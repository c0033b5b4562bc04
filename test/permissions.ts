import type { Role } from "@visoli/contract/role";
import { ASKED_SCOPES } from "../packages/server/src/docs/asked-scopes.ts";

/**
 * What of a workspace each part of the API is open to, by the least role that may use it. Written by hand, and not by the code that it
 * is to test: who changes what a role may do changes it here, too.
 */
export const LEAST_ROLE: Record<string, Role | "instance admin"> = {
  ...{ "links:read": "viewer", "stats:read": "viewer", "domains:read": "viewer", "usage:read": "viewer" },
  ...{ "conversions:read": "viewer", "workspace:read": "viewer", "members:read": "viewer" },
  ...{ "links:write": "member", "conversions:write": "member", "webhooks:read": "member" },
  "keys:read": "member",
  ...{ "keys:write": "admin", "domains:write": "admin", "webhooks:write": "admin" },
  ...{ "workspace:write": "admin", "members:write": "admin", "audit:read": "admin" },
  ...{ "billing:write": "owner", ownership: "owner" },
  "instance:admin": "instance admin",
};

/** Whatever is beneath `/me` is the person's own. */
export function askedBy(name: string): string | undefined {
  return ASKED_SCOPES[name] ?? (name.includes(" /api/v1/me/") ? "person" : undefined);
}

/** Without these a route says first what is missing. */
export const QUERIES: Record<string, Record<string, string>> = {
  "GET /api/v1/billing/preview": { plan: "pro" },
};
