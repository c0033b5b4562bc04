import { expect, test } from "bun:test";
import { readConfig } from "../config.ts";
import type { Ctx } from "../core/ctx.ts";
import { homeRoutes } from "./routes.ts";

const STRIPE = {
  ...{ BILLING: "stripe", STRIPE_SECRET_KEY: "sk_test_x", STRIPE_WEBHOOK_SECRET: "whsec_x" },
  ...{ STRIPE_PRICE_PRO: "price_1", STRIPE_PRICE_ENTERPRISE: "price_2" },
};

/** The pages of a service with these settings. */
function open(env: Record<string, string> = {}, isSignedIn = false) {
  const config = readConfig({ PUBLIC_URL: "https://go.example.com", ...env });
  const app = homeRoutes({ config } as Ctx, () => isSignedIn);
  const read = async (language = "en") =>
    (await app.request("/", { headers: { "Accept-Language": language } })).text();
  return { app, read };
}

test("says what there is to do, to who is known and to who is not", async () => {
  const nobody = await open().read();
  expect(nobody).toContain('<a class="button" href="/account/sign-in">Sign in</a>');
  expect(nobody).not.toContain("/account/sign-up");
  expect(nobody).not.toContain('href="/app"');
  expect(nobody).not.toContain("/shorten");
  const invited = await open({ REGISTRATION: "open", MAIL_PREVIEW: "on", PUBLIC_SHORTENING: "on" }).read();
  expect(invited).toContain('href="/account/sign-up">Make an account');
  expect(invited).toContain('href="/shorten"');
  const known = await open({}, true).read();
  expect(known).toContain('href="/app">Dashboard');
  expect(known).not.toContain("/account/sign-in");
});

test("is in the reader's language, with the service's own address, and may be found", async () => {
  const { app, read } = open();
  expect(await read("de-AT")).toContain('<html lang="de">');
  expect(await read()).toContain("curl https://go.example.com/api/v1/links");
  const { headers } = await app.request("/");
  expect(headers.get("x-robots-tag")).toBeNull();
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("has prices only where something is sold, and of what is for sale", async () => {
  for (const env of [{}, { DEFAULT_PLAN: "pro" }] as Record<string, string>[]) {
    const html = await open(env).read();
    expect(html).not.toMatch(/9\.99|pricing/i);
  }
  const html = await open(STRIPE).read();
  expect(
    [...html.matchAll(/<h3>(free|pro|enterprise|unlimited)<\/h3>/g)].map(([, name]) => name ?? ""),
  ).toEqual([...["free", "pro", "enterprise"]]);
  expect(html).toContain("<dt>Statistics</dt><dd>all breakdowns</dd>");
  expect(html).toContain("<dt>They reach back</dt><dd>3 years</dd>");
  expect(html).toContain("<dt>Webhooks</dt><dd>none</dd>");
  expect(await open(STRIPE).read("de")).toContain("9,99");
});

test("who begins with a plan comes to where it is bought, by way of the account", async () => {
  const path = "/app/settings/plan";
  const next = `?next=${encodeURIComponent(path)}`;
  expect(await open(STRIPE).read()).toContain(`href="/account/sign-in${next}"`);
  const env = { ...STRIPE, REGISTRATION: "open", MAIL_PREVIEW: "on" };
  expect(await open(env).read()).toContain(`href="/account/sign-up${next}"`);
  expect(await open(STRIPE, true).read()).toContain(`href="${path}"`);
});

test("a language is kept in a cookie, and leads on to pages of ours alone", async () => {
  const { app } = open();
  const choose = async (language: string, next: string) => {
    const response = await app.request(`/account/language/${language}?${new URLSearchParams({ next })}`);
    return [response.status, response.headers.get("location"), response.headers.get("set-cookie")];
  };
  const kept = (language: string) => `language=${language}; Max-Age=31536000; Path=/; SameSite=Lax; Secure`;
  expect(await choose("de", "/docs/guides/links")).toEqual([303, "/docs/guides/links", kept("de")]);
  expect(await choose("en", "/docs/errors/link.slug_taken")).toEqual([
    303,
    "/docs/errors/link.slug_taken",
    kept("en"),
  ]);
  for (const wrong of [
    "//evil.example",
    "https://evil.example",
    "/docs/../x",
    "/docs//evil.example",
    "/x",
    "/docs\n",
    "",
  ])
    expect([wrong, (await choose("de", wrong))[1]]).toEqual([wrong, "/"]);
  expect(await choose("fr; Domain=x", "/")).toEqual([303, "/", null]);
});
