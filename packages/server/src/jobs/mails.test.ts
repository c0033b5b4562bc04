import { expect, test } from "bun:test";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { type Mail, MailNotSent } from "../adapters/mail/mailer.ts";
import type { Ctx } from "../core/ctx.ts";
import { queueMail } from "../core/mail-queue.ts";
import { takeMailsBack } from "../db/mails.ts";
import { DAY_MS, MINUTE_MS } from "../lib/time.ts";
import { sendMails } from "./mails.ts";

const MAIL = { to: "ada@example.com", subject: "Hello", text: "the-token", html: "<p>the-token</p>" };

forEachDatabase("the queue of mails", (world) => {
  const queue = (extra: { to?: string; about?: string } = {}) =>
    world()
      .ctx.db.transaction()
      .execute((trx) => queueMail(world().ctx, trx, { ...MAIL, ...extra }));
  const rows = () => world().ctx.db.selectFrom("mails").selectAll().orderBy("id").execute();
  const with_ = (send: (mail: Mail) => Promise<void>): Ctx => ({
    ...(world() as World).ctx,
    mail: { isOn: true, send },
  });
  const clear = () => world().ctx.db.deleteFrom("mails").execute();

  test("a mail is sent once, under an id made of its own, and nothing of it is kept", async () => {
    const id = await queue();
    await sendMails(world().ctx);
    await sendMails(world().ctx);
    expect(world().mails).toEqual([{ ...MAIL, messageId: `${id}@localhost` }]);
    expect(await rows()).toEqual([]);
  });

  test("what it says is kept encrypted, and is in no log", async () => {
    await queue();
    expect(JSON.stringify(await rows())).not.toContain("the-token");
    await sendMails(with_(() => Promise.reject(new MailNotSent("451", { isLasting: false }))));
    const log = world().logged.join("");
    expect(log).toContain("tried again");
    expect([log.includes("the-token"), log.includes("ada@")]).toEqual([false, false]);
    await clear();
  });

  test("of a transaction that is given up no mail is sent", async () => {
    const { ctx } = world();
    const failing = ctx.db.transaction().execute(async (trx) => {
      await queueMail(ctx, trx, MAIL);
      throw new Error("given up");
    });
    await expect(failing).rejects.toThrow("given up");
    await sendMails(ctx);
    expect(world().mails).toEqual([]);
  });

  test("two nodes at once send each mail once", async () => {
    for (let count = 0; count < 30; count++) await queue({ to: `${count}@example.com` });
    const sent: string[] = [];
    const node = with_(async ({ to }) => {
      await Bun.sleep(1);
      sent.push(to);
    });
    await Promise.all([sendMails(node), sendMails(node), sendMails(node)]);
    expect([sent.length, new Set(sent).size]).toEqual([30, 30]);
    expect(await rows()).toEqual([]);
  });

  test("what fails is tried again later and later, for a day, then given up; nothing of it stays readable", async () => {
    const { clock } = world();
    const start = clock.now;
    const id = await queue();
    const times: number[] = [];
    const ids = new Set<string | undefined>();
    const down = with_(async ({ messageId }) => {
      times.push(clock.now - start);
      ids.add(messageId);
      throw new MailNotSent("ECONNREFUSED", { isLasting: false });
    });
    for (; clock.now < start + 2 * DAY_MS; clock.now += MINUTE_MS) await sendMails(down);
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses.length).toBeGreaterThan(8);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeWithin(DAY_MS / 2, DAY_MS + 1);
    expect([...ids]).toEqual([`${id}@localhost`]);
    expect(await rows()).toMatchObject([{ id, state: "failed", body: "" }]);
    await clear();
  });

  test("what the mail server refuses for good is not tried again, and holds up no other", async () => {
    await queue({ to: "refused@example.com" });
    await queue({ to: "taken@example.com" });
    const sent: string[] = [];
    const server = with_(async ({ to }) => {
      if (to.startsWith("refused")) throw new MailNotSent("550", { isLasting: true });
      sent.push(to);
    });
    await sendMails(server);
    world().clock.now += DAY_MS;
    await sendMails(server);
    expect(sent).toEqual(["taken@example.com"]);
    expect((await rows()).map(({ state }) => state)).toEqual(["failed"]);
    await clear();
  });

  test("a process that ends while it sends: another sends it again, not before it may be sure, under the same id", async () => {
    const { ctx, clock } = world();
    const id = await queue();
    const stopping = new AbortController();
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = with_(() => {
      begun.resolve();
      return gate.promise;
    });
    const running = sendMails(slow, stopping.signal);
    await begun.promise;
    await sendMails(ctx);
    expect(world().mails).toEqual([]);
    clock.now += 5 * MINUTE_MS;
    await sendMails(ctx);
    expect(world().mails.map(({ messageId }) => messageId)).toEqual([`${id}@localhost`]);
    stopping.abort();
    gate.resolve();
    await running;
    expect(await rows()).toEqual([]);
  });

  test("with mail switched off they wait, and what was taken back is not sent", async () => {
    const off: Ctx = { ...world().ctx, mail: { isOn: false, send: () => Promise.reject(new Error("off")) } };
    await queue({ about: "inv_1" });
    await queue({ about: "inv_2" });
    await sendMails(off);
    expect(await rows()).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
    await takeMailsBack(off.db, "inv_1");
    await sendMails(world().ctx);
    expect(world().mails).toHaveLength(1);
  });
});
