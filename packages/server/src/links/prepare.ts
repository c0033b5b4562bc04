import { newId } from "@visoli/contract/ids";
import type { LinkCreate } from "@visoli/contract/link";
import { isReservedSlug, randomSlug, slugKey } from "@visoli/contract/slug";
import { withUtm } from "@visoli/contract/utm-url";
import { type Actor, actorName, ownerOf } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import type { Domain } from "../core/domains.ts";
import { invalid, problem } from "../core/errors.ts";
import { requireFolder } from "../core/folders.ts";
import { writeSettings } from "../db/link-settings.ts";
import type { LinkRow } from "../db/links.ts";
import { urlHash } from "../lib/hash.ts";
import { checkDestinations, destinationsOf } from "./destination.ts";
import type { Environment } from "./environment.ts";
import { mergeSettings } from "./settings.ts";

/** A link that is about to be written. Its slug is drawn anew while it is taken, unless it was asked for. */
export type Draft = { row: LinkRow; domain: Domain; input: LinkCreate; hasOwnSlug: boolean };

/**
 * Checks what was asked for and makes the row of it; nothing is written yet.
 * @throws request.invalid, domain.not_found, folder.not_found, folder.forbidden
 */
export function prepareLink(
  ctx: LinkCtx,
  actor: Actor,
  environment: Environment,
  input: LinkCreate,
  passwordHash: string | undefined,
): Draft {
  const domain = domainFor(ctx, actor, input.domain);
  const url = destinationUrl(input);
  const flags = checkDestinations(ctx, destinationsOf({ ...input, url }), environment.allowedSchemes);
  const folder = input.folder ? requireFolder(environment.folders, input.folder, "editor") : null;
  const now = ctx.now();
  const row: LinkRow = {
    id: newId("lnk", now),
    workspace_id: actor.workspaceId,
    domain: domain.id,
    slug: input.slug ?? drawSlug(input, domain),
    url,
    url_hash: urlHash(url),
    external_id: input.externalId ?? null,
    folder_id: folder?.id ?? null,
    starts_at: instantOrNull(input.startsAt),
    expires_at: instantOrNull(input.expiresAt),
    title: input.title ?? null,
    notes: input.notes ?? null,
    metadata: metadataText(input.metadata),
    settings: writeSettings(mergeSettings({}, input, passwordHash)),
    flags: flags.join(",") || null,
    version: 1,
    created_at: now,
    updated_at: now,
    archived_at: input.archived ? now : null,
    disabled_at: input.disabled ? now : null,
    blocked_at: null,
    block_reason: null,
    broken_at: null,
    deleted_at: null,
    created_by: actorName(actor),
    owner_id: ownerOf(actor),
    tags: input.tags ?? [],
    aliases: aliasesOf(input, domain),
  };
  checkTimes(row.starts_at, row.expires_at);
  return { row, domain, input, hasOwnSlug: input.slug !== undefined };
}

/** The URL with its campaign parameters. */
export function destinationUrl({ url, utm }: Pick<LinkCreate, "url" | "utm">): string {
  return utm === undefined ? url : withUtm(url, utm);
}

/** The service's own domain, or one that the workspace has proven to be its. @throws domain.not_found */
export function domainFor(ctx: LinkCtx, actor: Actor, host: string | undefined): Domain {
  if (host === undefined) return ctx.domains.own;
  const domain = ctx.domains.byHost(host);
  const isUsable = domain && (domain.workspaceId === null || domain.workspaceId === actor.workspaceId);
  if (!isUsable) throw problem("domain.not_found", `The workspace has no verified domain ${host}`);
  return domain;
}

/** A random slug of the kind that was asked for, and none of the aliases. */
export function drawSlug(
  input: Pick<LinkCreate, "slugLength" | "slugPrefix" | "aliases">,
  domain: Domain,
): string {
  const key = (text: string) => slugKey(text, domain.isCaseSensitive);
  const aliases = new Set(input.aliases?.map(key));
  for (;;) {
    const random = randomSlug(input.slugLength, domain.isCaseSensitive);
    const slug = input.slugPrefix === undefined ? random : `${input.slugPrefix}/${random}`;
    if (!isReservedSlug(slug) && !aliases.has(key(slug))) return slug;
  }
}

/** @throws request.invalid where the link would end before it begins */
export function checkTimes(startsAt: number | null, expiresAt: number | null): void {
  if (startsAt !== null && expiresAt !== null && expiresAt <= startsAt)
    throw invalid({ path: "expiresAt", code: "too_small", message: "Must be after startsAt" });
}

export function instantOrNull(text: string | null | undefined): number | null {
  return text ? Date.parse(text) : null;
}

export function metadataText(metadata: Record<string, string> | null | undefined): string | null {
  return metadata && Object.keys(metadata).length > 0 ? JSON.stringify(metadata) : null;
}

/** The other slugs, each once, and not the first one again. */
function aliasesOf({ aliases = [], slug }: LinkCreate, domain: Domain): string[] {
  const key = (text: string) => slugKey(text, domain.isCaseSensitive);
  const byKey = new Map(aliases.map((alias) => [key(alias), alias]));
  if (slug !== undefined) byKey.delete(key(slug));
  return [...byKey.values()].sort();
}
