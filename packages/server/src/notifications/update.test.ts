import { expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { addMemberWith } from "../../../../test/members.ts";
import { findNotifications } from "../db/notifications.ts";
import { getNotifications } from "./get.ts";
import { stopNotifications } from "./stop.ts";
import { readStopToken, stopToken } from "./stop-token.ts";
import { updateNotifications } from "./update.ts";

forEachDatabase("notifications", (world) => {
  const personOf = (role: "owner" | "admin" | "member" | "viewer") => addMemberWith(world(), role);
  const rowOf = ({ workspaceId, userId }: { workspaceId: string; userId: string }) =>
    findNotifications(world().ctx.db, workspaceId, userId);

  test("owners and admins are told of what goes wrong, others of nothing, until they choose", async () => {
    const { ctx } = world();
    for (const role of ["owner", "admin"] as const)
      expect(await getNotifications(ctx, await personOf(role))).toEqual({
        ...{ summary: "off", timezone: "UTC", alerts: ["quota", "broken_links", "traffic"] },
      });
    for (const role of ["member", "viewer"] as const)
      expect(await getNotifications(ctx, await personOf(role))).toEqual({
        ...{ summary: "off", timezone: "UTC", alerts: [] },
      });
  });

  test("what is chosen is kept, for this person and workspace alone", async () => {
    const { ctx, clock } = world();
    clock.now = Date.UTC(2027, 0, 15, 12);
    const [person, other] = [await personOf("viewer"), await personOf("viewer")];
    const chosen = { summary: "weekly" as const, timezone: "Europe/Berlin", alerts: ["traffic" as const] };
    expect(await updateNotifications(ctx, person, chosen)).toEqual(chosen);
    expect(await getNotifications(ctx, person)).toEqual(chosen);
    expect((await getNotifications(ctx, other)).summary).toBe("off");
    expect((await rowOf(person))?.summary_at).toBe(Date.UTC(2027, 0, 18, 6));
    const elsewhere = { ...person, workspaceId: (await world().stranger()).operator.workspaceId };
    expect((await getNotifications(ctx, elsewhere)).summary).toBe("off");
  });

  test("what is due stays due, unless it is due at another time now", async () => {
    const { ctx, clock } = world();
    const person = await personOf("owner");
    await updateNotifications(ctx, person, { summary: "daily" });
    const due = (await rowOf(person))?.summary_at ?? 0;
    clock.now = due + 1_000;
    await updateNotifications(ctx, person, { alerts: [] });
    expect((await rowOf(person))?.summary_at).toBe(due);
    await updateNotifications(ctx, person, { timezone: "Asia/Tokyo" });
    expect((await rowOf(person))?.summary_at).toBeGreaterThan(clock.now);
    await updateNotifications(ctx, person, { summary: "off" });
    expect((await rowOf(person))?.summary_at).toBeNull();
  });

  test("a key has none", async () => {
    const { actor } = await world().key();
    const refusal = { code: "auth.person_required", status: 403 };
    await expect(getNotifications(world().ctx, actor)).rejects.toMatchObject(refusal);
    await expect(updateNotifications(world().ctx, actor, {})).rejects.toMatchObject(refusal);
  });

  test("the link in a mail stops one kind, without signing in, and nothing else", async () => {
    const { ctx } = world();
    const person = await personOf("owner");
    await updateNotifications(ctx, person, { summary: "daily" });
    const { workspaceId, userId } = person;
    for (const what of ["summary", "traffic"] as const) {
      const found = await readStopToken(ctx.db, await stopToken(ctx.db, { workspaceId, userId, what }));
      expect(found).toEqual({ workspaceId, userId, what });
      if (found) await stopNotifications(ctx, found);
    }
    expect(await getNotifications(ctx, person)).toMatchObject({
      ...{ summary: "off", alerts: ["quota", "broken_links"] },
    });
    expect((await rowOf(person))?.summary_at).toBeNull();
  });

  test("nobody makes such a link up", async () => {
    const { ctx } = world();
    const person = await personOf("owner");
    const { workspaceId, userId } = person;
    const right = await stopToken(ctx.db, { workspaceId, userId, what: "quota" });
    const wrong = [
      right.replace(".quota.", ".traffic."),
      right.replace(userId, `${userId.slice(0, -1)}x`),
      right.slice(0, -1),
      `${right}A`,
      `${right.slice(0, -1)}${right.endsWith("A") ? "B" : "A"}`,
      "",
      `ws_1.usr_1.quota.${"A".repeat(43)}`,
    ];
    for (const token of wrong) expect([token, await readStopToken(ctx.db, token)]).toEqual([token, null]);
  });
});
