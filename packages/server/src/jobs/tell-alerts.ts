import type { Alert } from "@visoli/contract/notification";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { linkAccessOf, mayOnLink } from "../core/link-access.ts";
import { renderMail } from "../core/mail.ts";
import { queueMail } from "../core/mail-queue.ts";
import { shortUrl } from "../core/short-url.ts";
import { type AlertRow, takeAlerts, workspacesToTell } from "../db/alerts.ts";
import type { LinkRow } from "../db/links.ts";
import { linksById } from "../db/links-by-id.ts";
import { type Addressee, addresseesOf } from "../db/notifications.ts";
import type { Trx } from "../db/schema.ts";
import { getWorkspace } from "../db/workspaces.ts";
import { HOUR_MS } from "../lib/time.ts";
import { defaultAlerts } from "../notifications/get.ts";
import { stopUrl } from "../notifications/stop-token.ts";
import { alertMail, type Told } from "./alert-mail.ts";

/** A workspace's news come in one mail, and not more often than this. */
const APART_MS = HOUR_MS;
const AT_ONCE = 50;

/** Has members told of what was noted: of all at once, by one mail each, whichever process comes first. */
export async function tellAlerts(ctx: LinkCtx): Promise<void> {
  for (const workspaceId of await workspacesToTell(ctx.db, ctx.now() - APART_MS, AT_ONCE))
    await ctx.db.transaction().execute((trx) => tellWorkspace(ctx, trx, workspaceId));
}

async function tellWorkspace(ctx: LinkCtx, trx: Trx, workspaceId: string): Promise<void> {
  const alerts = await takeAlerts(trx, workspaceId, ctx.now());
  // What would wait until mail is switched on would be no news then.
  if (alerts.length === 0 || !ctx.mail.isOn) return;
  const subjects = alerts.filter(({ kind }) => kind !== "quota").map(({ subject }) => subject);
  const links = new Map((await linksById(trx, workspaceId, subjects)).map((row) => [row.id, row]));
  for (const addressee of await addresseesOf(trx, workspaceId, defaultAlerts)) {
    const told = await toldTo(ctx, trx, { workspaceId, addressee, alerts, links });
    if (told.length > 0) await queueFor(ctx, trx, { workspaceId, addressee, told });
  }
}

type News = {
  workspaceId: string;
  addressee: Addressee & { alerts: readonly Alert[] };
  alerts: AlertRow[];
  links: Map<string, LinkRow>;
};

/** Of all that is new, what they want to know, and may. */
async function toldTo(
  ctx: LinkCtx,
  trx: Trx,
  { workspaceId, addressee, alerts, links }: News,
): Promise<Told[]> {
  const actor: Actor = { kind: "person", workspaceId, ...addressee };
  const wanted = alerts.filter(({ kind }) => addressee.alerts.includes(kind as Alert));
  if (wanted.length === 0) return [];
  const access = await linkAccessOf(trx, actor);
  return wanted.flatMap((alert): Told[] => {
    const data = JSON.parse(alert.data);
    if (alert.kind === "quota") return [{ kind: "quota", ...data }];
    const link = links.get(alert.subject);
    // By now it may be deleted, or mended.
    if (!link || link.deleted_at !== null || !mayOnLink(access, link, "viewer")) return [];
    const address = shortUrl({ domains: ctx.domains, publicUrl: ctx.config.publicUrl }, link);
    if (alert.kind === "traffic") return [{ kind: "traffic", address, ...data }];
    return link.broken_at === null ? [] : [{ kind: "broken_links", address, outcome: data.outcome }];
  });
}

async function queueFor(
  ctx: LinkCtx,
  trx: Trx,
  { workspaceId, addressee, told }: { workspaceId: string; addressee: Addressee; told: Told[] },
): Promise<void> {
  const stopUrls: Partial<Record<Told["kind"], string>> = {};
  const { userId } = addressee;
  for (const { kind: what } of told)
    stopUrls[what] ??= await stopUrl({ db: trx, config: ctx.config }, { workspaceId, userId, what });
  const { subject, ...content } = alertMail((await getWorkspace(trx, workspaceId)).name, told, stopUrls);
  // Of several kinds none is the one that a mail program should stop.
  const [unsubscribeUrl, ...others] = Object.values(stopUrls);
  const isOneKind = unsubscribeUrl !== undefined && others.length === 0;
  const mail = { to: addressee.email, subject, ...(isOneKind && { unsubscribeUrl }) };
  await queueMail(ctx, trx, { ...mail, ...renderMail(content) });
}
