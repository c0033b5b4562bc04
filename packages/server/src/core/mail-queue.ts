import { randomText } from "@visoli/contract/base62";
import { newId } from "@visoli/contract/ids";
import { insertMail } from "../db/mails.ts";
import type { Db, Trx } from "../db/schema.ts";
import { serviceSecret } from "../db/secrets.ts";
import { createSeal, type Seal } from "../lib/seal.ts";
import type { Ctx } from "./ctx.ts";

export type QueuedMail = {
  /** One address, without a name. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The id of what it is about, for `takeMailsBack`. */
  about?: string;
  /** Where a POST stops mails of this kind. */
  unsubscribeUrl?: string;
};

/**
 * Has a mail sent, once the transaction is committed, by `jobs/mails.ts`: again and again for a day if need be, and under the same
 * Message-ID. What it says is kept encrypted until then. Gives back its id.
 */
export async function queueMail(ctx: Pick<Ctx, "now">, trx: Trx, mail: QueuedMail): Promise<string> {
  const now = ctx.now();
  const id = newId("msg", now);
  const { to, subject, text, html, unsubscribeUrl, about = null } = mail;
  const body = (await openMailSeal(trx)).close(JSON.stringify({ text, html, unsubscribeUrl }), id);
  await insertMail(trx, {
    ...{ id, recipient: to, subject, body, about },
    ...{ state: "waiting", attempts: 0, next_at: now, created_at: now },
  });
  return id;
}

/** What mails are kept under: each for its own id. Every node has the same. */
export async function openMailSeal(db: Db): Promise<Seal> {
  return createSeal(await serviceSecret(db, "mails", randomText(43)), "mails");
}
