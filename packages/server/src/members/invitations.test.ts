import { expect, test } from "bun:test";
import type { Role } from "@visoli/contract/role";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { addMemberWith, addPerson, jobs, type PersonActor } from "../../../../test/members.ts";
import type { Ctx } from "../core/ctx.ts";
import { roleOf } from "../db/members.ts";
import { setPlan } from "../db/plans.ts";
import { DAY_MS } from "../lib/time.ts";
import { acceptInvitation, readInvitation } from "./accept.ts";
import { listInvitations, resendInvitation, revokeInvitation } from "./invitations.ts";
import { invite } from "./invite.ts";
import { removeMember } from "./remove.ts";

const NOT_FOUND = { code: "invitation.not_found" };
let count = 0;
const someone = () => `guest-${++count}@example.com`;

forEachDatabase("invitations", (world) => {
  const owner = () => addMemberWith(world(), "owner");
  const ask = (by: PersonActor, email: string, role: Role = "member") =>
    invite(world().ctx, by, { email, role });
  const accept = (email: string, token: string, person = addPerson(world(), email)) =>
    person.then((one) => acceptInvitation(world().ctx, one, token));
  /** The token of the last mail that goes to the address. */
  const tokenFor = async (email: string) => {
    await jobs.sendMails(world().ctx);
    const mail = world().mails.findLast(({ to }) => to === email);
    return /invitation\/(\w+)/.exec(mail?.text ?? "")?.[1] ?? "";
  };

  test("a mail brings somebody in, once; the answer has no token then", async () => {
    const [by, email] = [await owner(), someone()];
    const made = await ask(by, email, "viewer");
    expect(made).toMatchObject({ email, role: "viewer", invitedBy: by.userId, url: null });
    const token = await tokenFor(email);
    expect(token).toMatch(/^\w{43}$/);
    const person = await addPerson(world(), email);
    const joined = await acceptInvitation(world().ctx, person, token);
    expect(joined).toMatchObject({ id: by.workspaceId, role: "viewer", name: "Test" });
    expect(await roleOf(world().ctx.db, person.userId, by.workspaceId)).toBe("viewer");
    expect(await acceptInvitation(world().ctx, person, token)).toEqual(joined);
    await removeMember(world().ctx, by, person.userId);
    await expect(acceptInvitation(world().ctx, person, token)).rejects.toMatchObject(NOT_FOUND);
  });

  test("without mail the answer has where to accept it, this once, and a retry with the same key the same", async () => {
    const by = await owner();
    const email = someone();
    const off: Ctx = { ...(world() as World).ctx, mail: { isOn: false, send: () => Promise.reject() } };
    const retry = { key: "again", request: email };
    const first = await invite(off, by, { email, role: "member" }, retry);
    expect(first.url).toMatch(/^http:\/\/localhost:3000\/account\/invitation\/\w{43}$/);
    expect(await invite(off, by, { email, role: "member" }, retry)).toEqual(first);
    const token = first.url?.split("/").at(-1) ?? "";
    for (const table of ["invitations", "idempotency_keys", "audit_log", "mails"] as const)
      expect(JSON.stringify(await off.db.selectFrom(table).selectAll().execute())).not.toContain(token);
    expect(world().logged.join("")).not.toContain(token);
    expect(JSON.stringify(await listInvitations(off, by, { limit: 100 }))).not.toContain(token);
    // Nobody can confirm an address there.
    const person = { ...(await addPerson(world(), email)), isEmailVerified: false };
    expect((await acceptInvitation(off, person, token)).role).toBe("member");
  });

  test("it is for the person with the address alone, who has confirmed it", async () => {
    const [by, email] = [await owner(), someone()];
    await ask(by, email);
    const token = await tokenFor(email);
    const wrong = { code: "invitation.wrong_person" };
    await expect(accept(someone(), token)).rejects.toMatchObject(wrong);
    const person = await addPerson(world(), email);
    const unconfirmed = { ...person, isEmailVerified: false };
    await expect(acceptInvitation(world().ctx, unconfirmed, token)).rejects.toMatchObject(wrong);
    await acceptInvitation(world().ctx, { ...person, email: email.toUpperCase() }, token);
  });

  test("a token that was taken back, replaced, or is too old opens nothing, and nor does a guess", async () => {
    const { ctx, clock } = world();
    const by = await owner();
    const [revoked, resent, old] = [someone(), someone(), someone()];
    const { id } = await ask(by, revoked);
    const first = await tokenFor(revoked);
    await revokeInvitation(ctx, by, id);
    const again = await ask(by, resent);
    const before = await tokenFor(resent);
    await resendInvitation(ctx, by, again.id);
    const after = await tokenFor(resent);
    await ask(by, old);
    const late = await tokenFor(old);
    for (const [email, token] of [
      [revoked, first],
      [resent, before],
      [someone(), ""],
      [someone(), "x".repeat(43)],
    ] as const) {
      await expect(accept(email, token)).rejects.toMatchObject(NOT_FOUND);
      await expect(readInvitation(ctx, token)).rejects.toMatchObject(NOT_FOUND);
    }
    clock.now += 7 * DAY_MS - 1;
    expect(await readInvitation(ctx, after)).toMatchObject({ role: "member" });
    clock.now++;
    await expect(accept(old, late)).rejects.toMatchObject(NOT_FOUND);
    await expect(readInvitation(ctx, late)).rejects.toMatchObject(NOT_FOUND);
  });

  test("who has the token reads no more than what it is for", async () => {
    const [by, email] = [await owner(), someone()];
    await ask(by, email, "admin");
    expect(await readInvitation(world().ctx, await tokenFor(email))).toEqual({
      workspace: "Test",
      role: "admin",
      email: "g***@example.com",
      expiresAt: new Date(world().clock.now + 7 * DAY_MS).toISOString(),
    });
  });

  test("ten requests at once with one token make one member, and one line in the log", async () => {
    const [by, email] = [await owner(), someone()];
    await ask(by, email);
    const token = await tokenFor(email);
    const person = addPerson(world(), email);
    const answers = await Promise.all(Array.from({ length: 10 }, () => accept(email, token, person)));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    const log = world().ctx.db.selectFrom("audit_log").select("id").where("action", "=", "invitation.accept");
    expect(await log.where("actor", "=", (await person).userId).execute()).toHaveLength(1);
  });

  test("taken back and accepted at the same moment: one of the two happens", async () => {
    const by = await owner();
    for (let round = 0; round < 10; round++) {
      const email = someone();
      const { id } = await ask(by, email);
      const token = await tokenFor(email);
      const person = await addPerson(world(), email);
      const [took, came] = await Promise.allSettled([
        revokeInvitation(world().ctx, by, id),
        acceptInvitation(world().ctx, person, token),
      ]);
      expect([took.status, came.status].toSorted()).toEqual(["fulfilled", "rejected"]);
      const role = await roleOf(world().ctx.db, person.userId, by.workspaceId);
      expect(role).toBe(came.status === "fulfilled" ? "member" : null);
    }
  });

  test("an address has one open invitation, and a member none", async () => {
    const [by, email] = [await owner(), someone()];
    const asked = await Promise.allSettled([ask(by, email), ask(by, email), ask(by, email)]);
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(ask(by, email)).rejects.toMatchObject({ code: "invitation.exists" });
    await expect(ask(by, by.email)).rejects.toMatchObject({ code: "member.exists" });
    world().clock.now += 7 * DAY_MS;
    await ask(by, email);
  });

  test("an admin invites no owner, and a viewer nobody; what was given since is not too much either", async () => {
    const { ctx } = world();
    const [by, admin, viewer] = [
      await owner(),
      await addMemberWith(world(), "admin"),
      await addMemberWith(world(), "viewer"),
    ];
    await expect(ask(admin, someone(), "owner")).rejects.toMatchObject({ code: "member.forbidden" });
    await expect(ask(viewer, someone(), "viewer")).rejects.toMatchObject({ code: "auth.missing_scope" });
    const { id } = await ask(by, someone(), "owner");
    await expect(resendInvitation(ctx, admin, id)).rejects.toMatchObject({ code: "member.forbidden" });
  });

  test("members and open invitations together are no more than the plan has, however many come at once", async () => {
    const { ctx } = world();
    const by = await owner();
    await setPlan(ctx.db, by.workspaceId, "pro");
    const emails = [someone(), someone(), someone(), someone()];
    const asked = await Promise.allSettled(emails.map((email) => ask(by, email)));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const refused = asked.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: "plan.quota_exceeded" });
    const [open] = (await listInvitations(ctx, by, { limit: 100 })).data;
    await revokeInvitation(ctx, by, open?.id ?? "");
    const last = someone();
    await ask(by, last);
    const token = await tokenFor(last);
    await setPlan(ctx.db, by.workspaceId, "free");
    await expect(accept(last, token)).rejects.toMatchObject({ code: "plan.quota_exceeded" });
    await setPlan(ctx.db, by.workspaceId, "pro");
    await accept(last, token, Promise.resolve(await personOf(last)));
  });

  const personOf = async (email: string) => {
    const row = await world()
      .ctx.db.selectFrom("users")
      .selectAll()
      .where("email", "=", email)
      .executeTakeFirstOrThrow();
    return { userId: row.id, email, isEmailVerified: true };
  };

  test("of another workspace nobody sees or takes back an invitation", async () => {
    const { ctx } = world();
    const { id } = await ask(await owner(), someone());
    const { operator } = await world().stranger();
    expect(await listInvitations(ctx, operator, { limit: 100 })).toEqual({ data: [], nextCursor: null });
    await expect(revokeInvitation(ctx, operator, id)).rejects.toMatchObject(NOT_FOUND);
    await expect(resendInvitation(ctx, operator, id)).rejects.toMatchObject(NOT_FOUND);
  });
});
