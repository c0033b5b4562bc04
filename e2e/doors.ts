import { expect } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../test/engines.ts";
import type { Server } from "./server.ts";

export const PASSWORD = "a staple of correct horses";

export type Headers = Record<string, string>;
export type Answer = {
  status: number;
  headers: globalThis.Headers;
  text: string;
  body: Record<string, unknown>;
};
export type Browser = { cookies: Map<string, string>; ask: Ask };

export type Ask = (method: string, path: string, body?: unknown, headers?: Headers) => Promise<Answer>;
export type Doors = ReturnType<typeof openDoors>;

/** How people come into a server that writes its mails into files and believes X-Forwarded-For. `home` is its PUBLIC_URL. */
export function openDoors(server: Pick<Server, "url" | "dataDir">, home: string) {
  const ask = openAsk(server);
  const addressesTo = (email: string, subject: string, count: number) =>
    addressesIn(server.dataDir, email, subject, count);

  /** A browser at our own page, which keeps cookies. */
  function openBrowser(cookies = new Map<string, string>()): Browser {
    return {
      cookies,
      async ask(method, path, body, headers = {}) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
        const answer = await ask(method, path, body, { Origin: home, Cookie: cookie, ...headers });
        for (const line of answer.headers.getSetCookie()) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (/max-age=0/i.test(line)) cookies.delete(name);
          else cookies.set(name, value);
        }
        return answer;
      },
    };
  }

  async function signIn(email: string, password = PASSWORD): Promise<Browser> {
    const browser = openBrowser();
    const { status } = await browser.ask("POST", "/api/auth/sign-in", { email, password });
    if (status !== 200) throw new Error(`signing in as ${email} answered ${status}`);
    return browser;
  }

  async function signUp(email: string, isConfirmed = true): Promise<void> {
    const input = { name: "Somebody", email, password: PASSWORD };
    expect((await ask("POST", "/api/auth/sign-up", input)).status).toBe(202);
    const [address] = await addressesTo(email, "Confirm your address", 1);
    if (isConfirmed) await ask("POST", "/api/auth/verify-email", { token: tokenOf(address) });
  }
  return { ask, openBrowser, signIn, signUp, addressesTo };
}

export const tokenOf = (address: URL | undefined) => address?.searchParams.get("token") ?? "";

/** Asks each time from another network, so that nobody waits for what others tried. */
function openAsk(server: Pick<Server, "url">): Ask {
  let asked = 0;
  return async (method, path, body, headers = {}) => {
    const network = `198.18.${(asked >> 8) & 255}.${asked++ & 255}`;
    const response = await fetch(server.url + path, {
      ...{ method, redirect: "manual" },
      headers: {
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...{ "X-Forwarded-For": network, ...headers },
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") && text !== "";
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
  };
}

/** What the mails to the address lead to, oldest first, once there are as many. */
async function addressesIn(dataDir: string, email: string, subject: string, count: number): Promise<URL[]> {
  const folder = join(dataDir, "mail");
  return until(
    async () => {
      const texts = readdirSync(folder).filter((name) => name.endsWith(".txt"));
      const mails = texts.toSorted().map((name) => readFileSync(join(folder, name), "utf8"));
      const own = mails.filter((mail) => mail.includes(`To: ${email}`) && mail.includes(subject));
      return own.length >= count && own.map((mail) => new URL(/https?:\/\/\S+/.exec(mail)?.[0] ?? ""));
    },
    { timeoutMs: 20_000 },
  ) as Promise<URL[]>;
}
