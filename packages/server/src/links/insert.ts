import { SLUG_LENGTH, slugKey } from "@visoli/contract/slug";
import { type Actor, ownerOf } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { type ProblemError, problem } from "../core/errors.ts";
import { announceAddresses } from "../core/forget.ts";
import { mayViewLink } from "../core/link-access.ts";
import { addressKey, giveBackAddress, holderOf, type Taken, takeAddresses } from "../db/addresses.ts";
import { insertLinks } from "../db/links.ts";
import { insertMetadata } from "../db/metadata.ts";
import type { Trx } from "../db/schema.ts";
import type { AddressTable } from "../db/schema-links.ts";
import { addTags } from "../db/tags.ts";
import { inPlaces } from "./places.ts";
import { type Draft, drawSlug } from "./prepare.ts";

const MAX_RANDOM_TRIES = 10;

/**
 * Writes the drafts, all by a few statements. Gives back for each draft, in order, null or why it was not written; of a draft that
 * was not, nothing is left behind.
 */
export async function insertDrafts(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  drafts: Draft[],
): Promise<(ProblemError | null)[]> {
  const kind = ctx.config.database.kind;
  const { placed, problems: misplaced } = await inPlaces(ctx, trx, drafts);
  const problems = new Map(misplaced);
  const taken: Taken = new Map();
  const addressed = await takeAll(ctx, trx, actor, placed, problems, taken);
  const columns = (draft: Draft) => ({ ...draft.row, tags: undefined, aliases: undefined });
  const unique = firstOfEachExternalId(addressed);
  const written = await insertLinks(trx, kind, unique.map(columns));
  const lost = addressed.filter(({ row }) => !written.has(row.id));
  for (const draft of lost) problems.set(draft, externalIdTaken(draft.row.external_id));
  await giveBack(trx, lost, taken);
  const rows = unique.filter(({ row }) => written.has(row.id)).map(({ row }) => row);
  await addTags(trx, kind, actor.workspaceId, rows, ctx.now());
  // Another node may have been asked for a slug before it was there; SQLite has but one node.
  if (kind === "postgres")
    await announceAddresses(ctx, trx, ...unique.filter(isGuessable).map(({ row }) => row));
  const withMetadata = rows.filter((row) => row.metadata !== null);
  await insertMetadata(
    trx,
    kind,
    withMetadata.map((row) => ({
      linkId: row.id,
      workspaceId: row.workspace_id,
      metadata: JSON.parse(row.metadata ?? "{}") as Record<string, string>,
    })),
  );
  return drafts.map((draft) => problems.get(draft) ?? null);
}

/** Whether somebody may have asked for one of its addresses before: it was chosen, or is so short that it may be met by chance. */
export function isGuessable({ hasOwnSlug, row, input }: Draft): boolean {
  const { slugLength = SLUG_LENGTH } = input;
  return hasOwnSlug || row.aliases.length > 0 || slugLength < SLUG_LENGTH;
}

export function externalIdTaken(externalId: string | null): ProblemError {
  return problem("link.external_id_taken", `Another link has the externalId ${externalId}`);
}

/** Takes the addresses of each draft: all of them, or none. Gives back the drafts that have theirs. */
async function takeAll(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  drafts: Draft[],
  problems: Map<Draft, ProblemError>,
  taken: Taken,
): Promise<Draft[]> {
  const done: Draft[] = [];
  let waiting = drafts;
  for (let tries = 0; waiting.length > 0 && tries < MAX_RANDOM_TRIES; tries++) {
    const again: Draft[] = [];
    const { got, missed } = await takeOnce(ctx, trx, actor, waiting, taken);
    done.push(...got);
    for (const { draft, address } of missed) {
      const isOwnWish = draft.hasOwnSlug || address.is_alias === 1;
      if (isOwnWish) problems.set(draft, await slugTaken(ctx, trx, actor, address));
      else again.push(redrawn(draft));
    }
    waiting = again;
  }
  for (const draft of waiting)
    problems.set(
      draft,
      problem("service.unavailable", `No free slug was found in ${MAX_RANDOM_TRIES} tries`),
    );
  return done;
}

