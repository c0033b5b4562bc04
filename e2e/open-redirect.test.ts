import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Attack, attackOn, bytesOf, EVIL, LINKS, OWNER } from "./attack-inputs.ts";
import { type Client, click, createClient, type Problem } from "./client.ts";
import { type RawAnswer, sendRaw } from "./raw-http.ts";
import { endAll, type Server, startServer } from "./server.ts";

let server: Server;
let client: Client;
beforeAll(async () => {
  server = await startServer();
  client = createClient(server.url, server.apiKey);
});
afterAll(endAll);

const unescaped = (html: string) =>
  html.replace(
    /&(quot|#39|lt|gt|amp);/g,
    (name) => ({ "&quot;": '"', "&#39;": "'", "&lt;": "<", "&gt;": ">" })[name] ?? "&",
  );

/** Every address in the answer: Location, and what its page leads to or loads. */
function addressesOf({ headers, body }: RawAnswer): string[] {
  const inPage = [...body.matchAll(/(?:href|src|action|content)="([^"]*)"/g)].map(([, value = ""]) =>
    unescaped(value),
  );
  const location = headers.get("location");
  // A card's title and the like are no addresses.
  const ofPage = inPage.filter((value) => /^([a-z][a-z+.-]*:|[/\\])/i.test(value));
  return location === undefined ? ofPage : [location, ...ofPage];
}

/** Scheme, host and port that a browser reads out of it at the address that it asked for. */
function originOf(address: string, { target }: Attack): string {
  const base = URL.parse(target, server.url)?.pathname ?? "/";
  const url = URL.parse(address, server.url + base);
  return url === null ? address : `${url.protocol}//${url.host}`;
}

