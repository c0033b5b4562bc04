/** What is not the links' but the workspace's, and open to a key of its own links: it has to know what it may use. */
export const SHARED = ["GET /api/v1/folders/{id}", "GET /api/v1/templates/{id}", "GET /api/v1/domains/{id}"];

/** What a key of its own links may send: it concerns what it makes. Everything else is refused; a new route needs a decision here. */
export const MAKES_OWN = [
  "POST /api/v1/links",
  "POST /api/v1/links/bulk",
  "PATCH /api/v1/links/bulk",
  "DELETE /api/v1/links/bulk",
  "POST /api/link/create",
  "POST /api/v1/rewrite",
  "POST /api/v1/conversions",
];