async function takeOnce(ctx: LinkCtx, trx: Trx, actor: Actor, drafts: Draft[], takenBefore: Taken) {
  const wanted = new Set<string>();
  const first: Addressed[] = [];
  const later: Addressed[] = [];
  for (const draft of drafts) {
    const addresses = addressesOf(draft).map((address) => ({ address, key: addressKey(address) }));
    const isLater = addresses.some(({ key }) => wanted.has(key));
    (isLater ? later : first).push({ draft, addresses });
    if (!isLater) for (const { key } of addresses) wanted.add(key);
  }
  const all = first.flatMap(({ addresses }) => addresses.map(({ address }) => address));
  const taken = await takeAddresses(trx, ctx.config.database.kind, all, mayTake(actor));
  for (const [key, was] of taken) takenBefore.set(key, was);
  const got: Draft[] = [];
  const missed: { draft: Draft; address: AddressTable }[] = [];
  for (const { draft, addresses } of first) {
    const miss = addresses.find(({ key }) => !taken.has(key));
    if (miss) missed.push({ draft, address: miss.address });
    else got.push(draft);
  }
  await giveBack(
    trx,
    missed.map(({ draft }) => draft),
    taken,
  );
  // What another line of the same request asked for before.
  for (const { draft, addresses } of later) {
    const miss = addresses.find(({ key }) => wanted.has(key));
    if (miss) missed.push({ draft, address: miss.address });
  }
  return { got, missed };
}

/** What was given up was handed out by somebody: visitors of theirs are not led to a link of another key's own. */
export function mayTake(actor: Actor): { again: boolean } {
  return { again: ownerOf(actor) === null };
}

type Addressed = { draft: Draft; addresses: { address: AddressTable; key: string }[] };

function addressesOf({ row, domain }: Draft): AddressTable[] {
  const address = (slug: string, isAlias: 0 | 1): AddressTable => ({
    domain: row.domain,
    slug_key: slugKey(slug, domain.isCaseSensitive),
    slug,
    workspace_id: row.workspace_id,
    link_id: row.id,
    is_alias: isAlias,
  });
  return [address(row.slug, 0), ...row.aliases.map((alias) => address(alias, 1))];
}

function redrawn(draft: Draft): Draft {
  draft.row.slug = drawSlug(draft.input, draft.domain);
  return draft;
}

/** Gives back the addresses that the drafts took in this transaction. */
async function giveBack(trx: Trx, drafts: Draft[], taken: Taken): Promise<void> {
  for (const address of drafts.flatMap(addressesOf)) {
    const was = taken.get(addressKey(address));
    if (was) await giveBackAddress(trx, address, was);
  }
}

function firstOfEachExternalId(drafts: Draft[]): Draft[] {
  const seen = new Set<string>();
  return drafts.filter(({ row }) => {
    if (row.external_id === null) return true;
    if (seen.has(row.external_id)) return false;
    seen.add(row.external_id);
    return true;
  });
}

/** Says which link holds the slug to those who may see it, and only that it is taken to everybody else. */
export async function slugTaken(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  { domain, slug_key, slug }: Pick<AddressTable, "domain" | "slug_key" | "slug">,
): Promise<ProblemError> {
  const holder = await holderOf(trx, domain, slug_key);
  const isOurs = holder?.workspace_id === actor.workspaceId && holder.link_id !== null;
  const isSeen = isOurs && (await mayViewLink(trx, actor, holder));
  const who = isSeen ? `, by your link ${holder.link_id}` : "";
  return problem("link.slug_taken", `The slug ${slug} is taken on ${ctx.domains.byId(domain)?.host}${who}`);
}
