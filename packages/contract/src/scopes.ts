import { z } from "zod";

/** What a key may do in its workspace. */
export const WORKSPACE_SCOPES = [
  "links:read",
  "links:write",
  "stats:read",
  "keys:read",
  "keys:write",
  "domains:read",
  "domains:write",
  "workspace:read",
  "workspace:write",
  "webhooks:read",
  "webhooks:write",
  "conversions:read",
  "conversions:write",
  "members:read",
  "members:write",
  "audit:read",
  "usage:read",
  "billing:write",
] as const;

/**
 * What a key may do that sees its own links alone. Everything else is about the workspace as a whole: its people, keys, money and logs, and
 * webhooks, which are told of whatever happens.
 */
export const OWN_LINKS_SCOPES: readonly Scope[] = [
  "links:read",
  "links:write",
  "stats:read",
  "conversions:read",
  "conversions:write",
  "domains:read",
  "workspace:read",
];

/**
 * What an API key may do. A key makes only keys that may do no more than itself. `instance:admin` reaches into all workspaces: no key has
 * it unless it was asked for by name.
 */
export const SCOPES = [...WORKSPACE_SCOPES, "instance:admin"] as const;

export const ScopeSchema = z.enum(SCOPES).meta({ id: "Scope" });
export type Scope = z.infer<typeof ScopeSchema>;
