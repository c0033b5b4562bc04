import { timeOfClick } from "@visoli/contract/click";
import type { Conversion, ConversionCreate } from "@visoli/contract/conversion";
import { amountOf } from "@visoli/contract/currency";
import { newId } from "@visoli/contract/ids";
import { type Actor, actorName, ownerOf } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { isTheirs, type LinkAccess, linkAccessOf, mayOnLink, visibleLinks } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import {
  type ConversionRow,
  findConversion,
  insertConversion,
  insertLabels,
  type Labels,
  labelsOf,
} from "../db/conversions.ts";
import { findLink } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { sha256 } from "../lib/hash.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { bookingOf, sayBooked } from "./book.ts";
import { mayStillCome, tryFindClicks } from "./find-click.ts";
import { presentConversion, withoutLink } from "./present.ts";

/** Clocks of others may be ahead of ours. */
const AHEAD_MS = 5 * MINUTE_MS;

/** What came of a create: a new conversion, or the one of that externalId. */
export type Created = { conversion: Conversion; isNew: boolean };

type Draft = { row: ConversionRow; labels: Labels; isBooked: boolean };

/**
 * Records what came of a click, once for each externalId; whose click is not known yet is booked later, without anybody's help.
 * @throws request.invalid, link.not_found, conversion.external_id_taken, idempotency.mismatch
 */
export async function createConversion(
  ctx: ClickCtx,
  actor: Actor,
  input: ConversionCreate,
  idempotency?: Idempotency,
): Promise<Created> {
  guard(actor, "conversions:write");
  checkTimes(input, ctx.now());
  const access = await linkAccessOf(ctx.db, actor);
  const draft = await draftOf(ctx, actor, access, input);
  const { answer } = await ctx.db
    .transaction()
    .execute((trx) => once(ctx, trx, actor, idempotency, () => writeOnce(ctx, trx, actor, draft)));
  const { id } = answer.conversion;
  const seen = await findConversion(ctx.db, actor.workspaceId, { id }, visibleLinks(access));
  return seen ? answer : { ...answer, conversion: withoutLink(answer.conversion) };
}

function checkTimes({ occurredAt, clickId }: ConversionCreate, now: number): void {
  const message = "Must not lie in the future";
  const late = [
    ...(occurredAt !== undefined && Date.parse(occurredAt) > now + AHEAD_MS ? ["occurredAt"] : []),
    ...(clickId !== undefined && timeOfClick(clickId) > now + AHEAD_MS ? ["clickId"] : []),
  ];
  if (late.length > 0) throw invalid(...late.map((path) => ({ path, code: "too_big", message })));
}

/** The row as it will be written, with its click if that is known. */
async function draftOf(
  ctx: ClickCtx,
  actor: Actor,
  access: LinkAccess,
  input: ConversionCreate,
): Promise<Draft> {
  const row = newRow(ctx, actor, input);
  const of =
    input.link === undefined
      ? await clickOf(ctx, row)
      : { link: await linkOf(ctx, actor, access, input.link) };
  if (of === "waits") {
    const waiting = { ...row, look_at: row.created_at + SECOND_MS };
    return { row: waiting, labels: { tags: [], metadata: {} }, isBooked: false };
  }
  const { tags, metadata, ...booking } = await bookingOf(ctx.db, actor.workspaceId, of, row.owner_id);
  return { row: { ...row, ...booking }, labels: { tags, metadata }, isBooked: true };
}

/** @throws request.invalid where there is no such click, and none can come any more */
async function clickOf(ctx: ClickCtx, row: ConversionRow) {
  const clicks = await tryFindClicks(ctx, [row]);
  const click = clicks === "away" ? undefined : clicks.get(row.id);
  if (click) return click;
  if (clicks === "away" || mayStillCome(row, row.created_at)) return "waits";
  const path = row.click_id === null ? "visitorId" : "clickId";
  const message =
    path === "clickId" ? "There is no such click" : "There is no click of theirs on the day before";
  // Whoever says again what was recorded is not to learn that its click is gone.
  const same = await findConversion(ctx.db, row.workspace_id, { externalId: row.external_id });
  if (same) return "waits";
  throw invalid({ path, code: "not_found", message });
}

/** @throws link.not_found */
async function linkOf(ctx: ClickCtx, actor: Actor, access: LinkAccess, reference: string): Promise<string> {
  const parsed = parseReference(ctx.domains, reference);
  const link =
    (await findLink(ctx.db, actor.workspaceId, parsed)) ??
    (await findLink(ctx.db, actor.workspaceId, parsed, "trashed"));
  if (!link || !mayOnLink(access, link, "viewer"))
    throw problem("link.not_found", `There is no link ${reference}`);
  return link.id;
}

function newRow(ctx: ClickCtx, actor: Actor, input: ConversionCreate): ConversionRow {
  const now = ctx.now();
  const { type, clickId, visitorId, link, externalId, occurredAt } = input;
  const currency = input.currency ?? null;
  const amount = input.value == null || currency === null ? null : amountOf(input.value, currency);
  const metadata = Object.entries(input.metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const said = [type, amount, currency, clickId, visitorId, link, occurredAt, metadata];
  return {
    id: newId("cnv", now),
    workspace_id: actor.workspaceId,
    external_id: externalId,
    request_hash: sha256(JSON.stringify(said)),
    ...{ type, amount, currency, click_id: clickId ?? null, visitor_id: visitorId ?? null },
    ...{ link_id: null, folder_id: null, click: null },
    metadata: metadata.length > 0 ? JSON.stringify(Object.fromEntries(metadata)) : null,
    occurred_at: occurredAt === undefined ? now : Date.parse(occurredAt),
    ...{ look_at: null, booked_at: null, voided_at: null, version: 1, copied_version: 0 },
    created_by: actorName(actor),
    owner_id: ownerOf(actor),
    created_at: now,
  };
}

async function writeOnce(
  ctx: ClickCtx,
  trx: Trx,
  actor: Actor,
  { row: draft, labels, isBooked }: Draft,
): Promise<Created> {
  // Not when it was asked for: what is booked late must not be in totals that were read before.
  const row = isBooked ? { ...draft, booked_at: ctx.now() } : draft;
  if (!(await insertConversion(trx, row))) return { conversion: await sameAs(trx, actor, row), isNew: false };
  await insertLabels(trx, ctx.config.database.kind, row.id, labels);
  const { type, external_id: externalId, amount, currency } = row;
  const changes = { type, externalId, amount, currency };
  await audit(ctx, trx, actor, { action: "conversion.create", subject: row.id, changes });
  if (isBooked) await sayBooked(ctx, trx, row.workspace_id, row.id);
  return { conversion: presentConversion(row, labels), isNew: true };
}

/** The conversion that is there, if it is the same. @throws conversion.external_id_taken */
async function sameAs(trx: Trx, actor: Actor, draft: ConversionRow): Promise<Conversion> {
  const row = await findConversion(trx, draft.workspace_id, { externalId: draft.external_id });
  const message = `Another conversion has the externalId ${draft.external_id}`;
  // Somebody else's is not there for a key of its own links, whatever it says.
  if (!row || !isTheirs({ ownerId: ownerOf(actor) }, row))
    throw problem("conversion.external_id_taken", message);
  if (row.request_hash !== draft.request_hash)
    throw problem("conversion.external_id_taken", `${message}, and says something else`);
  const labels = await labelsOf(trx, [row.id]);
  return presentConversion(row, labels.get(row.id) ?? { tags: [], metadata: {} });
}
