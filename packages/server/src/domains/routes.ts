import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  DomainCreateSchema,
  DomainListQuerySchema,
  DomainPageSchema,
  DomainSchema,
  DomainUpdateSchema,
} from "@visoli/contract/domain";
import { text } from "@visoli/contract/text";
import { Hono } from "hono";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { etagOf } from "../core/etag.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { ifMatchHeader, json, problems } from "../core/openapi.ts";
import { createDomain } from "./create.ts";
import { deleteDomain } from "./delete.ts";
import { getDomain, type VersionedDomain } from "./get.ts";
import { listDomains } from "./list.ts";
import { PROOF_PATH, proofFile } from "./proof-file.ts";
import { isTlsAllowed } from "./tls.ts";
import { updateDomain } from "./update.ts";
import { verifyDomain } from "./verify.ts";

const tags = ["Domains"];
const params = z.object({ id: text(1, 253).meta({ description: "An id or a host" }) });
const oneDomain = {
  description: "The domain",
  headers: z.object({ ETag: z.string().meta({ description: "The version, for `If-Match`" }) }),
  ...json(DomainSchema),
};

const create = createRoute({
  method: "post",
  path: "/api/v1/domains",
  tags,
  summary: "Add a domain",
  request: { headers: idempotencyHeader, body: { required: true, ...json(DomainCreateSchema) } },
  responses: { 201: oneDomain, ...problems("write", "domain.taken", "idempotency.mismatch") },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/domains",
  tags,
  summary: "List domains",
  request: { query: DomainListQuerySchema },
  responses: {
    200: { description: "A page of domains, newest first", ...json(DomainPageSchema) },
    ...problems("read"),
  },
});

const get = createRoute({
  method: "get",
  path: "/api/v1/domains/{id}",
  tags,
  summary: "Get a domain",
  request: { params },
  responses: { 200: oneDomain, ...problems("read", "domain.not_found") },
});

const update = createRoute({
  method: "patch",
  path: "/api/v1/domains/{id}",
  tags,
  summary: "Change a domain",
  request: { params, headers: ifMatchHeader, body: { required: true, ...json(DomainUpdateSchema) } },
  responses: {
    200: oneDomain,
    ...problems("write", "domain.not_found", "domain.in_use", "domain.version_mismatch"),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/domains/{id}",
  tags,
  summary: "Delete a domain",
  description: "Links on it that are in the trash go with it.",
  request: { params, headers: ifMatchHeader },
  responses: {
    204: { description: "Deleted" },
    ...problems("read", "domain.not_found", "domain.in_use", "domain.version_mismatch"),
  },
});

const verify = createRoute({
  method: "post",
  path: "/api/v1/domains/{id}/verify",
  tags,
  summary: "Look for a domain's proof now",
  description: "`verified` says how it ended, `verification.checked` what was seen.",
  request: { params },
  responses: { 200: oneDomain, ...problems("write", "domain.not_found", "domain.taken") },
});

export function domainRoutes(ctx: LinkCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const tagged = ({ domain, version }: VersionedDomain) => [domain, 200, { ETag: etagOf(version) }] as const;
  app.openapi(create, async (c) => {
    const input = c.req.valid("json");
    const domain = await createDomain(ctx, c.var.actor, input, idempotencyOf(c, input));
    return c.json(domain, 201, { ETag: etagOf(1), Location: `/api/v1/domains/${domain.id}` });
  });
  app.openapi(list, async (c) => c.json(await listDomains(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(get, async (c) =>
    c.json(...tagged(await getDomain(ctx, c.var.actor, c.req.valid("param").id))),
  );
  app.openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    const ifMatch = c.req.header("If-Match");
    return c.json(...tagged(await updateDomain(ctx, c.var.actor, id, c.req.valid("json"), ifMatch)));
  });
  app.openapi(remove, async (c) => {
    await deleteDomain(ctx, c.var.actor, c.req.valid("param").id, c.req.header("If-Match"));
    return c.body(null, 204);
  });
  app.openapi(verify, async (c) =>
    c.json(...tagged(await verifyDomain(ctx, c.var.actor, c.req.valid("param").id))),
  );
  return app;
}

/** What a proxy asks before it gets a certificate, and the proof of the domains that lead here. No key, and no database. */
export function internalRoutes(ctx: LinkCtx): Hono<Env> {
  const app = new Hono<Env>();
  app.get("/internal/tls-allowed", (c) =>
    isTlsAllowed(ctx, c.req.query("domain") ?? "")
      ? c.text("allowed\n")
      : c.text("not a domain of ours\n", 404),
  );
  app.get(PROOF_PATH, (c) => {
    const content = proofFile(ctx.domains, new URL(c.req.url).hostname);
    if (content === null) throw problem("route.not_found", "There is nothing at this address");
    return c.text(content);
  });
  return app;
}
