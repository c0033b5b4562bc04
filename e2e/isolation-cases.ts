/** By which names a route is asked, with what body, and what it answers of what is not there (404 unless told). */
export type Case = { of: string; body?: unknown; status?: number };
/** Each route of the OpenAPI document that names something in its path. */
export const CASES: Record<string, Case> = {
  "GET /api/v1/links/{id}": { of: "links" },
  "PATCH /api/v1/links/{id}": { of: "links", body: { title: "beta" } },
  "DELETE /api/v1/links/{id}": { of: "links" },
  "GET /api/v1/links/{id}/history": { of: "links" },
  "POST /api/v1/links/{id}/rollback": { of: "links", body: { version: 1 } },
  "POST /api/v1/links/{id}/restore": { of: "links" },
  "GET /api/v1/links/{id}/qr": { of: "links" },
  "POST /api/v1/links/{id}/test": { of: "links", body: {} },
  // It makes the other workspace a link of its own.
  "PUT /api/v1/links/external/{externalId}": {
    of: "externalIds",
    body: { url: "https://beta.example.com/" },
    status: 201,
  },
  "GET /api/link/{slug}/stats": { of: "slugs" },
  "DELETE /api/v1/keys/{id}": { of: "keys" },
  "GET /api/v1/domains/{id}": { of: "domains" },
  "PATCH /api/v1/domains/{id}": { of: "domains", body: { rootUrl: "https://beta.example.com/" } },
  "DELETE /api/v1/domains/{id}": { of: "domains" },
  "POST /api/v1/domains/{id}/verify": { of: "domains" },
  "GET /api/v1/folders/{id}": { of: "folders" },
  "PATCH /api/v1/folders/{id}": { of: "folders", body: { defaultRole: "viewer" } },
  "DELETE /api/v1/folders/{id}": { of: "folders" },
  "GET /api/v1/folders/{id}/members": { of: "folders" },
  "PUT /api/v1/folders/{id}/members/{member}": { of: "folders", body: { role: "manager" } },
  "DELETE /api/v1/folders/{id}/members/{member}": { of: "folders" },
  "GET /api/v1/templates/{id}": { of: "templates" },
  "PATCH /api/v1/templates/{id}": { of: "templates", body: { name: "beta" } },
  "DELETE /api/v1/templates/{id}": { of: "templates" },
  "PATCH /api/v1/tags/{id}": { of: "tags", body: { name: "beta" } },
  "DELETE /api/v1/tags/{id}": { of: "tags" },
  // Without the scope `instance:admin` nobody gets as far as to an id.
  "POST /api/v1/admin/reports/{id}/close": { of: "reports", body: { state: "dismissed" }, status: 403 },
  "DELETE /api/v1/admin/blocked-destinations/{id}": { of: "destinations", status: 403 },
};
