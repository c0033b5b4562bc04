import type { Ctx } from "../core/ctx.ts";
import { type MailContent, renderMail } from "../core/mail.ts";
import { queueMail } from "../core/mail-queue.ts";

type MailCtx = Pick<Ctx, "config" | "now" | "db">;

/** Has it sent soon, and again where that fails: who asked for it does not wait, and learns nothing from how long it takes. */
async function post(ctx: MailCtx, to: string, subject: string, content: MailContent): Promise<void> {
  const { domain } = ctx.config;
  const footer = `Sent by ${domain}, because somebody gave this address there.`;
  const mail = { to, subject, ...renderMail({ footer, ...content }) };
  await ctx.db.transaction().execute((trx) => queueMail(ctx, trx, mail));
}

export function verifyMail(ctx: MailCtx, to: string, token: string): Promise<void> {
  const { domain, publicUrl } = ctx.config;
  return post(ctx, to, `Confirm your address for ${domain}`, {
    title: "Confirm your address",
    paragraphs: [
      `Somebody, you we hope, uses this address at ${domain}.`,
      "The button works for an hour. If it was not you, do nothing.",
    ],
    button: { label: "Confirm the address", url: `${publicUrl}/account/verify?token=${token}` },
  });
}

export function resetMail(ctx: MailCtx, to: string, token: string): Promise<void> {
  const { domain, publicUrl } = ctx.config;
  return post(ctx, to, `A new password for ${domain}`, {
    title: "Choose a new password",
    paragraphs: [
      `Somebody asked for a new password at ${domain} for this address.`,
      "The button works once, for an hour. If it was not you, do nothing: your password stays as it is.",
    ],
    button: { label: "Choose a password", url: `${publicUrl}/account/reset?token=${token}` },
  });
}

/** To who has an account already, where somebody signs up with their address. */
export function knownMail(ctx: MailCtx, to: string): Promise<void> {
  const { domain } = ctx.config;
  return post(ctx, to, `You have an account at ${domain}`, {
    title: "You have an account already",
    paragraphs: [
      `Somebody tried to make an account at ${domain} with this address, which has one.`,
      "If it was you, sign in, or ask for a new password there. If not, there is nothing to do.",
    ],
  });
}

/** To the address of before and of now, about what somebody else might have done. */
export function securityMail(ctx: MailCtx, to: string, what: string): Promise<void> {
  const { domain } = ctx.config;
  return post(ctx, to, `${what} at ${domain}`, {
    title: what,
    paragraphs: [
      `This was changed in your account at ${domain}.`,
      "If it was not you, ask for a new password there at once, and end all sessions.",
    ],
  });
}
