import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { forEachDatabase, type World } from "../../../../test/context.ts";
import { temporaryFolder } from "../../../../test/engines.ts";
import { CRAWLER, HUMAN, openRig, type Rig } from "../../../../test/redirect.ts";
import { openDatabase } from "../db/open.ts";
import { countUses } from "../db/uses.ts";

const DESTINATION = "https://secret.example/place";
const PROCESS = join(import.meta.dir, "../../../../test/redirect-process.ts");

forEachDatabase("a link that leads on a number of times", (world) => {
  let rig: Rig;
  let slugs = 0;
  const kindOf = ({ ctx }: World) => ctx.config.database.kind;
  const newSlug = () => `limited${slugs++}`;
  const limited = (slug: string, maxClicks: number, expiredUrl?: string) =>
    rig.add(slug, { url: DESTINATION, options: { maxClicks, ...(expiredUrl && { expiredUrl }) } });
  const statuses = async (count: number, ask: (index: number) => Promise<Response>) => {
    const all = await Promise.all(Array.from({ length: count }, (_, index) => ask(index)));
    return Object.fromEntries(
      Object.entries(Object.groupBy(all, ({ status }) => status)).map(([status, some]) => [
        status,
        some?.length,
      ]),
    );
  };

  beforeEach(async () => {
    rig = await openRig(world().database, kindOf(world()));
  });
  afterEach(() => rig.close());

  test("leads on exactly so many of 200 at once, and no one after", async () => {
    const slug = newSlug();
    const id = await limited(slug, 50);
    expect(await statuses(200, () => rig.ask(`/${slug}`))).toEqual({ "302": 50, "410": 150 });
    expect((await rig.ask(`/${slug}`)).status).toBe(410);
    expect(rig.visits).toHaveLength(50);
    expect(rig.counts).toMatchObject({ redirect: 50, expired: 151 });
    expect(await countUses(world().ctx.db, id)).toBe(50);
  });

  test("remembers that after a restart", async () => {
    const slug = newSlug();
    await limited(slug, 3);
    for (let count = 0; count < 2; count++) expect((await rig.ask(`/${slug}`)).status).toBe(302);
    const other = await openRig(world().database, kindOf(world()));
    expect(await statuses(4, () => other.ask(`/${slug}`))).toEqual({ "302": 1, "410": 3 });
    await other.close();
  });

  test("leads elsewhere once it is used up, where its owner says so", async () => {
    const slug = newSlug();
    await limited(slug, 1, "https://example.com/over");
    await rig.ask(`/${slug}`);
    const response = await rig.ask(`/${slug}`);
    expect([response.status, response.headers.get("location")]).toEqual([302, "https://example.com/over"]);
    expect(rig.visits).toHaveLength(1);
  });

  test("takes no use for a browser that looks ahead, and is there when its person comes", async () => {
    const slug = newSlug();
    const id = await limited(slug, 1);
    for (const header of ["Sec-Purpose", "Purpose"]) {
      const ahead = await rig.ask(`/${slug}`, {
        headers: { "User-Agent": HUMAN, [header]: "prefetch;prerender" },
      });
      expect([ahead.status, ahead.headers.get("location")]).toEqual([503, null]);
    }
    expect(await countUses(world().ctx.db, id)).toBe(0);
    expect((await rig.ask(`/${slug}`)).status).toBe(302);
    expect(rig.visits).toHaveLength(1);
  });

  test("takes no use for HEAD, previews and cards, and does not tell them where it leads", async () => {
    const slug = newSlug();
    const id = await limited(slug, 1);
    const asks = [
      () => rig.ask(`/${slug}`, { method: "HEAD" }),
      () => rig.ask(`/${slug}+`),
      () => rig.ask(`/${slug}`, { headers: { "User-Agent": CRAWLER } }),
    ];
    const told = async () =>
      Promise.all(
        asks.map(async (ask) => {
          const response = await ask();
          const all = `${JSON.stringify([...response.headers])}${await response.text()}`;
          expect(all).not.toContain("secret.example");
          return response.status;
        }),
      );
    expect(await told()).toEqual([302, 200, 200]);
    expect(await countUses(world().ctx.db, id)).toBe(0);
    expect((await rig.ask(`/${slug}`, { headers: { "User-Agent": HUMAN } })).headers.get("location")).toBe(
      DESTINATION,
    );
    expect(await told()).toEqual([410, 410, 410]);
  });

  test("is asked for each time, whatever its status", async () => {
    const slug = newSlug();
    await rig.add(slug, { url: DESTINATION, options: { maxClicks: 5, redirectStatus: 301 } });
    const response = await rig.ask(`/${slug}`);
    expect([response.status, response.headers.get("cache-control")]).toEqual([301, "private, no-store"]);
  });

  test("leads nobody on while the database is away", async () => {
    const away = Object.assign(new Error("away"), { code: "ECONNREFUSED" });
    const refusing = async () => Promise.reject(away);
    const broken = await openRig(world().database, kindOf(world()), {
      uses: { take: refusing, isLeft: refusing },
    });
    const slug = newSlug();
    await limited(slug, 5);
    for (const method of ["GET", "HEAD"]) {
      const response = await broken.ask(`/${slug}`, { method });
      expect([response.status, response.headers.get("location")]).toEqual([503, null]);
    }
    expect(broken.visits).toEqual([]);
    await broken.close();
  });

  test("stays exact over two processes, one of which is killed", async () => {
    const { config } = world().ctx;
    const place = config.database.kind === "postgres" ? config.database.url : config.database.file;
    const [one, other] = await Promise.all([start(place), start(place)]);
    const slug = newSlug();
    const id = await limited(slug, 50);
    const ask = (port: number) =>
      fetch(`http://127.0.0.1:${port}/${slug}`, { redirect: "manual" }).catch(() => null);
    const answers = Array.from({ length: 100 }, (_, index) => ask(index % 2 === 0 ? one.port : other.port));
    // As soon as one was led on: every answer that got out must be in the count.
    await Promise.any(answers);
    one.child.kill("SIGKILL");
    const ledOn = (await Promise.all(answers)).filter((answer) => answer?.status === 302).length;
    const used = await countUses(world().ctx.db, id);
    expect(ledOn).toBeLessThanOrEqual(used);
    expect(used).toBeLessThanOrEqual(50);
    const rest = await statuses(60, async () => (await ask(other.port)) as Response);
    expect(rest["302"] ?? 0).toBe(50 - used);
    expect(await countUses(world().ctx.db, id)).toBe(50);
    other.child.kill("SIGKILL");
    await Promise.all([one.child.exited, other.child.exited]);
  });
});

async function start(place: string) {
  const child = Bun.spawn([process.execPath, PROCESS, place], { stdout: "pipe", stderr: "inherit" });
  for await (const chunk of child.stdout) return { child, port: Number(new TextDecoder().decode(chunk)) };
  throw new Error("the process ended before it said its port");
}

test("uses outlive a SQLite database that is opened anew", async () => {
  const config = { kind: "sqlite", file: join(temporaryFolder(), "links.db") } as const;
  const first = await openDatabase(config, console.error);
  const rig = await openRig(first, "sqlite");
  await rig.add("once", { options: { maxClicks: 1 } });
  expect((await rig.ask("/once")).status).toBe(302);
  await rig.close();
  await first.close();
  const second = await openDatabase(config, console.error);
  const again = await openRig(second, "sqlite");
  expect((await again.ask("/once")).status).toBe(410);
  await again.close();
  await second.close();
});
