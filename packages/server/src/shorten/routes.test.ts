import { expect, test } from "bun:test";
import { join } from "node:path";
import { pino } from "pino";
import { forEachDatabase } from "../../../../test/context.ts";
import { temporaryFolder } from "../../../../test/engines.ts";
import { openThreats } from "../adapters/abuse/threats.ts";
import type { WebRiskVerdict } from "../adapters/abuse/web-risk.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { createLimit } from "../core/limits.ts";
import { readAddressBy } from "../core/visitor-address.ts";
import { DAY_MS } from "../lib/time.ts";
import { createLink } from "../links/create.ts";
import { shortenRoutes } from "./routes.ts";

const SAME_ORIGIN = { "Sec-Fetch-Site": "same-origin" };

forEachDatabase("the public form", (world) => {
  let addresses = 0;
  type Change = { askWebRisk?: (url: string) => Promise<WebRiskVerdict>; total?: number };
  const open = async ({ askWebRisk, total = 1_000 }: Change = {}) => {
    const file = join(temporaryFolder(), "harm.txt");
    await Bun.write(file, "bad.example\n");
    const { inspect, ...threats } = await openThreats(
      { lists: [file], webRisk: null },
      async () => [],
      pino({ level: "silent" }),
    );
    const base = world().ctx;
    const ctx: LinkCtx = {
      ...base,
      config: { ...base.config, publicShortening: { linkDays: 7 } },
      inspect,
      threats: { ...threats, askWebRisk: askWebRisk ?? null },
    };
    const routes = shortenRoutes(ctx, {
      createLink: async (workspaceId, input) =>
        (await createLink(ctx, { kind: "operator", workspaceId }, input)).link,
      readAddress: readAddressBy({ kind: "none" }),
      limit: createLimit({ perAddress: 10, total, durationS: 3_600 }, "secret"),
    });
    const send = (
      url: string,
      headers: Record<string, string> = SAME_ORIGIN,
      address = `192.0.2.${++addresses}`,
    ) =>
      routes.request(
        "http://localhost:3000/shorten",
        { method: "POST", body: new URLSearchParams({ url }), headers },
        { server: { requestIP: () => ({ address }) } },
      );
    return { routes, send };
  };
  const shortUrlIn = (html: string) => /readonly value="([^"]+)"/.exec(html)?.[1] ?? "";
  const linkAt = (shortUrl: string) => {
    const slug = new URL(shortUrl).pathname.slice(1);
    return world().ctx.db.selectFrom("links").selectAll().where("slug", "=", slug).executeTakeFirstOrThrow();
  };

  test("makes a link that ends after the days that are set, in a workspace of its own", async () => {
    const { send } = await open();
    const response = await send("https://example.com/page?x=1");
    expect(response.status).toBe(201);
    const link = await linkAt(shortUrlIn(await response.text()));
    expect(link).toMatchObject({
      url: "https://example.com/page?x=1",
      expires_at: world().ctx.now() + 7 * DAY_MS,
    });
    const workspaces = await world()
      .ctx.db.selectFrom("workspaces")
      .selectAll()
      .where("id", "=", link.workspace_id)
      .execute();
    expect(workspaces).toMatchObject([{ name: "Public" }]);
    const again = await linkAt(shortUrlIn(await (await send("example.org")).text()));
    expect(again).toMatchObject({ url: "https://example.org", workspace_id: link.workspace_id });
  });

  test("ten at once on first use make one workspace", async () => {
    const { send } = await open();
    const all = await Promise.all(Array.from({ length: 10 }, () => send("https://example.com/")));
    const links = await Promise.all(all.map(async (each) => linkAt(shortUrlIn(await each.text()))));
    expect(new Set(links.map((link) => link.workspace_id)).size).toBe(1);
  });

  test.each([
    "",
    "   ",
    "hello",
    "javascript:alert(1)",
    "mailto:a@example.com",
    "http://",
    "ftp://example.com/",
    "http://192.0.2.1/",
    "https://user:password@example.com/",
    "https://pаypal.com/",
    "https://www.bad.example/login",
    "http://localhost:3000/loop",
  ])("%j is refused, at the field, with what was entered", async (url) => {
    const { send } = await open();
    const response = await send(url);
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('role="alert"');
    expect(html).toContain('aria-describedby="url-fault" aria-invalid="true"');
    expect(html).toContain(`value="${Bun.escapeHTML(url)}"`);
    expect(response.headers.get("content-security-policy")).toContain("form-action 'self'");
  });

  test("what Web Risk knows is refused; where it is slow or away the link is made", async () => {
    const threat = await open({ askWebRisk: async () => ({ kind: "threat", types: ["MALWARE"] }) });
    expect((await threat.send("https://example.com/")).status).toBe(422);
    const away = await open({ askWebRisk: async () => ({ kind: "unknown", isPassing: true }) });
    expect((await away.send("https://example.com/")).status).toBe(201);
    const slow = await open({ askWebRisk: () => new Promise(() => {}) });
    expect((await slow.send("https://example.com/")).status).toBe(201);
    expect(world().logged.join("")).toContain("Web Risk is slow");
  });

  test.each([
    [{ "Sec-Fetch-Site": "same-origin" }, 201],
    [{ "Sec-Fetch-Site": "cross-site" }, 403],
    [{ "Sec-Fetch-Site": "same-site", Origin: "http://localhost:3000" }, 403],
    [{ "Sec-Fetch-Site": "none" }, 403],
    [{ Origin: "http://localhost:3000" }, 201],
    [{ Origin: "https://elsewhere.example" }, 403],
    [{ Origin: "null" }, 403],
    [{}, 403],
  ])("a form that came with %j: %d", async (headers, status) => {
    const { send } = await open();
    expect((await send("https://example.com/", headers as Record<string, string>)).status).toBe(status);
  });

  test("ten an hour from one network; what was refused for itself does not count", async () => {
    const { send } = await open();
    const mine = (url: string) => send(url, SAME_ORIGIN, "198.51.100.7");
    for (let count = 0; count < 12; count++) expect((await mine("https://bad.example/")).status).toBe(422);
    for (let count = 0; count < 10; count++) expect((await mine("https://example.com/")).status).toBe(201);
    const refused = await mine("https://example.com/");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([
      429,
      expect.stringMatching(/^\d+$/),
    ]);
    expect((await send("https://example.com/")).status).toBe(201);
  });

  test("so many an hour in all", async () => {
    const { send } = await open({ total: 3 });
    const statuses = [];
    for (let count = 0; count < 5; count++) statuses.push((await send("https://example.com/")).status);
    expect(statuses).toEqual([201, 201, 201, 429, 429]);
  });
});
