import type { QrQuery } from "@visoli/contract/qr";
import type { Drawn, QrDrawer } from "../adapters/qr/drawer.ts";
import type { QrImage } from "../adapters/qr/render.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { mayViewLink } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import { shortUrl } from "../core/short-url.ts";
import { findLink, type LinkRow } from "../db/links.ts";
import { findLogo } from "../db/logos.ts";
import type { ByteCache } from "../lib/byte-cache.ts";
import { sha256 } from "../lib/hash.ts";
import { linkNotFound } from "./get.ts";

/** How images come about: drawn once, and kept for a while. */
export type QrImages = { draw: QrDrawer; kept: ByteCache<QrImage> };
/** `image` is null where the caller has it already. */
export type LinkQr = { etag: string; slug: string; image: QrImage | null };

/** Goes up when the same drawing comes out differently. */
const RENDERER = 1;

/**
 * The QR code of a link: its short URL, with the parameter by which scans are counted apart. @throws link.not_found, service.unavailable,
 * request.invalid where it cannot be drawn so
 */
export async function linkQr(
  ctx: ClickCtx,
  images: QrImages,
  actor: Actor,
  reference: string,
  { logo: hasLogo, ...look }: QrQuery,
  ifNoneMatch?: string,
): Promise<LinkQr> {
  guard(actor, "links:read");
  const link = await seenLink(ctx, actor, reference);
  const logo = hasLogo ? await findLogo(ctx.reads, actor.workspaceId) : null;
  if (hasLogo && logo === null) {
    const message = "The workspace has no logo; set one at PUT /api/v1/workspace/logo";
    throw invalid({ path: "logo", code: "no_logo", message });
  }
  const drawing = {
    text: `${shortUrl({ domains: ctx.domains, publicUrl: ctx.config.publicUrl }, link)}?qr=1`,
    look,
    logo,
  };
  const key = sha256(JSON.stringify([RENDERER, drawing])).slice(0, 32);
  const etag = `"${key}"`;
  if (isKnown(ifNoneMatch, etag)) return { etag, slug: link.slug, image: null };
  const image = images.kept.get(key) ?? imageOf(await images.draw(drawing), hasLogo);
  images.kept.put(key, image);
  return { etag, slug: link.slug, image };
}

async function seenLink(ctx: ClickCtx, actor: Actor, reference: string): Promise<LinkRow> {
  const row = await findLink(ctx.reads, actor.workspaceId, parseReference(ctx.domains, reference));
  if (!row || !(await mayViewLink(ctx.reads, actor, row))) throw linkNotFound(reference);
  return row;
}

/** Whether If-None-Match names it. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? "").split(",").some((each) => each.trim().replace(/^W\//, "") === etag);
}

function imageOf(drawn: Drawn, hasLogo: boolean): QrImage {
  if ("body" in drawn) return drawn;
  switch (drawn.refused) {
    case "busy":
      throw problem("service.unavailable", "Too many large images are being drawn; try again soon");
    case "size_too_small": {
      const message = `This code needs ${drawn.minimumSize} pixels at least: one for each module and the margin`;
      throw invalid({ path: "size", code: "too_small", message });
    }
    case "text_too_long": {
      const message = "No QR code holds the short URL with so much error correction";
      throw invalid({ path: hasLogo ? "logo" : "errorCorrection", code: "too_long", message });
    }
  }
}
