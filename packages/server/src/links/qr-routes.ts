import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { QrQuerySchema } from "@visoli/contract/qr";
import { createQrDrawer } from "../adapters/qr/drawer.ts";
import type { QrImage } from "../adapters/qr/render.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { problems } from "../core/openapi.ts";
import { createByteCache } from "../lib/byte-cache.ts";
import { linkQr, type QrImages } from "./qr.ts";
import { params } from "./routes.ts";

const KEPT = { maxEntries: 64, maxBytes: 16 * 1_024 * 1_024 };
/** An SVG opened by itself is a document: it may show its logo, and do nothing. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

const etag = z.object({
  ETag: z.string().meta({ description: "Of what is drawn, for `If-None-Match`" }),
});
const qr = createRoute({
  method: "get",
  path: "/api/v1/links/{id}/qr",
  tags: ["Links"],
  summary: "Get a link's QR code",
  description:
    "Holds the short URL with `?qr=1`, by which its scans are counted apart from clicks. Ask for `logo=true` after setting one at `PUT /workspace/logo`.",
  request: {
    params,
    query: QrQuerySchema,
    headers: z.object({
      "If-None-Match": z.string().optional().meta({ description: "The `ETag` of an image you have" }),
    }),
  },
  responses: {
    200: {
      description: "The image, as `format` says",
      headers: etag,
      content: {
        "image/svg+xml": { schema: z.string() },
        "image/png": { schema: z.string().meta({ format: "binary" }) },
      },
    },
    304: { description: "It is the image that `If-None-Match` names", headers: etag },
    ...problems("read", "link.not_found"),
  },
});

export function qrRoutes(ctx: ClickCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const images: QrImages = {
    draw: createQrDrawer(),
    kept: createByteCache(KEPT, ({ body }: QrImage) => body.length),
  };
  app.openapi(qr, async (c) => {
    const { id } = c.req.valid("param");
    const query = c.req.valid("query");
    const found = await linkQr(ctx, images, c.var.actor, id, query, c.req.header("If-None-Match"));
    const headers = {
      ETag: found.etag,
      "Cache-Control": "private, no-cache",
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": POLICY,
    };
    if (!found.image) return new Response(null, { status: 304, headers }) as never;
    const { body, contentType } = found.image;
    return new Response(body as string | Uint8Array<ArrayBuffer>, {
      headers: {
        ...headers,
        "Content-Type": contentType,
        "Content-Disposition": `inline; ${fileName(found.slug, query.format)}`,
      },
    }) as never;
  });
  return app;
}

/** RFC 6266: in ASCII, and where the slug is more than that, as it is, too. */
function fileName(slug: string, extension: string): string {
  const name = `${slug.replaceAll("/", "-")}.${extension}`;
  const ascii = name.replace(/[^\w.~-]/g, "_");
  if (ascii === name) return `filename="${ascii}"`;
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
