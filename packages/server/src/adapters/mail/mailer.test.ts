import { afterAll, beforeEach, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../../../test/engines.ts";
import { startSmtp } from "../../../../../test/smtp.ts";
import { createMailer, MailNotSent } from "./mailer.ts";

const server = await startSmtp();
const timeouts = { connectMs: 300, answerMs: 300 };
const from = "Visoli <no-reply@links.example>";
const mail = { to: "ada@example.com", subject: "Grüße", text: "Hello\n.\nthere", html: "<p>Hello</p>" };
const mailer = createMailer({ smtp: { url: server.url, from }, previewFolder: null }, timeouts);

afterAll(() => server.close());
beforeEach(() => {
  server.behave("takes");
  server.received.length = 0;
});

/** What `send` was refused with. */
async function refusal(work: Promise<void>): Promise<MailNotSent> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(MailNotSent);
  return error as MailNotSent;
}

test("a mail arrives whole: sender, recipient, subject, both bodies", async () => {
  await mailer.send(mail);
  const [received] = server.received;
  expect([received?.from, received?.to]).toEqual(["no-reply@links.example", ["ada@example.com"]]);
  const data = received?.data ?? "";
  expect(data).toContain("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=");
  expect(data).toContain("Hello\r\n.\r\nthere");
  expect(data).toContain("<p>Hello</p>");
  expect(data).toContain("Auto-Submitted: auto-generated");
});

test("a given message id is kept, so that the same mail sent twice is known as one", async () => {
  await mailer.send({ ...mail, messageId: "msg_1@links.example" });
  expect(server.received[0]?.data).toContain("Message-ID: <msg_1@links.example>");
});

test("a mail that can be stopped says so to mail programs, and no other does", async () => {
  const unsubscribeUrl = "https://links.example/api/notifications/stop/ws_1.usr_1.summary.mark";
  await mailer.send({ ...mail, unsubscribeUrl });
  await mailer.send(mail);
  const [stoppable = "", plain = ""] = server.received.map(({ data }) => data.replace(/\r\n\s+/g, ""));
  expect(stoppable).toContain(unsubscribeUrl);
  expect(stoppable).toMatch(/^List-Unsubscribe: *<https:/m);
  expect(stoppable).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  expect(plain).not.toContain("List-Unsubscribe");
});

test("an address with a comma or a line's end in it reaches nobody else", async () => {
  for (const to of ["ada@example.com, eve@example.com", "ada@example.com\r\nBcc: eve@example.com"]) {
    await mailer.send({ ...mail, to }).catch(() => {});
  }
  expect(server.received.flatMap((one) => one.to)).not.toContain("eve@example.com");
});

test("a refusal says whether to try again, and nothing of the mail", async () => {
  server.behave("refuses");
  const refused = await refusal(mailer.send(mail));
  server.behave("defers");
  const deferred = await refusal(mailer.send(mail));
  expect([refused.isLasting, deferred.isLasting]).toEqual([true, false]);
  expect(refused.message + deferred.message).not.toContain("Hello");
});

test("a server that does not greet, does not answer or is not there is not waited for", async () => {
  for (const behaviour of ["mute", "silent"] as const) {
    server.behave(behaviour);
    expect((await refusal(mailer.send(mail))).isLasting).toBe(false);
  }
  const gone = await startSmtp();
  await gone.close();
  const nowhere = createMailer({ smtp: { url: gone.url, from }, previewFolder: null }, timeouts);
  expect((await refusal(nowhere.send(mail))).isLasting).toBe(false);
});

test("without a way to send, mails are off", async () => {
  const off = createMailer({ smtp: null, previewFolder: null });
  expect(off.isOn).toBe(false);
  expect((await refusal(off.send(mail))).isLasting).toBe(true);
});

test("the preview is two files that only their owner can read", async () => {
  const previewFolder = join(temporaryFolder(), "mail");
  const preview = createMailer({ smtp: null, previewFolder });
  expect(preview.isOn).toBe(true);
  await preview.send(mail);
  const names = readdirSync(previewFolder).sort();
  expect(names.map((name) => name.split(".").at(-1))).toEqual(["html", "txt"]);
  const [html = "", text = ""] = names.map((name) => readFileSync(join(previewFolder, name), "utf8"));
  expect(html).toBe("<p>Hello</p>");
  expect(text).toBe("To: ada@example.com\nSubject: Grüße\n\nHello\n.\nthere");
  for (const name of names) expect(statSync(join(previewFolder, name)).mode & 0o077).toBe(0);
});
