import { afterAll, beforeEach, expect, test } from "bun:test";
import { EventSchema } from "@visoli/contract/event";
import { forEachDatabase } from "../../../../test/context.ts";
import { addFolder, changeLink, makeLink } from "../../../../test/links.ts";
import { makeWebhook, sendDue, startReceiver } from "../../../../test/webhooks.ts";
import { openAnalytics } from "../analytics/client.ts";
import { conversionTable } from "../analytics/conversions.ts";
import { createConversion } from "../conversions/create.ts";
import { getConversion } from "../conversions/get.ts";
import { voidConversion } from "../conversions/void.ts";
import { copyConversions } from "./conversions.ts";

const receiver = startReceiver();
beforeEach(receiver.reset);
afterAll(receiver.stop);
let orders = 0;

forEachDatabase("what becomes of a conversion", (world) => {
  const record = async (link: string) =>
    (
      await createConversion(world().ctx, world().operator, {
        ...{ link, type: "sale", value: "19.99", currency: "EUR", externalId: `job-${++orders}` },
      })
    ).conversion;
  const copies = () =>
    world().ctx.analytics.query<{ id: string; voided: number; amount: number }>(
      `select id, voided, toInt64(amount) as amount, type, currency, class
       from ${conversionTable(world().ctx.analytics)} final where workspace = {workspace:String} order by id`,
      { workspace: world().operator.workspaceId },
    );

  test("the click store gets it, and that it was voided, also after it was away", async () => {
    const { ctx, operator } = world();
    const link = await makeLink(world());
    const [one, two] = [await record(link.id), await record(link.id)];
    const away = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    await expect(copyConversions({ ...ctx, analytics: away })).rejects.toThrow("does not answer");
    await away.close();
    await Promise.all([copyConversions(ctx), copyConversions(ctx)]);
    const as = { amount: 1_999, type: "sale", currency: "EUR", class: "human" };
    expect(await copies()).toEqual([
      { id: one.id, voided: 0, ...as },
      { id: two.id, voided: 0, ...as },
    ]);
    await voidConversion(ctx, operator, one.id);
    await copyConversions(ctx);
    expect((await copies()).map(({ voided }) => voided)).toEqual([1, 0]);
  });

  test("webhooks are told of it and of its void, those who see its link", async () => {
    const { ctx, operator } = world();
    const { actor } = await world().key();
    const link = await makeLink(world());
    await makeWebhook(world(), `${receiver.url}/all`, ["conversion.created", "conversion.voided"]);
    await makeWebhook(world(), `${receiver.url}/key`, ["conversion.created", "*"], actor);
    const { id } = await record(link.id);
    await changeLink(world(), link.id, { title: "x" });
    await sendDue(world());
    const [told] = receiver.at("/all");
    expect(EventSchema.strict().parse(told?.event)).toMatchObject({ type: "conversion.created" });
    expect(told?.event.data).toEqual({ conversion: await getConversion(ctx, operator, id) });
    expect(receiver.at("/key").map(({ event }) => event.type)).toContain("conversion.created");
    const folder = await addFolder(world(), "secret", "none");
    await changeLink(world(), link.id, { folder });
    receiver.reset();
    await voidConversion(ctx, operator, id);
    await sendDue(world());
    expect(receiver.at("/all").map(({ event }) => event.type)).toEqual(["conversion.voided"]);
    expect(receiver.at("/key").map(({ event }) => event.type)).not.toContain("conversion.voided");
  });

  test("a webhook asks for the scope that reading conversions asks for", async () => {
    const { actor } = await world().key("webhooks:write", "links:read");
    await expect(makeWebhook(world(), receiver.url, ["conversion.created"], actor)).rejects.toThrow(
      "conversions:read",
    );
  });
});
