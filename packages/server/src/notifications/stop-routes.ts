import { Hono } from "hono";
import type { Ctx } from "../core/ctx.ts";
import { formPage } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import type { Language } from "../core/language.ts";
import { languageAt } from "../core/pages.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";
import { stopNotifications } from "./stop.ts";
import { readStopToken, STOP_PATH } from "./stop-token.ts";

/** Where the link in a mail leads, for people, and for mail programs that stop mails by themselves (RFC 8058). */
export function stopRoutes(ctx: Ctx): Hono<Env> {
  const app = new Hono<Env>();
  // Opening it changes nothing: programs that scan mails open whatever is in them.
  app.get(`${STOP_PATH}/:token`, async (c) => {
    const language = languageAt(c);
    const say = words(MESSAGES, language);
    const subscription = await readStopToken(ctx.reads, c.req.param("token"));
    if (!subscription) return unknownPage(language);
    return formPage({
      title: say("noMore"),
      paragraphs: [say.html("noMoreText", { mails: say(subscription.what) })],
      content: `<form method="post"><button class="button">${say.html("stop")}</button></form>`,
      footer: say.html("again"),
      language,
    });
  });
  app.post(`${STOP_PATH}/:token`, async (c) => {
    const language = languageAt(c);
    const say = words(MESSAGES, language);
    const subscription = await readStopToken(ctx.reads, c.req.param("token"));
    if (!subscription) return unknownPage(language);
    await stopNotifications(ctx, subscription);
    return formPage({
      title: say("stopped"),
      paragraphs: [say.html("stoppedText", { mails: say(subscription.what) })],
      language,
    });
  });
  return app;
}

function unknownPage(language: Language): Response {
  const say = words(MESSAGES, language);
  return formPage(
    {
      title: say("notWhole"),
      paragraphs: [say.html("notWholeText")],
      language,
    },
    404,
  );
}
