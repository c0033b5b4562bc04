import { Hono } from "hono";
import type { Ctx } from "../core/ctx.ts";
import { formPage } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import { stopNotifications } from "./stop.ts";
import { readStopToken, STOP_PATH, type Stoppable } from "./stop-token.ts";

const NAMES: Record<Stoppable, string> = {
  summary: "summaries of clicks",
  quota: "mails about what is used of the plan",
  broken_links: "mails about destinations that do not answer",
  traffic: "mails about unusual traffic",
};

/** Where the link in a mail leads, for people, and for mail programs that stop mails by themselves (RFC 8058). */
export function stopRoutes(ctx: Ctx): Hono<Env> {
  const app = new Hono<Env>();
  // Opening it changes nothing: programs that scan mails open whatever is in them.
  app.get(`${STOP_PATH}/:token`, async (c) => {
    const subscription = await readStopToken(ctx.reads, c.req.param("token"));
    if (!subscription) return unknownPage();
    return formPage({
      title: "No more of these mails?",
      paragraphs: [`You will get no more ${NAMES[subscription.what]} of this workspace.`],
      content: '<form method="post"><button class="button">Stop them</button></form>',
      footer: "In the settings you can have them again at any time.",
    });
  });
  app.post(`${STOP_PATH}/:token`, async (c) => {
    const subscription = await readStopToken(ctx.reads, c.req.param("token"));
    if (!subscription) return unknownPage();
    await stopNotifications(ctx, subscription);
    return formPage({
      title: "Stopped",
      paragraphs: [`You get no more ${NAMES[subscription.what]} of this workspace.`],
    });
  });
  return app;
}

function unknownPage(): Response {
  return formPage(
    {
      title: "This link is not whole",
      paragraphs: ["Open it from the mail itself, or choose in the settings what you are told of."],
    },
    404,
  );
}
