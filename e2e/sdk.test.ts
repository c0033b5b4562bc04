import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { BulkResult } from "@visoli/contract/bulk";
import { Visoli, VisoliError } from "@visoli/sdk";
import { temporaryFolder, until } from "../test/engines.ts";
import { startReceiver } from "../test/webhooks.ts";
import { HAS_CHROMIUM, launchBrowser, openPage } from "./browser.ts";
import { click } from "./client.ts";
import { startProxy } from "./proxy.ts";
import { endAll, ROOT, type Server, startServer } from "./server.ts";

const receiver = startReceiver();
let server: Server;
let visoli: Visoli;
beforeAll(async () => {
  server = await startServer({ env: { PRIVATE_WEBHOOKS: "on" } });
  visoli = new Visoli({ apiKey: server.apiKey, baseUrl: server.url });
});
afterAll(async () => {
  receiver.stop();
  await endAll();
});

async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "",
    (error) => (error instanceof VisoliError ? error.code : `${error}`),
  );
const isMade = (result: BulkResult) => "link" in result && result.status === 201;
const linesOf = (count: number, tag: string) =>
  Array.from({ length: count }, (_, place) => ({ url: `https://example.com/${tag}/${place}`, tags: [tag] }));

describe("a link", () => {
  test("is made, found, changed by its version, rolled back, deleted and brought back", async () => {
    const { links } = visoli;
    const input = { url: "https://example.com/", slug: "größe/2027", tags: ["life"], metadata: { a: "b,c" } };
    const made = await links.create(input);
    const byAddress = `${made.domain}/größe/2027`;
    expect((await links.get(byAddress)).id).toBe(made.id);
    expect((await links.list({ metadata: ["a:b,c"], limit: 1 })).data.map(({ id }) => id)).toEqual([made.id]);

    const { value, etag } = await links.getWithEtag(made.id);
    expect(value.title).toBeNull();
    await links.update(made.id, { title: "One" }, { ifMatch: etag });
    expect(await codeOf(links.update(made.id, { title: "Two" }, { ifMatch: etag }))).toBe(
      "link.version_mismatch",
    );
    expect((await allOf(links.allHistory(made.id))).map(({ version }) => version)).toEqual([2]);
    expect((await links.rollback(made.id, { version: 1 })).title).toBeNull();

    await links.delete(made.id);
    expect((await links.restore(made.id)).id).toBe(made.id);
    const put = await links.put("mine", { url: "https://example.com/mine" });
    expect((await links.get("ext_mine")).id).toBe(put.id);
  });

  test("that cannot be says why", async () => {
    const failure = await visoli.links.create({ url: "no address", tags: [""] }).catch((error) => error);
    expect(failure).toBeInstanceOf(VisoliError);
    expect(failure).toMatchObject({ status: 422, code: "request.invalid" });
    expect(failure.errors.map(({ path }: { path: string }) => path).sort()).toEqual(["tags.0", "url"]);
    expect(failure.requestId).toStartWith("req_");
    expect(await codeOf(visoli.links.get("lnk_none"))).toBe("link.not_found");
    expect(await codeOf(new Visoli({ baseUrl: server.url }).links.list())).toBe("auth.unauthenticated");
  });

  test("has a QR code as an image", async () => {
    const { id } = await visoli.links.create({ url: "https://example.com/qr" });
    const image = await visoli.links.qr(id, { format: "png", size: 128, color: "1d3557" });
    expect(image.type).toBe("image/png");
    expect([...new Uint8Array(await image.slice(0, 4).arrayBuffer())]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    const headers = { Authorization: `Bearer ${server.apiKey}` };
    const shown = await fetch(visoli.links.qrUrl(id, { format: "svg" }), { headers });
    expect(shown.headers.get("Content-Type")).toContain("image/svg+xml");
  });
});

describe("a click", () => {
  test("is heard, counted, listed and exported", async () => {
    const link = await visoli.links.create({ url: "https://example.com/click", tags: ["clicked, twice"] });
    const stopping = new AbortController();
    const isOpen = Promise.withResolvers<void>();
    const events = visoli.clicks.stream(
      { link: [link.id] },
      { signal: stopping.signal, onResponse: () => isOpen.resolve() },
    );
    const first = events.next();
    await isOpen.promise;
    await click(link.shortUrl);
    const { value } = await first;
    expect(value).toMatchObject({ event: "click", click: { link: link.id, browser: "Chrome" } });
    const after = events.next().catch((error) => error);
    stopping.abort(new Error("enough"));
    expect((await after).message).toBe("enough");

    const query = { tag: ["clicked, twice"], groupBy: ["device", "browser"] as const, limit: 5 };
    await until(async () => (await visoli.stats.get(query)).totals.clicks === 1, { timeoutMs: 20_000 });
    expect((await visoli.stats.get(query)).groups).toMatchObject([{ browser: "Chrome", clicks: 1 }]);
    expect((await visoli.stats.get({ tag: ["!clicked, twice"] })).totals.clicks).toBe(0);
    const [listed] = await allOf(visoli.clicks.all({ link: [link.id], period: "24h" }));
    const exported = await visoli.clicks.export({ format: "ndjson", link: [link.id], period: "24h" });
    expect(JSON.parse(await exported.text())).toEqual(listed);
  });
});

describe("5,000 links", () => {
  test("are made in a loop, listed, changed and deleted", async () => {
    const results = await allOf(visoli.links.bulk.create(linesOf(5_000, "loop")));
    expect(results.filter(isMade).length).toBe(5_000);
    expect(results.every(({ index }, place) => index === place)).toBe(true);
    const all = await allOf(visoli.links.all({ tag: "loop" }));
    expect(new Set(all.map(({ url }) => url)).size).toBe(5_000);
    const two = all.slice(0, 2).map(({ id }) => ({ id, title: "Changed" }));
    expect((await allOf(visoli.links.bulk.update(two))).map(({ status }) => status)).toEqual([200, 200]);
    expect((await visoli.links.get(two[0]?.id ?? "")).title).toBe("Changed");
    const gone = await allOf(visoli.links.bulk.delete(two.map(({ id }) => ({ id }))));
    expect(gone.map(({ status }) => status)).toEqual([204, 204]);
  });

  test("are made in one stream, a faulty line by itself", async () => {
    const lines = [...linesOf(4_999, "stream"), { url: "no address" }];
    const results = await allOf(visoli.links.bulk.create(lines, { stream: true }));
    expect(results.filter(isMade).length).toBe(4_999);
    expect(results.at(-1)).toMatchObject({ index: 4_999, problem: { code: "request.invalid" } });
  });
});

describe("an answer that is lost", () => {
  test("is asked for again, and the link was made once", async () => {
    const proxy = await startProxy(server.url);
    const away = new Visoli({ apiKey: server.apiKey, baseUrl: proxy.through(server.url) });
    proxy.swallowAnswerTo("POST /api/v1/links ");
    const link = await away.links.create({ url: "https://example.com/once", tags: ["once"] });
    expect(proxy.swallowed()).toBeGreaterThan(0);
    expect((await visoli.links.list({ tag: "once" })).data.map(({ id }) => id)).toEqual([link.id]);

    proxy.swallowAnswerTo("POST /api/v1/links/bulk");
    const results = await allOf(away.links.bulk.create(linesOf(1_500, "bulk-once")));
    expect(results.filter(isMade).length).toBe(1_500);
    expect((await allOf(visoli.links.all({ tag: "bulk-once" }))).length).toBe(1_500);
    await proxy.close();
  });
});

test("a webhook's deliveries are listed", async () => {
  const made = await visoli.webhooks.create({ url: receiver.url, events: ["link.created"] });
  expect(made.secret).toStartWith("whsec_");
  const tried = await visoli.webhooks.test(made.id);
  const { get, all } = visoli.webhooks.deliveries;
  await until(async () => (await get(made.id, tried.id)).state === "delivered", { timeoutMs: 15_000 });
  expect((await get(made.id, tried.id)).attempts.length).toBe(1);
  const delivered = await allOf(all(made.id, { state: "delivered" }));
  expect(delivered.map(({ id }) => id)).toContain(tried.id);
  const { etag } = await visoli.webhooks.getWithEtag(made.id);
  await visoli.webhooks.delete(made.id, { ifMatch: etag });
  expect(await codeOf(visoli.webhooks.get(made.id))).toBe("webhook.not_found");
});

test("it runs in Node, too, streams and all", async () => {
  const folder = temporaryFolder();
  await Bun.build({ entrypoints: [join(ROOT, "packages/sdk/src/index.ts")], target: "node", outdir: folder });
  await Bun.write(
    join(folder, "run.mjs"),
    `import { Visoli } from "./index.js";
    const visoli = new Visoli({ apiKey: process.env.KEY, baseUrl: process.env.URL });
    const lines = Array.from({ length: 50 }, (_, place) => ({ url: "https://example.com/node/" + place, tags: ["node"] }));
    let made = 0;
    for await (const { status } of visoli.links.bulk.create(lines, { stream: true })) if (status === 201) made++;
    for await (const link of visoli.links.all({ tag: "node", limit: 20 })) made++;
    console.log(made);`,
  );
  const env = { PATH: `${process.env.PATH}`, KEY: server.apiKey, URL: server.url };
  const node = Bun.spawn(["node", join(folder, "run.mjs")], { env, stdio: ["ignore", "pipe", "pipe"] });
  expect([await node.stdout.text(), await node.stderr.text()]).toEqual(["100\n", ""]);
});

test.skipIf(!HAS_CHROMIUM)(
  "it runs in a page of the service, as whoever signed in there",
  async () => {
    const entry = join(temporaryFolder(), "entry.ts");
    await Bun.write(
      entry,
      `import { Visoli } from ${JSON.stringify(join(ROOT, "packages/sdk/src/index.ts"))}; globalThis.Visoli = Visoli;`,
    );
    const built = await Bun.build({ entrypoints: [entry], target: "browser", format: "iife", minify: true });
    const browser = await launchBrowser();
    try {
      const { page } = await openPage(browser);
      await page.goto(`${server.url}/healthz`);
      await page.evaluate(`${await built.outputs[0]?.text()};undefined`);
      const token = new URL(server.setupUrl).pathname.split("/").at(-1);
      const login = {
        token,
        name: "Ada",
        email: "ada@example.com",
        password: "correct horse battery staple 9",
      };
      const seen = await page.evaluate<unknown>(`(async () => {
      const visoli = new Visoli({ baseUrl: location.origin, session: true });
      const before = await visoli.links.list().catch((error) => error.code);
      const { status } = await visoli.auth.setup(${JSON.stringify(login)});
      const { workspaceId } = await visoli.me.get();
      const here = new Visoli({ baseUrl: location.origin, session: true, workspaceId });
      const link = await here.links.create({ url: "https://example.com/page", tags: ["page"] });
      const results = [];
      const lines = [{ url: "https://example.com/1" }, { url: "no address" }];
      for await (const result of here.links.bulk.create(lines, { stream: true })) results.push(result.status);
      const leaving = new AbortController();
      let isOpen = false;
      const onResponse = () => { isOpen = true; leaving.abort("left"); };
      const left = await here.clicks.stream({}, { signal: leaving.signal, onResponse }).next().catch(String);
      const elsewhere = await here.usage.get({ workspaceId: "ws_none" }).catch((error) => error.code);
      await here.auth.signOut();
      const after = await here.links.get(link.id).catch((error) => error.code);
      return { before, status, tags: link.tags, results, isOpen, left, elsewhere, after };
    })()`);
      expect(seen).toEqual({
        ...{ before: "auth.unauthenticated", status: "signed_in", tags: ["page"], results: [201, 422] },
        ...{ isOpen: true, left: "left", elsewhere: "workspace.not_found", after: "auth.unauthenticated" },
      });
    } finally {
      await browser.close();
    }
  },
  60_000,
);
