import { createTransport, type Transporter } from "nodemailer";
import type { MailConfig } from "../../config.ts";
import { writePreview } from "./preview.ts";

export type Mail = {
  /** One address, without a name. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Without angle brackets; the same again where the same mail is sent again. */
  messageId?: string;
  /** Where a POST stops mails of this kind: mail programs offer that beside the sender's name (RFC 8058). */
  unsubscribeUrl?: string;
};

export type Mailer = {
  /** Resolves once the mail server has taken it. @throws MailNotSent */
  send(mail: Mail): Promise<void>;
  /** False where no way to send is set: then `send` throws. */
  isOn: boolean;
};

/** The mail server did not take it; the message says why, without the mail's content. */
export class MailNotSent extends Error {
  override name = "MailNotSent";
  /** Whether the same mail may be taken later. */
  readonly isLasting: boolean;

  constructor(reason: string, options: { isLasting: boolean; cause?: unknown }) {
    super(`the mail was not sent: ${reason}`, { cause: options.cause });
    this.isLasting = options.isLasting;
  }
}

export type MailTimeouts = { connectMs: number; answerMs: number };
const TIMEOUTS: MailTimeouts = { connectMs: 10_000, answerMs: 20_000 };

/** The way out for mails: SMTP, files for looking at, both or neither. Opens nothing before the first mail. */
export function createMailer({ smtp, previewFolder }: MailConfig, timeouts = TIMEOUTS): Mailer {
  const transport = smtp && createTransport(transportOptions(new URL(smtp.url), timeouts));
  return {
    isOn: transport !== null || previewFolder !== null,
    async send(mail) {
      if (!transport && !previewFolder)
        throw new MailNotSent("no way to send is set (SMTP_URL)", { isLasting: true });
      if (previewFolder) writePreview(previewFolder, mail);
      if (transport && smtp) await sendBy(transport, smtp.from, mail);
    },
  };
}

function transportOptions(url: URL, { connectMs, answerMs }: MailTimeouts) {
  const isSecure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isHere = /^(localhost|127(\.\d+){3}|::1)$/.test(host);
  const auth = url.username && {
    user: decodeURIComponent(url.username),
    pass: decodeURIComponent(url.password),
  };
  return {
    ...{ host, port: Number(url.port) || (isSecure ? 465 : 587), secure: isSecure },
    ...(auth && { auth }),
    // A password goes to other machines over TLS alone, whoever may cut STARTTLS out on the way.
    requireTLS: Boolean(auth) && !isSecure && !isHere,
    ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: answerMs },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  };
}

async function sendBy(transport: Transporter, from: string, mail: Mail): Promise<void> {
  const { to, messageId, unsubscribeUrl, ...content } = mail;
  try {
    // As an object an address is one address, whatever is in it.
    await transport.sendMail({
      ...content,
      from,
      to: { name: "", address: to },
      ...(messageId !== undefined && { messageId: `<${messageId}>` }),
      headers: { "Auto-Submitted": "auto-generated", ...unsubscribing(unsubscribeUrl) },
    });
  } catch (cause) {
    throw new MailNotSent(reasonOf(cause), { isLasting: isLasting(cause), cause });
  }
}

function unsubscribing(url: string | undefined): Record<string, string> {
  if (url === undefined) return {};
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

/** A server may quote the whole mail in what it says; its code and number tell enough. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return [code, responseCode].filter(Boolean).join(" ") || "unknown";
}

function isLasting(error: unknown): boolean {
  const { responseCode } = error as { responseCode?: unknown };
  return typeof responseCode === "number" && responseCode >= 500;
}
