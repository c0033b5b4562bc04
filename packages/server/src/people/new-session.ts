import { createHmac } from "node:crypto";
import { randomText } from "@visoli/contract/base62";
import { newId } from "@visoli/contract/ids";
import { insertSession } from "../db/people.ts";
import { sha256 } from "../lib/hash.ts";
import { DAY_MS } from "../lib/time.ts";
import { SESSION_DAYS } from "./auth.ts";
import { ensureOwnWorkspace } from "./own-workspace.ts";
import type { People, Visitor } from "./people.ts";
import { note } from "./security-log.ts";

const MAX_AGENT = 300;

/** Signs the person in as the library would, for what it does not know: gives back the cookie. */
export async function newSession(
  { ctx, auth, sessions }: People,
  { caller }: Visitor,
  userId: string,
): Promise<string> {
  const now = ctx.now();
  const token = randomText(32);
  await insertSession(ctx.db, {
    ...{ id: newId("ses", now), user_id: userId, token_hash: sha256(token), active_workspace: null },
    user_agent: caller.userAgent?.slice(0, MAX_AGENT) ?? null,
    address_class: caller.addressClass ?? null,
    ...{ proof: "passkey" as const, confirmed_at: null },
    ...{ expires_at: now + SESSION_DAYS * DAY_MS, created_at: now, updated_at: now },
  });
  await ensureOwnWorkspace(ctx, userId);
  await note(ctx, userId, "sign_in.passkey", caller);
  const signature = createHmac("sha256", auth.secret).update(token).digest("base64");
  return sessions.cookieLine(encodeURIComponent(`${token}.${signature}`));
}
