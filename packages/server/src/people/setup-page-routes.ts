import { SetupSchema } from "@visoli/contract/auth";
import type { Hono } from "hono";
import { problem } from "../core/errors.ts";
import { readForm } from "../core/form.ts";
import type { Env } from "../core/http.ts";
import { languageAt, openPages } from "../core/pages.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { withCookies } from "./cookies.ts";
import { type People, visitorOf } from "./people.ts";
import { NEW_PASSWORD, refusalOf, refusalOfInput } from "./refusal.ts";
import { setUpAndSignIn } from "./set-up-and-sign-in.ts";
import { isSetupOpen } from "./setup.ts";
import { setupDonePage, setupPage } from "./setup-page.ts";

/** The page that the first start leads to. */
export function setupPageRoutes(people: People, readAddress: ReadAddress): Hono<Env> {
  const { ctx } = people;
  const pages = openPages(ctx, "/setup/*");
  const refuseUnknown = async (token: string) => {
    if (!(await isSetupOpen(ctx, token))) throw problem("auth.token_not_found", "There is no such link");
  };
  pages.get("/setup/:token", async (c) => {
    await refuseUnknown(c.req.param("token"));
    return setupPage({ language: languageAt(c) });
  });
  pages.post("/setup/:token", async (c) => {
    const token = c.req.param("token");
    const language = languageAt(c);
    await refuseUnknown(token);
    const values = (await readForm(c.req.raw)) ?? {};
    const { name = "", email = "", password = "" } = values;
    const parsed = SetupSchema.safeParse({ token, name: name.trim(), email: email.trim(), password });
    if (!parsed.success)
      return setupPage({ values, language, refusal: refusalOfInput(parsed.error, language, NEW_PASSWORD) });
    try {
      const cookies = await setUpAndSignIn(people, visitorOf(people, c, readAddress), parsed.data);
      return withCookies(setupDonePage(ctx.config.domain, language), cookies);
    } catch (error) {
      return setupPage({ values, language, refusal: refusalOf(error, language) });
    }
  });
  return pages;
}
