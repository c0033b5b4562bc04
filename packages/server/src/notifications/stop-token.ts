import { createHmac, timingSafeEqual } from "node:crypto";
import { randomText } from "@visoli/contract/base62";
import { ALERTS } from "@visoli/contract/notification";
import type { Ctx } from "../core/ctx.ts";
import type { Db } from "../db/schema.ts";
import { serviceSecret } from "../db/secrets.ts";

/** What can be stopped by a link in a mail. */
export const STOPPABLE = ["summary", ...ALERTS] as const;
export type Stoppable = (typeof STOPPABLE)[number];
export type Subscription = { workspaceId: string; userId: string; what: Stoppable };

/** Where the link in a mail leads, followed by the token. */
export const STOP_PATH = "/api/notifications/stop";

/** What a mail says to stop its kind. */
export async function stopUrl(ctx: Pick<Ctx, "db" | "config">, subscription: Subscription): Promise<string> {
  return `${ctx.config.publicUrl}${STOP_PATH}/${await stopToken(ctx.db, subscription)}`;
}

/** Proves that whoever shows it got such a mail: the subscription, and an HMAC-SHA-256 of it. */
export async function stopToken(db: Db, { workspaceId, userId, what }: Subscription): Promise<string> {
  const named = `${workspaceId}.${userId}.${what}`;
  return `${named}.${mark(await secretOf(db), named)}`;
}

/** The subscription that the token was made for; null for anything else. */
export async function readStopToken(db: Db, token: string): Promise<Subscription | null> {
  const found = /^((ws_\w{1,40})\.(usr_\w{1,40})\.([a-z_]{1,20}))\.([\w-]{43})$/.exec(token);
  if (!found) return null;
  const [, named = "", workspaceId = "", userId = "", name, given = ""] = found;
  const what = STOPPABLE.find((each) => each === name);
  if (!what) return null;
  const right = mark(await secretOf(db), named);
  return timingSafeEqual(Buffer.from(given), Buffer.from(right)) ? { workspaceId, userId, what } : null;
}

function mark(secret: string, named: string): string {
  return createHmac("sha256", secret).update(named).digest("base64url");
}

function secretOf(db: Db): Promise<string> {
  return serviceSecret(db, "notifications", randomText(43));
}
