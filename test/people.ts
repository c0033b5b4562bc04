import { createHmac } from "node:crypto";
import { newId } from "@visoli/contract/ids";
import type { Role } from "@visoli/contract/role";
import type { Mail } from "../packages/server/src/adapters/mail/mailer.ts";
import { addMember } from "../packages/server/src/db/members.ts";
import { insertPassword, insertUser } from "../packages/server/src/db/people.ts";
import { sendMails } from "../packages/server/src/jobs/mails.ts";
import { sha256 } from "../packages/server/src/lib/hash.ts";
import { authSecret } from "../packages/server/src/people/auth.ts";
import { hashPassword } from "../packages/server/src/people/passwords.ts";
import { ask, type World } from "./context.ts";
import { until } from "./engines.ts";

export const PASSWORD = "a staple of correct horses";

/** A browser at our own page: it keeps cookies and says where it comes from. */
export type Browser = {
  cookies: Map<string, string>;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};
export type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

export function openBrowser(world: World): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async ask(method, path, body, headers = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const own = {
        Origin: world.ctx.config.publicUrl,
        "User-Agent": FIREFOX,
        ...(cookie && { Cookie: cookie }),
      };
      const response = await ask(world, method, path, { body, headers: { ...own, ...headers } });
      for (const line of response.headers.getSetCookie()) keep(cookies, line);
      const text = await response.text();
      const isJson = response.headers.get("Content-Type")?.includes("json");
      return {
        status: response.status,
        headers: response.headers,
        body: (isJson ? JSON.parse(text) : { text }) as Answer["body"],
      };
    },
  };
}

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/max-age=0/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

/** The next mail to the person, sent by now or soon: mails are queued behind the answers. Each is given once. */
export async function nextMail(world: World, to: string): Promise<Mail> {
  return until(
    async () => {
      await sendMails(world.ctx);
      const at = world.mails.findIndex((one) => one.to === to);
      return at >= 0 && world.mails.splice(at, 1)[0];
    },
    { timeoutMs: 10_000, everyMs: 5 },
  ) as Promise<Mail>;
}

/** The token in the address that the next mail leads to. */
export async function nextToken(world: World, to: string): Promise<string> {
  const { text } = await nextMail(world, to);
  return new URL(/http\S+/.exec(text)?.[0] ?? "").searchParams.get("token") ?? "";
}

export type SignedInPerson = { userId: string; email: string; browser: Browser };

/** A person with a confirmed address and PASSWORD; with a role, in the world's workspace. Signed in, without going through the door. */
export async function signedIn(
  world: World,
  { role, isInstanceAdmin = false }: { role?: Role; isInstanceAdmin?: boolean } = {},
): Promise<SignedInPerson> {
  const { ctx, operator } = world;
  const now = ctx.now();
  const userId = newId("usr", now);
  const email = `${userId.toLowerCase()}@example.com`;
  const user = { id: userId, name: "Ada", email, created_at: now };
  await insertUser(ctx.db, { ...user, is_email_verified: 1, is_instance_admin: isInstanceAdmin ? 1 : 0 });
  await insertPassword(ctx.db, { id: newId("evt", now), userId, hash: await hashPassword(PASSWORD), now });
  if (role) await addMember(ctx.db, { workspaceId: operator.workspaceId, userId, role, now });
  const browser = openBrowser(world);
  browser.cookies.set("visoli.session_token", await addSession(world, userId));
  return { userId, email, browser };
}

/** A session of the person; gives back what its cookie carries. */
export async function addSession(
  { ctx }: World,
  userId: string,
  proof: "password" | "second_factor" = "password",
): Promise<string> {
  const now = ctx.now();
  const token = `${sha256(newId("ses", now))}`.slice(0, 32);
  const row = { id: newId("ses", now), user_id: userId, token_hash: sha256(token), active_workspace: null };
  await ctx.db
    .insertInto("sessions")
    .values({
      ...{ ...row, user_agent: FIREFOX, address_class: "this machine", proof, confirmed_at: null },
      ...{ expires_at: now + 30 * 86_400_000, created_at: now, updated_at: now },
    })
    .execute();
  const signature = createHmac("sha256", authSecret(ctx)).update(token).digest("base64");
  return encodeURIComponent(`${token}.${signature}`);
}
