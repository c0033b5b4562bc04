import { describe, expect, test } from "bun:test";
import { ERRORS } from "@visoli/contract/errors";
import { ProblemError } from "../core/errors.ts";
import { operationsByTag } from "./openapi.ts";
import { docsRoutes } from "./routes.ts";

const config = { publicUrl: "https://go.example.com", domain: "go.example.com" };
const app = docsRoutes(config, (c) => c.req.header("cookie") === "session=1");
app.onError((error) => new Response(null, { status: error instanceof ProblemError ? error.status : 500 }));
const ask = (path: string, headers: Record<string, string> = {}) =>
  app.request(path, { headers: { Accept: "text/html", ...headers } });
const read = async (path: string, headers?: Record<string, string>) => (await ask(path, headers)).text();
const linksIn = (html: string) =>
  [...html.matchAll(/href="([^"]+)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));

describe("the documentation", () => {
  test("every link in it that leads into it leads to a page, and each part of a page that is named is there", async () => {
    const [seen, open] = [new Map<string, string>(), ["/docs"]];
    const named: [from: string, to: string, id: string][] = [];
    for (let from = open.pop(); from !== undefined; from = open.pop()) {
      if (seen.has(from)) continue;
      const response = await ask(from);
      expect([from, response.status]).toEqual([from, 200]);
      const html = await response.text();
      seen.set(from, html);
      for (const href of linksIn(html)) {
        const { origin, pathname, hash } = new URL(href, `https://go.example.com${from}`);
        if (origin !== config.publicUrl || !pathname.startsWith("/docs")) continue;
        open.push(pathname);
        if (hash) named.push([from, pathname, decodeURIComponent(hash.slice(1))]);
      }
    }
    const dead = named.filter(([, to, id]) => id !== "main" && !seen.get(to)?.includes(`id="${id}"`));
    expect(dead).toEqual([]);
    for (const code of Object.keys(ERRORS))
      expect([code, seen.has(`/docs/errors/${code}`)]).toEqual([code, true]);
    expect(seen.size).toBeGreaterThan(Object.keys(ERRORS).length + operationsByTag().size + 15);
  });

  test("each operation is shown with its path, what it asks, its errors, and an example with the service's address", async () => {
    const html = await read("/docs/api/links");
    for (const { id, method } of operationsByTag().get("Links") ?? []) {
      expect(html).toContain(`id="${id}"`);
      expect(html).toContain(`>${method}</span>`);
    }
    for (const part of [
      "<code>links:write</code>",
      '<a href="/docs/errors/link.slug_taken">link.slug_taken</a>',
      "curl https://go.example.com/api/v1/links",
      "await visoli.links.create({",
      "up to 8,192 characters",
      "<code>externalId</code>",
    ])
      expect(html).toContain(part);
    expect(html).not.toContain("localhost");
  });

  test("what it is in is the reader's language, what it says is English", async () => {
    const html = await read("/docs/api/links", { "Accept-Language": "de" });
    expect(html).toContain('<html lang="de">');
    expect(html).toContain('<h1 lang="en">Links</h1>');
    expect(html).toContain("Operationen filtern");
  });

  test("is asked for each time and sent once, packed", async () => {
    const whole = await ask("/docs");
    const [tag, policy] = [whole.headers.get("etag") ?? "", whole.headers.get("content-security-policy")];
    expect(whole.headers.get("cache-control")).toBe("private, no-cache");
    expect(whole.headers.get("vary")).toContain("Cookie");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[^']+'(;|$)/);
    const again = await ask("/docs", { "If-None-Match": `"x", W/${tag}` });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const packed = await ask("/docs", { "Accept-Encoding": "br, gzip" });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    const bytes = new Uint8Array(await packed.arrayBuffer());
    expect(new TextDecoder().decode(Bun.gunzipSync(bytes))).toBe(await whole.text());
    for (const other of [{ "Accept-Language": "de" }, { Cookie: "session=1" }] as Record<string, string>[])
      expect((await ask("/docs", { ...other, "If-None-Match": tag })).status).toBe(200);
  });

  test("only who is signed in is offered a key", async () => {
    expect(await read("/docs")).toContain("/account/sign-in?next=%2Fdocs");
    expect(await read("/docs")).not.toContain('id="own-key"');
    expect(await read("/docs", { Cookie: "session=1" })).toContain('id="own-key"');
  });

  test("programs that ask for an error do not get a page", async () => {
    const response = await app.request("/docs/errors/link.slug_taken", { headers: { Accept: "*/*" } });
    // What answers them stands behind these routes.
    expect(response.status).toBe(404);
  });

  test("there is nothing else", async () => {
    for (const path of [
      ...["/docs/guides/..%2Fsecurity", "/docs/guides/README", "/docs/errors/nope", "/docs/api/nope"],
      ...[
        "/docs/guides/__proto__",
        "/docs/api/constructor",
        "/docs/errors/README",
        "/docs/x",
        "/docs/guides/a/b",
      ],
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });
});
