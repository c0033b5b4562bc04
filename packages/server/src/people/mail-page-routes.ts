import { EmailOnlySchema, PasswordResetSchema } from "@visoli/contract/auth";
import type { Hono } from "hono";
import { problem } from "../core/errors.ts";
import { readForm } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import { languageAt } from "../core/pages.ts";
import { checkMailPage, forgotPage, nextStepPage, resetPage, verifyPage } from "./account-page.ts";
import { confirmAddress, mailConfirmation, mailReset, resetPassword } from "./by-mail.ts";
import type { Door } from "./door.ts";
import { NEW_PASSWORD, refusalOf, refusalOfInput } from "./refusal.ts";

/** What the links in mails lead to. What they do is done by a button, for mails are opened by programs, too. */
export function mailPages(pages: Hono<Env>, { people, visitor }: Door): void {
  pages.get("/account/verify", (c) => verifyPage(tokenOf(c.req.query("token")), languageAt(c)));
  pages.post("/account/verify", async (c) => {
    const { token } = (await readForm(c.req.raw)) ?? {};
    await confirmAddress(people, visitor(c), tokenOf(token));
    return nextStepPage("confirmed", languageAt(c));
  });
  pages.get("/account/reset", (c) => resetPage(tokenOf(c.req.query("token")), { language: languageAt(c) }));
  pages.post("/account/reset", async (c) => {
    const { token: sent, password = "" } = (await readForm(c.req.raw)) ?? {};
    const [token, language] = [tokenOf(sent), languageAt(c)];
    const parsed = PasswordResetSchema.safeParse({ token, password });
    if (!parsed.success)
      return resetPage(token, { language, refusal: refusalOfInput(parsed.error, language, NEW_PASSWORD) });
    try {
      await resetPassword(people, visitor(c), parsed.data);
    } catch (error) {
      return resetPage(token, { language, refusal: refusalOf(error, language) });
    }
    return nextStepPage("changed", language);
  });
  askingPages(pages, { people, visitor });
}

/** What has mails sent. */
function askingPages(pages: Hono<Env>, { people, visitor }: Pick<Door, "people" | "visitor">): void {
  pages.get("/account/forgot", (c) => {
    if (!people.ctx.mail.isOn) throw problem("mail.off", "This service sends no mail; ask its operator");
    return forgotPage({ language: languageAt(c) });
  });
  for (const [path, send] of [
    ["/account/forgot", mailReset],
    ["/account/confirmation-mail", mailConfirmation],
  ] as const)
    pages.post(path, async (c) => {
      const values = (await readForm(c.req.raw)) ?? {};
      const language = languageAt(c);
      const parsed = EmailOnlySchema.safeParse({ email: (values.email ?? "").trim() });
      if (!parsed.success)
        return forgotPage({ values, language, refusal: refusalOfInput(parsed.error, language) });
      try {
        await send(people, visitor(c), parsed.data.email);
      } catch (error) {
        return forgotPage({ values, language, refusal: refusalOf(error, language) });
      }
      return checkMailPage("openMail", language);
    });
}

/** What is no token of ours opens nothing. @throws auth.token_not_found */
function tokenOf(sent: string | undefined): string {
  if (sent !== undefined && /^[\w\-.~+/=]{1,2000}$/.test(sent)) return sent;
  throw problem("auth.token_not_found", "That is not what the mail says");
}
