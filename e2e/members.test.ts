import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../test/engines.ts";
import { type Server, startServer } from "./server.ts";

const PASSWORD = "a staple of correct horses";
const GUEST = "guest@example.com";
let server: Server;
beforeAll(async () => {
  server = await startServer({ env: { MAIL_PREVIEW: "on" } });
}, 90_000);
afterAll(() => server?.stop(), 90_000);

/** A browser at the service's own page. */
function openBrowser() {
  let cookies = new Map<string, string>();
  return async (method: string, path: string, body?: unknown, workspace?: string) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        Origin: server.url,
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(workspace !== undefined && { "X-Workspace-Id": workspace }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies = new Map([...cookies, [name, value]]);
    }
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  };
}

/** The newest mail to the address whose text holds the words. */
async function mailTo(address: string, words: string): Promise<string> {
  const folder = join(server.dataDir, "mail");
  return until(
    async () => {
      const texts = readdirSync(folder).filter((name) => name.endsWith(".txt"));
      const mails = texts.toSorted().map((name) => readFileSync(join(folder, name), "utf8"));
      return mails.findLast((mail) => mail.includes(`To: ${address}`) && mail.includes(words)) ?? false;
    },
    { timeoutMs: 20_000 },
  ) as Promise<string>;
}

test("somebody is invited by mail, comes in, is made more and less, and removed: each counts at once", async () => {
  const [owner, guest] = [openBrowser(), openBrowser()];
  const token = server.setupUrl.split("/setup/")[1];
  const ada = { name: "Ada", email: "ada@example.com", password: PASSWORD };
  expect((await owner("POST", "/api/auth/setup", { token, ...ada })).status).toBe(201);

  const invited = await owner("POST", "/api/v1/members/invitations", { email: GUEST, role: "member" });
  expect([invited.status, invited.body.url]).toEqual([201, null]);
  const invitation = /invitation\/(\w+)/.exec(await mailTo(GUEST, "Ada invites you"))?.[1] ?? "";
  const info = await guest("GET", `/api/v1/invitations/${invitation}`);
  expect(info.body).toMatchObject({ workspace: "Owner", role: "member", email: "g***@example.com" });

  const signUp = { name: "Guest", email: GUEST, password: PASSWORD, invitation };
  expect((await guest("POST", "/api/auth/sign-up", signUp)).status).toBeLessThan(300);
  const mail = await mailTo(GUEST, "Confirm your address");
  const confirm = new URL(/http\S+token=\S+/.exec(mail)?.[0] ?? "").searchParams.get("token");
  expect((await guest("POST", "/api/auth/verify-email", { token: confirm })).status).toBeLessThan(300);
  const signIn = await guest("POST", "/api/auth/sign-in", { email: GUEST, password: PASSWORD });
  expect(signIn.status).toBeLessThan(300);

  const make = () => guest("POST", "/api/v1/links", { url: "https://example.com/" });
  expect((await make()).status).toBe(404);
  const joined = await guest("POST", "/api/v1/invitations/accept", { token: invitation });
  expect([joined.status, joined.body.role]).toEqual([200, "member"]);
  expect((await guest("GET", `/api/v1/invitations/${invitation}`)).status).toBe(404);
  expect((await make()).status).toBe(201);

  const { data } = (await owner("GET", "/api/v1/members")).body;
  const { id } = data.find(({ email }: { email: string }) => email === GUEST);
  expect((await owner("PATCH", `/api/v1/members/${id}`, { role: "viewer" })).status).toBe(200);
  expect((await make()).body.code).toBe("auth.missing_scope");
  expect((await guest("GET", "/api/v1/links")).status).toBe(200);
  expect((await owner("DELETE", `/api/v1/members/${id}`)).status).toBe(204);
  expect((await guest("GET", "/api/v1/links")).status).toBe(404);
  expect((await guest("GET", "/api/v1/workspaces")).body).toEqual({ data: [] });

  const log = await owner("GET", "/api/v1/audit-log?action=member.");
  expect(log.body.data.map((entry: { action: string }) => entry.action)).toEqual([
    ...["member.remove", "member.update"],
  ]);
  expect(`${server.stdout()}${server.stderr()}`).not.toContain(invitation);
}, 120_000);

test("a workspace that is deleted stops at once, links and keys, and the first one stays", async () => {
  const owner = openBrowser();
  const email = "ada@example.com";
  await owner("POST", "/api/auth/sign-in", { email, password: PASSWORD });
  const refused = await owner("DELETE", "/api/v1/workspace", { name: "Owner" });
  expect([refused.status, refused.body.code]).toEqual([409, "workspace.undeletable"]);
  const { body: made } = await owner("POST", "/api/v1/workspaces", { name: "Second" });
  const key = await owner("POST", "/api/v1/keys", { name: "second" }, made.id);
  const auth = { Authorization: `Bearer ${key.body.key}`, "Content-Type": "application/json" };
  const link = (await (
    await fetch(`${server.url}/api/v1/links`, {
      ...{ method: "POST", headers: auth },
      body: JSON.stringify({ url: "https://example.com/" }),
    })
  ).json()) as { shortUrl: string };
  const visit = async () => (await fetch(link.shortUrl, { redirect: "manual" })).status;
  expect(await visit()).toBe(302);
  expect((await owner("DELETE", "/api/v1/workspace", { name: "Second" }, made.id)).status).toBe(204);
  expect(await visit()).toBe(404);
  expect((await fetch(`${server.url}/api/v1/links`, { headers: auth })).status).toBe(401);
}, 120_000);
