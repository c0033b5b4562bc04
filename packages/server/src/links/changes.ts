import type { Link, LinkUpdate } from "@visoli/contract/link";
import { withUtm } from "@visoli/contract/utm-url";
import type { Updateable } from "kysely";
import type { LinkCtx } from "../core/ctx.ts";
import { requireFolder } from "../core/folders.ts";
import { readSettings, writeSettings } from "../db/link-settings.ts";
import type { LinkRow } from "../db/links.ts";
import type { LinkTable } from "../db/schema-links.ts";
import { urlHash } from "../lib/hash.ts";
import { checkDestinations, destinationsOf } from "./destination.ts";
import type { Environment } from "./environment.ts";
import { checkTimes, instantOrNull, metadataText } from "./prepare.ts";
import { mergeSettings } from "./settings.ts";

/**
 * The columns that the input changes; slugs and tags stand elsewhere.
 * @throws request.invalid, folder.not_found, folder.forbidden
 */
export function columnsOf(
  ctx: LinkCtx,
  environment: Environment,
  before: LinkRow,
  input: LinkUpdate,
  passwordHash: string | undefined,
): Updateable<LinkTable> {
  const now = ctx.now();
  const url = changedUrl(before, input);
  checkDestinations(ctx, destinationsOf({ ...input, url }), environment.allowedSchemes);
  const changes: Updateable<LinkTable> = {
    updated_at: now,
    settings: writeSettings(mergeSettings(readSettings(before.settings), input, passwordHash)),
  };
  if (url !== undefined)
    Object.assign(changes, {
      url,
      url_hash: urlHash(url),
      flags: ctx.inspect(url).flags.join(",") || null,
      broken_at: null,
    });
  if (input.externalId !== undefined) changes.external_id = input.externalId;
  if (input.title !== undefined) changes.title = input.title;
  if (input.notes !== undefined) changes.notes = input.notes;
  if (input.metadata !== undefined) changes.metadata = metadataText(input.metadata);
  if (input.startsAt !== undefined) changes.starts_at = instantOrNull(input.startsAt);
  if (input.expiresAt !== undefined) changes.expires_at = instantOrNull(input.expiresAt);
  if (input.archived !== undefined) changes.archived_at = input.archived ? (before.archived_at ?? now) : null;
  if (input.disabled !== undefined) changes.disabled_at = input.disabled ? (before.disabled_at ?? now) : null;
  if (input.folder !== undefined)
    changes.folder_id = input.folder && requireFolder(environment.folders, input.folder, "editor").id;
  if (input.startsAt !== undefined || input.expiresAt !== undefined) {
    const { starts_at = before.starts_at, expires_at = before.expires_at } = changes;
    checkTimes(starts_at ?? null, expires_at ?? null);
  }
  return changes;
}

function changedUrl(before: LinkRow, { url, utm }: LinkUpdate): string | undefined {
  return utm === undefined ? url : withUtm(url ?? before.url, utm);
}

/** What is not the owner's to change, or follows from the rest. */
const UNTOLD = new Set<keyof Link>(["shortUrl", "utm", "status", "clicks", "scans", "updatedAt", "flags"]);

/** Each field of the link that changed, with what it was and what it is. */
export function differences(before: Link, after: Link): Record<string, [unknown, unknown]> {
  const changed: Record<string, [unknown, unknown]> = {};
  for (const name of Object.keys(after) as (keyof Link)[]) {
    if (!UNTOLD.has(name) && !Bun.deepEquals(before[name], after[name]))
      changed[name] = [before[name], after[name]];
  }
  return changed;
}
