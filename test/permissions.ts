import type { Role } from "@visoli/contract/role";

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

/**
 * What each route asks for: a scope; `ownership`, which no key has; `person`, whoever is signed in, and no key; `anybody`, a key as
 * well; or `nothing`, not even that. A new route needs a line here: `permissions.test.ts` beside it tells.
 */
export const ASKS_FOR: Record<string, string> = {
  // Of oneself, as a person or as a key.
  "GET /api/v1/me": "anybody",
  "PATCH /api/v1/me": "person",
  "DELETE /api/v1/me": "person",

  "POST /api/v1/reports": "nothing",
  "GET /api/v1/invitations/{token}": "nothing",
  "POST /api/v1/keys/leaked": "nothing",

  "POST /api/v1/links/bulk": "links:write",
  "PATCH /api/v1/links/bulk": "links:write",
  "DELETE /api/v1/links/bulk": "links:write",
  "PUT /api/v1/links/external/{externalId}": "links:write",
  "GET /api/v1/links/{id}/history": "links:read",
  "POST /api/v1/links/{id}/rollback": "links:write",
  "POST /api/v1/links/{id}/restore": "links:write",
  "GET /api/v1/links/{id}/qr": "links:read",
  "POST /api/v1/links": "links:write",
  "GET /api/v1/links": "links:read",
  "GET /api/v1/links/{id}": "links:read",
  "PATCH /api/v1/links/{id}": "links:write",
  "DELETE /api/v1/links/{id}": "links:write",
  "POST /api/link/create": "links:write",
  "POST /api/v1/links/{id}/test": "links:read",
  "POST /api/v1/rewrite": "links:write",

  "POST /api/v1/keys": "keys:write",
  "GET /api/v1/keys": "keys:read",
  "GET /api/v1/keys/{id}": "keys:read",
  "PATCH /api/v1/keys/{id}": "keys:write",
  "DELETE /api/v1/keys/{id}": "keys:write",
  "POST /api/v1/keys/{id}/rotate": "keys:write",
  "GET /api/v1/api-log": "audit:read",

  "GET /api/v1/stats": "stats:read",
  "GET /api/v1/stats/orphans": "stats:read",
  "GET /api/link/{slug}/stats": "stats:read",
  "GET /api/v1/clicks": "stats:read",
  "GET /api/v1/clicks/export": "stats:read",
  "GET /api/v1/clicks/stream": "stats:read",
  "GET /api/v1/usage": "usage:read",
  "GET /api/v1/plans": "usage:read",
  "POST /api/v1/links/{id}/public-statistics": "links:write",
  "GET /api/v1/links/{id}/public-statistics": "links:read",
  "DELETE /api/v1/links/{id}/public-statistics": "links:write",

  "POST /api/v1/domains": "domains:write",
  "GET /api/v1/domains": "domains:read",
  "GET /api/v1/domains/{id}": "domains:read",
  "PATCH /api/v1/domains/{id}": "domains:write",
  "DELETE /api/v1/domains/{id}": "domains:write",
  "POST /api/v1/domains/{id}/verify": "domains:write",

  "POST /api/v1/folders": "links:write",
  "GET /api/v1/folders": "links:read",
  "GET /api/v1/folders/{id}": "links:read",
  "PATCH /api/v1/folders/{id}": "links:write",
  "DELETE /api/v1/folders/{id}": "links:write",
  "GET /api/v1/folders/{id}/members": "links:read",
  "PUT /api/v1/folders/{id}/members/{member}": "links:write",
  "DELETE /api/v1/folders/{id}/members/{member}": "links:write",
  "POST /api/v1/templates": "links:write",
  "GET /api/v1/templates": "links:read",
  "GET /api/v1/templates/{id}": "links:read",
  "PATCH /api/v1/templates/{id}": "links:write",
  "DELETE /api/v1/templates/{id}": "links:write",
  "GET /api/v1/tags": "links:read",
  "PATCH /api/v1/tags/{id}": "links:write",
  "DELETE /api/v1/tags/{id}": "links:write",

  "GET /api/v1/workspace": "workspace:read",
  "PATCH /api/v1/workspace": "workspace:write",
  "DELETE /api/v1/workspace": "ownership",
  "POST /api/v1/workspace/transfer": "ownership",
  "GET /api/v1/workspace/logo": "workspace:read",
  "PUT /api/v1/workspace/logo": "workspace:write",
  "DELETE /api/v1/workspace/logo": "workspace:write",
  "POST /api/v1/workspaces": "person",
  "GET /api/v1/workspaces": "person",
  "POST /api/v1/invitations/accept": "person",
  "POST /api/v1/members/invitations": "members:write",
  "GET /api/v1/members/invitations": "members:read",
  "DELETE /api/v1/members/invitations/{id}": "members:write",
  "POST /api/v1/members/invitations/{id}/resend": "members:write",
  "GET /api/v1/members": "members:read",
  "PATCH /api/v1/members/{id}": "members:write",
  // But everybody may remove themselves: members.test.ts has that.
  "DELETE /api/v1/members/{id}": "members:write",
  "GET /api/v1/audit-log": "audit:read",
  "GET /api/v1/audit-log/export": "audit:read",

  "GET /api/v1/admin/reports": "instance:admin",
  "POST /api/v1/admin/reports/{id}/close": "instance:admin",
  "POST /api/v1/admin/links/block": "instance:admin",
  "POST /api/v1/admin/links/unblock": "instance:admin",
  "GET /api/v1/admin/blocked-destinations": "instance:admin",
  "POST /api/v1/admin/blocked-destinations": "instance:admin",
  "DELETE /api/v1/admin/blocked-destinations/{id}": "instance:admin",
  "GET /api/v1/admin/workspaces": "instance:admin",
  "PUT /api/v1/admin/workspaces/{id}/plan": "instance:admin",

  "POST /api/v1/webhooks": "webhooks:write",
  "GET /api/v1/webhooks": "webhooks:read",
  "GET /api/v1/webhooks/{id}": "webhooks:read",
  "PATCH /api/v1/webhooks/{id}": "webhooks:write",
  "DELETE /api/v1/webhooks/{id}": "webhooks:write",
  "POST /api/v1/webhooks/{id}/rotate-secret": "webhooks:write",
  "POST /api/v1/webhooks/{id}/test": "webhooks:write",
  "GET /api/v1/webhooks/{id}/deliveries": "webhooks:read",
  "GET /api/v1/webhooks/{id}/deliveries/{delivery}": "webhooks:read",
  "POST /api/v1/webhooks/{id}/deliveries/{delivery}/retry": "webhooks:write",

  "POST /api/v1/conversions": "conversions:write",
  "GET /api/v1/conversions": "conversions:read",
  "GET /api/v1/conversions/totals": "conversions:read",
  "GET /api/v1/conversions/export": "conversions:read",
  "GET /api/v1/conversions/{id}": "conversions:read",
  "DELETE /api/v1/conversions/{id}": "conversions:write",

  "GET /api/v1/billing": "usage:read",
  "GET /api/v1/billing/preview": "billing:write",
  "POST /api/v1/billing/checkout": "billing:write",
  "POST /api/v1/billing/portal": "billing:write",
  "POST /api/v1/billing/plan": "billing:write",
  "POST /api/v1/billing/cancel": "billing:write",
  "POST /api/v1/billing/resume": "billing:write",
};

/** Whatever is beneath `/me` is the person's own. */
export function askedBy(name: string): string | undefined {
  return ASKS_FOR[name] ?? (name.includes(" /api/v1/me/") ? "person" : undefined);
}

/** Without these a route says first what is missing. */
export const QUERIES: Record<string, Record<string, string>> = {
  "GET /api/v1/billing/preview": { plan: "pro" },
};
