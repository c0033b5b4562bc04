import { SecondFactorSchema, SignInSchema } from "@visoli/contract/auth";
import type { Hono } from "hono";
import { ProblemError } from "../core/errors.ts";
import { readForm } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import { languageAt } from "../core/pages.ts";
import { withCookies } from "./cookies.ts";
import type { Door } from "./door.ts";
import { ownPage, rememberNext, takeNext, withNext } from "./next-page.ts";
import { startProvider } from "./providers.ts";
import { refusalOf, refusalOfInput } from "./refusal.ts";
import { sendSecondFactor, signIn } from "./sign-in.ts";
import { optionsOf } from "./sign-in-options.ts";
import { goOnPage, secondFactorPage, signInPage, unconfirmedPage } from "./sign-in-page.ts";

const WRONG = { "auth.invalid_credentials": "wrongPassword" } as const;
const WRONG_CODE = { "auth.invalid_code": "wrongCode", "two_factor.off": "wrongCode" } as const;

/** Signing in by a form. */
export function signInPages(pages: Hono<Env>, { people, visitor }: Door): void {
  const { ctx } = people;
  const page = (came: Parameters<typeof signInPage>[2]) =>
    signInPage(ctx.config.domain, optionsOf(ctx), came);
  pages.get("/account/sign-in", (c) => page({ next: ownPage(c.req.query("next")), language: languageAt(c) }));
  pages.post("/account/sign-in", async (c) => {
    const values = (await readForm(c.req.raw)) ?? {};
    const [next, language] = [ownPage(values.next), languageAt(c)];
    const { email = "", password = "" } = values;
    const parsed = SignInSchema.safeParse({ email: email.trim(), password });
    if (!parsed.success)
      return page({ values, next, language, refusal: refusalOfInput(parsed.error, language) });
    try {
      const { status, cookies } = await signIn(people, visitor(c), parsed.data);
      if (status === "second_factor")
        return withCookies(c.redirect(withNext("/account/second-factor", next), 303), cookies);
      const after = takeNext(people, c, next);
      return withCookies(c.redirect(after.next, 303), [...cookies, ...after.cookies]);
    } catch (error) {
      if (error instanceof ProblemError && error.code === "auth.email_not_verified")
        return unconfirmedPage(parsed.data.email, language);
      return page({ values, next, language, refusal: refusalOf(error, language, WRONG) });
    }
  });
}

/** The second step, where a second factor is on. */
export function secondFactorPages(pages: Hono<Env>, { people, visitor }: Door): void {
  pages.get("/account/second-factor", (c) => {
    const { next, recovery } = c.req.query();
    return secondFactorPage({ next: ownPage(next), isRecovery: recovery === "1", language: languageAt(c) });
  });
  pages.post("/account/second-factor", async (c) => {
    const values = (await readForm(c.req.raw)) ?? {};
    const isRecovery = values.recovery === "1";
    const language = languageAt(c);
    const came = { next: ownPage(values.next), isRecovery, language };
    const sent = (values[isRecovery ? "recoveryCode" : "code"] ?? "").replace(/\s/g, "");
    const parsed = SecondFactorSchema.safeParse(isRecovery ? { recoveryCode: sent } : { code: sent });
    if (!parsed.success)
      return secondFactorPage({ ...came, refusal: refusalOfInput(parsed.error, language) });
    try {
      const { cookies } = await sendSecondFactor(people, visitor(c), parsed.data);
      const after = takeNext(people, c, came.next);
      return withCookies(c.redirect(after.next, 303), [...cookies, ...after.cookies]);
    } catch (error) {
      return secondFactorPage({ ...came, refusal: refusalOf(error, language, WRONG_CODE) });
    }
  });
}

/** Signing in elsewhere; the browser comes back to `/account/arrived`. */
export function providerPages(pages: Hono<Env>, { people, visitor }: Door): void {
  pages.post("/account/provider", async (c) => {
    const { provider = "", next } = (await readForm(c.req.raw)) ?? {};
    const known = optionsOf(people.ctx).providers.find(({ id }) => id === provider);
    if (!known) return c.redirect("/account/sign-in", 303);
    const wanted = { provider: known.id, redirectTo: "/account/arrived" };
    const { url, cookies } = await startProvider(people, visitor(c), wanted);
    return withCookies(goOnPage(known.name, url, languageAt(c)), [
      ...cookies,
      ...rememberNext(people, ownPage(next)),
    ]);
  });
  pages.get("/account/arrived", (c) => {
    const { next, cookies } = takeNext(people, c);
    return withCookies(c.redirect(next, 303), cookies);
  });
}
