import { expect, test } from "bun:test";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { addMemberWith } from "../../../../test/members.ts";
import { getNotifications } from "./get.ts";
import { stopToken } from "./stop-token.ts";
import { updateNotifications } from "./update.ts";

forEachDatabase("the link in a mail", (world) => {
  const send = async (method: string, token: string) => {
    const response = await ask(world(), method, `/api/notifications/stop/${token}`);
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      text: await response.text(),
    };
  };

  test("asks before it stops anything, and stops without signing in", async () => {
    const { ctx, operator } = world();
    const person = await addMemberWith(world(), "owner");
    await updateNotifications(ctx, person, { summary: "daily" });
    const token = await stopToken(ctx.db, {
      ...{ workspaceId: operator.workspaceId, userId: person.userId, what: "summary" },
    });
    const page = await send("GET", token);
    expect([page.status, page.type]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.text).toContain('<form method="post">');
    expect((await getNotifications(ctx, person)).summary).toBe("daily");
    for (let time = 0; time < 2; time++) expect((await send("POST", token)).status).toBe(200);
    expect((await getNotifications(ctx, person)).summary).toBe("off");
  });

  test("is a page of its own where it is not whole, and no error", async () => {
    for (const token of ["x", "ws_1.usr_1.summary.x", "%00", "..%2f..", "a".repeat(3_000)])
      for (const method of ["GET", "POST"]) expect((await send(method, token)).status).toBe(404);
  });
});
