import type { Link } from "@visoli/contract/link";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { mayViewLink } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import { findLink } from "../db/links.ts";
import { presentLinks } from "./present.ts";

/** A link and the version that its entity tag names. */
export type VersionedLink = { link: Link; version: number };

/** One link. @throws link.not_found, for another workspace's link and for one in a hidden folder, too */
export async function getLink(ctx: ClickCtx, actor: Actor, reference: string): Promise<VersionedLink> {
  guard(actor, "links:read");
  const row = await findLink(ctx.reads, actor.workspaceId, parseReference(ctx.domains, reference));
  const isSeen = row !== null && (await mayViewLink(ctx.reads, actor, row));
  const [link] = isSeen ? await presentLinks(ctx, actor.workspaceId, [row]) : [];
  if (!row || !link) throw linkNotFound(reference);
  return { link, version: row.version };
}

export function linkNotFound(reference: string) {
  return problem("link.not_found", `There is no link ${reference}`);
}
