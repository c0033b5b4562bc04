import { afterAll, beforeAll, expect, test } from "bun:test";
import { bulk } from "../../../../test/bulk.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { askJson, changeLink, DESTINATION, makeLink, readLink } from "../../../../test/links.ts";
import { createPublicFetch } from "../adapters/web/fetch-public.ts";
import { type LocalServer, type Request, serve } from "../adapters/web/local-server.fixture.ts";
import { relay } from "./relay.ts";
import { doTasks } from "./tasks.ts";
import { titleTask } from "./titles.ts";

const HTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n";
const PAGES: Record<string, string> = {
  "/page": `${HTML}<!doctype html><title> Ünï\n &amp; cödes </title>`,
  "/long": `${HTML}<title>${"😀".repeat(400)}</title>`,
  "/none": `${HTML}<p>nothing`,
  "/gone": "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<title>Not here</title>",
  "/json": 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"title":"x"}',
};

let server: LocalServer;
let whenAsked: (request: Request) => Promise<void>;
beforeAll(async () => {
  server = await serve(async (request) => {
    await whenAsked(request);
    request.socket.end(PAGES[request.path] ?? "HTTP/1.1 500 Oh\r\n\r\n");
  });
});
afterAll(() => server.stop());

forEachDatabase("titles of destinations", (world) => {
  const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  const local = () =>
    createPublicFetch({ publicUrl: "http://localhost:3000", isAllowed: () => true, ports: [server.port] });
  async function work(fetchPublic = local()): Promise<void> {
    const { ctx } = world();
    await relay(ctx);
    await doTasks(ctx, { title: titleTask(ctx, fetchPublic) });
  }
  const asked = () => server.heads.length;
  whenAsked = async () => {};

  test("are read off the page a moment later, for new links, changed ones and many at once", async () => {
    whenAsked = async () => {};
    const one = await makeLink(world(), { url: at("/page"), fetchTitle: true });
    expect(one.title).toBeNull();
    const [many, plain] = await bulk(world(), "create", [
      { url: at("/page"), fetchTitle: true },
      { url: at("/page") },
    ]);
    await work();
    expect((await readLink(world(), one.id)).title).toBe("Ünï & cödes");
    expect((await readLink(world(), many?.link?.id ?? "")).title).toBe("Ünï & cödes");
    expect((await readLink(world(), plain?.link?.id ?? "")).title).toBeNull();
    await changeLink(world(), plain?.link?.id ?? "", { fetchTitle: true });
    await work();
    expect((await readLink(world(), plain?.link?.id ?? "")).title).toBe("Ünï & cödes");
    const history = await askJson(world(), (await world().key()).text, "GET", `/links/${one.id}/history`);
    expect(history.body.data).toMatchObject([
      { actor: "operator", changes: { title: [null, "Ünï & cödes"] } },
    ]);
    const before = asked();
    await work();
    expect(asked()).toBe(before);
  });

  test("are no longer than a title may be, and can be sent back", async () => {
    const link = await makeLink(world(), { url: at("/long"), fetchTitle: true });
    await work();
    const { title } = await readLink(world(), link.id);
    expect(title).toBe("😀".repeat(255));
    expect((await changeLink(world(), link.id, { title })).title).toBe(title);
  });

  test("leave alone what has none, and what is no page", async () => {
    const paths = ["/none", "/gone", "/json", "/broken"];
    const links = await Promise.all(
      paths.map((path) => makeLink(world(), { url: at(path), fetchTitle: true })),
    );
    await work();
    for (const { id } of links) expect((await readLink(world(), id)).title).toBeNull();
  });

  test("do not undo what the owner did meanwhile, nor bring back what was deleted", async () => {
    const { text: key } = await world().key();
    const link = await makeLink(world(), { url: at("/page"), fetchTitle: true });
    const gone = await makeLink(world(), { url: at("/page?gone"), fetchTitle: true });
    PAGES["/page?gone"] = PAGES["/page"] ?? "";
    whenAsked = async ({ path }) => {
      if (path === "/page?gone") await askJson(world(), key, "DELETE", `/links/${gone.id}`);
      else await changeLink(world(), link.id, { title: "by hand" });
    };
    await work();
    whenAsked = async () => {};
    expect((await readLink(world(), link.id)).title).toBe("by hand");
    expect((await askJson(world(), key, "GET", `/links/${gone.id}`)).status).toBe(404);
  });

  test("of private addresses are not asked for, and their links stay without", async () => {
    const urls = [
      at("/page"),
      `http://localhost:${server.port}/page`,
      "http://169.254.169.254/",
      "http://[::1]/",
    ];
    const links = await Promise.all(urls.map((url) => makeLink(world(), { url, fetchTitle: true })));
    const before = server.connections();
    await work(createPublicFetch({ publicUrl: "http://localhost:3000", ports: [80, server.port] }));
    expect(server.connections()).toBe(before);
    for (const { id } of links) expect((await readLink(world(), id)).title).toBeNull();
    expect(await world().ctx.db.selectFrom("tasks").selectAll().execute()).toEqual([]);
  });

  test("are asked for once, however often the event is told", async () => {
    const { ctx } = world();
    await relay(ctx);
    await makeLink(world(), { url: at("/page"), fetchTitle: true });
    const events = await ctx.db.selectFrom("outbox").selectAll().execute();
    await relay(ctx);
    for (const { sequence: _, ...event } of events) await ctx.db.insertInto("outbox").values(event).execute();
    const before = asked();
    await work();
    expect(asked()).toBe(before + 1);
    await makeLink(world(), { url: DESTINATION });
    await work();
    expect(asked()).toBe(before + 1);
  });
});
