import { EmailOnlySchema, PasswordResetSchema } from "@visoli/contract/auth";
import type { Hono } from "hono";
import { problem } from "../core/errors.ts";
import { readForm } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import { checkMailPage, forgotPage, nextStepPage, resetPage, verifyPage } from "./account-page.ts";
import { confirmAddress, mailConfirmation, mailReset, resetPassword } from "./by-mail.ts";
import type { Door } from "./door.ts";
import { NEW_PASSWORD_WORDS, refusalOf, refusalOfInput } from "./refusal.ts";

const AGAIN = "Open the link in it. It works for an hour; if nothing comes, look for it under junk, too.";
/** What the links in mails lead to. What they do is done by a button, for mails are opened by programs, too. */
export function mailPages(pages: Hono<Env>, { people, visitor }: Door): void {
  pages.get("/account/verify", (c) => verifyPage(tokenOf(c.req.query("token"))));
  pages.post("/account/verify", async (c) => {
    const { token } = (await readForm(c.req.raw)) ?? {};
    await confirmAddress(people, visitor(c), tokenOf(token));
    return nextStepPage("Your address is confirmed", "You can sign in now.");
  });
  pages.get("/account/reset", (c) => resetPage(tokenOf(c.req.query("token"))));
  pages.post("/account/reset", async (c) => {
    const { token: sent, password = "" } = (await readForm(c.req.raw)) ?? {};
    const token = tokenOf(sent);
    const parsed = PasswordResetSchema.safeParse({ token, password });
    if (!parsed.success)
      return resetPage(token, { refusal: refusalOfInput(parsed.error, NEW_PASSWORD_WORDS) });
    try {
      await resetPassword(people, visitor(c), parsed.data);
    } catch (error) {
      return resetPage(token, { refusal: refusalOf(error) });
    }
    return nextStepPage("Your password is changed", "Sign in with the new one.");
  });
  askingPages(pages, { people, visitor });
}

/** What has mails sent. */
function askingPages(pages: Hono<Env>, { people, visitor }: Pick<Door, "people" | "visitor">): void {
  pages.get("/account/forgot", () => {
    if (!people.ctx.mail.isOn) throw problem("mail.off", "This service sends no mail; ask its operator");
    return forgotPage();
  });
  for (const [path, send] of [
    ["/account/forgot", mailReset],
    ["/account/confirmation-mail", mailConfirmation],
  ] as const)
    pages.post(path, async (c) => {
      const values = (await readForm(c.req.raw)) ?? {};
      const parsed = EmailOnlySchema.safeParse({ email: (values.email ?? "").trim() });
      if (!parsed.success) return forgotPage({ values, refusal: refusalOfInput(parsed.error) });
      try {
        await send(people, visitor(c), parsed.data.email);
      } catch (error) {
        return forgotPage({ values, refusal: refusalOf(error) });
      }
      return checkMailPage(AGAIN);
    });
}

/** What is no token of ours opens nothing. @throws auth.token_not_found */
function tokenOf(sent: string | undefined): string {
  if (sent !== undefined && /^[\w\-.~+/=]{1,2000}$/.test(sent)) return sent;
  throw problem("auth.token_not_found", "That is not what the mail says");
}
