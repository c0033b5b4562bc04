import { type Mail, MailNotSent } from "../adapters/mail/mailer.ts";
import type { Ctx } from "../core/ctx.ts";
import { openMailSeal } from "../core/mail-queue.ts";
import { claimMails, deleteMail, giveUpMail, type MailRow, putOffMail } from "../db/mails.ts";
import type { Seal } from "../lib/seal.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { within } from "../lib/within.ts";

/** Behind the first failure, the second, ...; then the last one again, until the day is over. */
const PAUSES_MS = [15 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS];
const TRIED_FOR_MS = DAY_MS;
const AT_ONCE = 8;
/** Longer than the mail server is waited for: whoever has not ended a mail by then has broken off. */
const CLAIM_MS = 3 * MINUTE_MS;
const STOP_MS = 5 * SECOND_MS;

/**
 * Sends the mails that wait, a few at a time; several processes may be at it at once, and none sends what another is sending. Where mail
 * is switched off they wait. Once `signal` is aborted what is being sent may end, if it ends soon: else another process sends it again,
 * under the same Message-ID.
 */
export async function sendMails(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  if (!ctx.mail.isOn) return;
  const { kind } = ctx.config.database;
  for (;;) {
    if (signal?.aborted) return;
    const now = ctx.now();
    const mails = await claimMails(ctx.db, kind, { now, until: now + CLAIM_MS, limit: AT_ONCE });
    if (mails.length === 0) return;
    const seal = await openMailSeal(ctx.db);
    const sending = Promise.all(mails.map((mail) => sendOne(ctx, seal, mail)));
    if (!(await endedInTime(sending, signal))) return;
  }
}

/** False where the signal came, and nobody waited until the end. */
async function endedInTime(sending: Promise<unknown>, signal?: AbortSignal): Promise<boolean> {
  const stopped = Promise.withResolvers<"stopped">();
  const stop = () => stopped.resolve("stopped");
  signal?.addEventListener("abort", stop);
  try {
    if ((await Promise.race([sending, stopped.promise])) !== "stopped") return true;
    await within(STOP_MS, sending).catch(() => {});
    return false;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** What goes wrong with one is no other one's. */
async function sendOne(ctx: Ctx, seal: Seal, mail: MailRow): Promise<void> {
  try {
    await ctx.mail.send(contentOf(ctx, seal, mail));
  } catch (error) {
    return settleFailure(ctx, mail, error);
  }
  await deleteMail(ctx.db, mail.id);
}

function contentOf({ config }: Ctx, seal: Seal, { id, recipient: to, subject, body }: MailRow): Mail {
  const content = JSON.parse(seal.open(body, id)) as Pick<Mail, "text" | "html" | "unsubscribeUrl">;
  // Whoever gets it twice, because we ended before we could note that it was sent, sees that it is the same.
  const messageId = `${id}@${new URL(config.publicUrl).hostname}`;
  return { to, subject, ...content, messageId };
}

async function settleFailure(ctx: Ctx, mail: MailRow, error: unknown): Promise<void> {
  const pause = PAUSES_MS[Math.min(mail.attempts, PAUSES_MS.length) - 1] ?? SECOND_MS;
  const nextAt = ctx.now() + pause;
  const isLasting = error instanceof MailNotSent && error.isLasting;
  const isOver = isLasting || nextAt > mail.created_at + TRIED_FOR_MS;
  // The address stays out of the log.
  const about = { mail: mail.id, attempts: mail.attempts, err: error };
  if (isOver) {
    ctx.log.error(about, "a mail could not be sent, and is given up");
    await giveUpMail(ctx.db, mail);
  } else {
    ctx.log.warn(about, "a mail could not be sent yet; it is tried again");
    await putOffMail(ctx.db, mail, nextAt);
  }
}
