import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../test/engines.ts";
import { endAll, runAdmin, type Server, startServer } from "./server.ts";

const PASSWORD = "a staple of correct horses";
let server: Server;

beforeAll(async () => {
  server = await startServer({ env: { MAIL_PREVIEW: "on", REGISTRATION: "open" } });
}, 90_000);
afterAll(endAll);

/** What a browser does: it keeps the session's cookie, and says where it comes from. */
function openBrowser() {
  let cookie = "";
  return async (method: string, path: string, body?: object) => {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        Origin: server.url,
        ...(cookie && { Cookie: cookie }),
        ...(body && { "Content-Type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) cookie = line.split(";")[0] ?? "";
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
  };
}

/** The page that the mail to the address leads to. */
function pageInMail(email: string): Promise<string> {
  const folder = join(server.dataDir, "mail");
  return until(
    () => {
      const names = readdirSync(folder, { recursive: true }).map(String);
      const texts = names
        .filter((name) => name.endsWith(".txt"))
        .map((name) => readFileSync(join(folder, name), "utf8"));
      return /http\S+/.exec(texts.find((text) => text.startsWith(`To: ${email}\n`)) ?? "")?.[0];
    },
    { timeoutMs: 20_000 },
  ) as Promise<string>;
}

test("from the set-up link to a session, to a link, to a visitor who is led on", async () => {
  const token = server.setupUrl.split("/").at(-1);
  const ask = openBrowser();
  const person = { name: "Ada", email: "ada@example.com", password: PASSWORD };
  expect((await ask("POST", "/api/auth/setup", { token, ...person })).status).toBe(201);
  const link = await ask("POST", "/api/v1/links", { url: "https://example.com/there" });
  expect(link.status).toBe(201);
  const visit = await fetch(String(link.body.shortUrl), { redirect: "manual" });
  expect([visit.status, visit.headers.get("location")]).toEqual([302, "https://example.com/there"]);
  expect((await fetch(server.setupUrl)).status).toBe(404);
  const later = openBrowser();
  expect((await later("POST", "/api/auth/sign-in", person)).status).toBe(422);
  const { name: _, ...credentials } = person;
  expect((await later("POST", "/api/auth/sign-in", credentials)).status).toBe(200);
  const me = await later("GET", "/api/v1/me");
  expect(me.body).toMatchObject({ person: { email: "ada@example.com", isInstanceAdmin: true } });
}, 60_000);

test("signing up by the page that the mail leads to: a button, not the address, confirms it", async () => {
  const ask = openBrowser();
  const credentials = { email: "grace@example.com", password: PASSWORD };
  expect((await ask("POST", "/api/auth/sign-up", { name: "Grace", ...credentials })).status).toBe(202);
  const page = await pageInMail("grace@example.com");
  expect(page).toStartWith(`${server.url}/account/verify?token=`);
  const html = await (await fetch(page)).text();
  expect(html).toContain('<form method="post"');
  expect((await ask("POST", "/api/auth/sign-in", credentials)).status).toBe(403);
  const [, token = ""] = /name="token" value="([^"]+)"/.exec(html) ?? [];
  const pressed = await fetch(page, {
    method: "POST",
    headers: { Origin: server.url },
    body: new URLSearchParams({ token }),
  });
  expect(await pressed.text()).toContain("Your address is confirmed");
  expect((await ask("POST", "/api/auth/sign-in", credentials)).status).toBe(200);
  expect((await ask("GET", "/api/v1/me")).body).toMatchObject({ workspaces: [{ role: "owner" }] });
}, 60_000);

test("the operator prints a new link, alone, and a restart keeps who is signed in", async () => {
  const { exitCode, stdout } = await runAdmin(server, {}, "setup-link");
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/setup\/\w{32}\n$/),
  ]);
  const ask = openBrowser();
  const token = stdout.trim().split("/").at(-1);
  const person = { name: "Joan", email: "joan@example.com", password: PASSWORD };
  expect((await ask("POST", "/api/auth/setup", { token, ...person })).status).toBe(201);
  await server.stop();
  server = await server.restart();
  expect((await ask("GET", "/api/v1/me")).body).toMatchObject({ person: { name: "Joan" } });
  expect(server.stdout() + server.stderr()).not.toMatch(/joan@example|staple of correct/);
}, 120_000);

test("the operator keeps somebody out while the service runs, and lets them in again", async () => {
  const ask = openBrowser();
  const credentials = { email: "ada@example.com", password: PASSWORD };
  const signIn = async () => (await ask("POST", "/api/auth/sign-in", credentials)).status;
  expect(await signIn()).toBe(200);
  const disabled = await runAdmin(server, {}, "people", "disable", "Ada@example.com");
  expect([disabled.exitCode, disabled.stdout]).toEqual([0, expect.stringMatching(/^usr_\w+\n$/)]);
  expect((await ask("GET", "/api/v1/me")).status).toBe(401);
  expect(await signIn()).toBe(401);
  expect((await runAdmin(server, {}, "people", "enable", "ada@example.com")).exitCode).toBe(0);
  expect(await signIn()).toBe(200);
  const { body } = await ask("GET", "/api/v1/me/security-log");
  const kinds = (body.data as { kind: string }[]).map(({ kind }) => kind);
  expect(kinds.slice(0, 4)).toEqual([
    ...["sign_in.password", "account.enabled", "sign_in.refused", "account.disabled"],
  ]);
  const nobody = await runAdmin(server, {}, "people", "disable", "nobody@example.com");
  expect([nobody.exitCode, nobody.stderr.split("\n")[0]]).toEqual([
    1,
    "Nobody has the address nobody@example.com",
  ]);
}, 60_000);
