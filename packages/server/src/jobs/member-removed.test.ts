import { afterAll, beforeEach, expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { makeLink } from "../../../../test/links.ts";
import { addMemberWith } from "../../../../test/members.ts";
import { makeWebhook, sendDue, startReceiver } from "../../../../test/webhooks.ts";
import { removeMember } from "../members/remove.ts";
import { updateMember } from "../members/update.ts";
import { relay } from "./relay.ts";

const receiver = startReceiver();
beforeEach(receiver.reset);
afterAll(receiver.stop);

forEachDatabase("webhooks of people", (world) => {
  const stateOf = async (id: string) =>
    world()
      .ctx.db.selectFrom("webhooks")
      .select(["is_enabled", "disabled_reason"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();

  test("who is removed is told nothing from then on, what waited neither; the webhook is switched off, and says why", async () => {
    const { ctx, operator } = world();
    const admin = await addMemberWith(world(), "admin");
    const [left, stays] = [
      await makeWebhook(world(), `${receiver.url}/left`, ["link.created"], admin),
      await makeWebhook(world(), `${receiver.url}/stays`, ["link.created"]),
    ];
    await makeLink(world());
    await relay(ctx);
    await removeMember(ctx, operator, admin.userId);
    await makeLink(world());
    await sendDue(world());
    expect(receiver.at("/left")).toEqual([]);
    expect(receiver.at("/stays")).toHaveLength(2);
    expect(await stateOf(left.id)).toEqual({ is_enabled: 0, disabled_reason: "member_left" });
    expect(await stateOf(stays.id)).toEqual({ is_enabled: 1, disabled_reason: null });
  });

  test("what somebody is told goes by what they are now, not by what they were when they set it up", async () => {
    const { ctx, operator } = world();
    const admin = await addMemberWith(world(), "admin");
    await makeWebhook(world(), `${receiver.url}/less`, ["key.created", "link.created"], admin);
    await updateMember(ctx, operator, admin.userId, { role: "viewer" });
    await world().key();
    await makeLink(world());
    await sendDue(world());
    expect(receiver.at("/less").map(({ event }) => event.type)).toEqual(["link.created"]);
  });
});