async function cookieFor(slug: string): Promise<string> {
  const body = new URLSearchParams({ password: "password" });
  const response = await fetch(`${server.url}/${slug}`, { method: "POST", redirect: "manual", body });
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

test("2,000 attacks: nobody is led to where the owner did not lead, and no answer is a 5xx", async () => {
  await client.ask("PATCH", "/api/v1/workspace", { allowedSchemes: ["owner"] });
  for (const [slug, settings] of Object.entries(LINKS))
    await client.createLink({ url: `${OWNER}/to`, slug, ...settings });
  const allowed = [OWNER, `${OWNER}:8443`, "owner://open", server.url];
  const ledBy: Record<string, number> = {};
  const isHarmless = async (attack: Attack) => {
    const answer = await sendRaw(server.port, bytesOf(attack));
    if (answer === null) return;
    expect(answer.status).toBeLessThan(500);
    for (const [name, value] of answer.headers)
      expect(`${name}: ${value}`).not.toMatch(/[\r\n\0]|injected: /i);
    const elsewhere = addressesOf(answer).filter((one) => !allowed.includes(originOf(one, attack)));
    expect(elsewhere).toEqual([]);
    expect(answer.body).not.toContain(`<script src=//${EVIL}`);
    const isLed = addressesOf(answer).some((one) => originOf(one, attack) !== server.url);
    if (isLed) ledBy[attack.link] = (ledBy[attack.link] ?? 0) + 1;
  };
  const attacks = attackOn(new URL(server.url).host, await cookieFor("secret"));
  await fc.assert(fc.asyncProperty(attacks, isHarmless), { numRuns: 2_000 });
  console.log(`led on by: ${JSON.stringify(ledBy)}`);
  // Attacks that all end in a 404 would show nothing.
  expect(Object.keys(ledBy).sort()).toEqual(Object.keys(LINKS).sort());
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

describe("what no link may lead to", () => {
  const NEVER = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "javascript://example.com/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHN2Zz4=",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.com/1",
    "about:blank",
    "view-source:https://example.com/",
    "jar:https://example.com!/x",
    "\tjavascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "//evil.example",
    "/\\evil.example",
    "/relative",
    "https:evil.example",
    "https:/evil.example",
    "https://",
    "evil.example",
    "https://example.com/\r\nX-Injected: 1",
  ];
  const there = "https://example.com/";
  const rule = (more: Record<string, unknown>) => ({ rules: [{ conditions: [], ...more }] });
  const FIELDS: [name: string, fields: (url: string) => Record<string, unknown>][] = [
    ["url", (url) => ({ url })],
    ["expiredUrl", (url) => ({ expiredUrl: url })],
    ["ios", (url) => ({ ios: url })],
    ["android", (url) => ({ android: url })],
    ["rules", (url) => rule({ url })],
    ["split", (url) => rule({ split: [there, url].map((one) => ({ url: one, weight: 1 })) })],
    ["preview", (url) => ({ preview: { image: url } })],
  ];

  test.each(FIELDS)(
    "%s: by no way in, in no spelling, whatever schemes the workspace allows",
    async (name, fields) => {
      const allowing = { allowedSchemes: ["mailto", "myapp"] };
      expect((await client.ask("PATCH", "/api/v1/workspace", allowing)).status).toBe(200);
      const link = await client.createLink({ url: there });
      const template = await client.post<{ id: string }>("/api/v1/templates", {
        name: `of ${name}`,
        fields: {},
      });
      const answers: [way: string, url: string, status: number][] = [];
      for (const url of NEVER) {
        const full = { url: there, ...fields(url) };
        const bulk = async (method: string, line: Record<string, unknown>) => {
          const answer = await client.ask<{ results: { status: number }[] }>(method, "/api/v1/links/bulk", {
            links: [line],
          });
          return answer.body.results[0]?.status ?? answer.status;
        };
        const { url: _, ...ofTemplate } = full;
        answers.push(["POST", url, (await client.post("/api/v1/links", full)).status]);
        answers.push([
          "PATCH",
          url,
          (await client.ask("PATCH", `/api/v1/links/${link.id}`, fields(url))).status,
        ]);
        answers.push([
          "PUT",
          url,
          (await client.ask("PUT", `/api/v1/links/external/of-${name}`, full)).status,
        ]);
        answers.push(["bulk POST", url, await bulk("POST", full)]);
        answers.push(["bulk PATCH", url, await bulk("PATCH", { id: link.id, ...fields(url) })]);
        if (name === "url") {
          answers.push(["drop-in", url, (await client.post("/api/link/create", { url })).status]);
          continue;
        }
        answers.push([
          "template",
          url,
          (await client.post("/api/v1/templates", { name: "new", fields: ofTemplate })).status,
        ]);
        const path = `/api/v1/templates/${template.body.id}`;
        answers.push([
          "changed template",
          url,
          (await client.ask("PATCH", path, { fields: ofTemplate })).status,
        ]);
      }
      expect(answers.filter(([, , status]) => status !== 422)).toEqual([]);
      expect((await click(link.shortUrl)).headers.get("location")).toBe(there);
    },
  );

  test("a scheme that is not allowed is refused also where a template says it", async () => {
    expect((await client.ask("PATCH", "/api/v1/workspace", { allowedSchemes: ["myapp"] })).status).toBe(200);
    const fields = { ios: "other://x", ...rule({ url: "myapp://x" }) };
    await client.post("/api/v1/templates", { name: "apps", fields });
    const input = { url: there, template: "apps" };
    expect(await client.post<Problem>("/api/v1/links", input)).toMatchObject({ status: 422 });
    expect(await client.post("/api/v1/links", { ...input, ios: "myapp://y" })).toMatchObject({ status: 201 });
    for (const scheme of [
      "javascript",
      "JavaScript",
      "data",
      "vbscript",
      "file",
      "blob",
      "about",
      "view-source",
    ])
      expect(await client.ask("PATCH", "/api/v1/workspace", { allowedSchemes: [scheme] })).toMatchObject({
        status: 422,
      });
  });

  test("the addresses of a domain are web addresses", async () => {
    const host = "go.example.com";
    expect((await client.post("/api/v1/domains", { host })).status).toBe(201);
    const accepted: string[] = [];
    for (const field of ["rootUrl", "notFoundUrl", "expiredUrl"])
      for (const url of [...NEVER, "myapp://x", "mailto:a@example.com"]) {
        const created = await client.post("/api/v1/domains", { host: "s.example.com", [field]: url });
        const changed = await client.ask("PATCH", `/api/v1/domains/${host}`, { [field]: url });
        if (created.status !== 422 || changed.status !== 422) accepted.push(`${field} ${url}`);
      }
    expect(accepted).toEqual([]);
  });
});
