import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openGeo } from "../packages/server/src/adapters/geo/geo.ts";
import { openJournal } from "../packages/server/src/clicks/journal.ts";
import { clickPipeline, writeClick } from "../packages/server/src/clicks/pipeline.ts";
import { createSalts } from "../packages/server/src/clicks/salts.ts";
import type { Visit } from "../packages/server/src/core/visit.ts";
import { sqliteLookup } from "../packages/server/src/db/lookup.ts";
import { openDatabase } from "../packages/server/src/db/open.ts";
import { type ByteBuffer, createByteBuffer } from "../packages/server/src/lib/byte-buffer.ts";
import { decide } from "../packages/server/src/redirect/decide.ts";
import { createLinkCache, type KnownLink } from "../packages/server/src/redirect/link-cache.ts";
import { slugOf, splitUrl } from "../packages/server/src/redirect/path.ts";
import { slugAt } from "./slugs.ts";
import { figure, table } from "./table.ts";
import { publicNetworks, REFERERS, userAgents } from "./visitors.ts";

const VISITS = 1_000_000;
const LINKS = 200_000;
const DOMAIN = "localhost:3000";
const LINES_A_TURN = 50;

const folder = mkdtempSync(join(tmpdir(), "visoli-steps-"));
process.on("SIGINT", () => process.exit(130));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const rows: [string, number][] = [];
const database = await fill();
measureLookup();
const visits = makeVisits();
await measurePipeline();
database.close();
console.log(table([["step", "CPU us"], ...rows.map(([name, us]) => [name, figure(us)])]));
process.exit(0);

/** CPU of all threads, garbage collection included, for each of `count` calls. */
function measure(name: string, count: number, work: (index: number) => unknown): void {
  let last: unknown;
  Bun.gc(true);
  const start = process.cpuUsage();
  for (let at = 0; at < count; at++) last = work(at);
  record(name, count, start);
  if (last === rows) throw new Error("never: keeps the work from being left out");
}

function record(name: string, count: number, start: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(start);
  rows.push([name, (user + system) / count]);
}

/** A database as the service makes it, with links. */
async function fill(): Promise<Database> {
  const file = join(folder, "visoli.db");
  await (await openDatabase({ kind: "sqlite", file }, console.error)).close();
  const database = new Database(file);
  database.run("pragma cache_size = -65536");
  database.run("pragma mmap_size = 1073741824");
  database.run("insert into workspaces (id, name, created_at) values ('ws_1', 'Owner', 0)");
  const insert = database.query(
    `insert into links (id, workspace_id, domain, slug, url, created_at, updated_at) values (?, 'ws_1', ?, ?, ?, 0, 0)`,
  );
  database.transaction(() => {
    for (let at = 0; at < LINKS; at++)
      insert.run(`lnk_${at}`, DOMAIN, slugAt(at), "https://example.com/landing");
  })();
  return database;
}

function measureLookup(): void {
  const slugs = Array.from({ length: LINKS }, (_, at) => slugAt((at * 7_919) % LINKS));
  const slug = (index: number) => slugs[index % LINKS] ?? "";
  const urls = slugs.map((each) => `http://${DOMAIN}/${each}`);
  measure("path: splitUrl, slugOf", VISITS, (index) => slugOf(splitUrl(urls[index % LINKS] ?? "").path));
  const lookup = sqliteLookup(database);
  measure("the database alone, a link", LINKS, (index) => lookup(DOMAIN, slug(index)));
  measure("the database alone, no link", LINKS, (index) => lookup(DOMAIN, `-${index}`));
  const cache = createLinkCache(lookup, LINKS);
  measure("link cache, miss", LINKS, (index) => cache.get(DOMAIN, slug(index)));
  measure("link cache, hit", VISITS, (index) => cache.get(DOMAIN, slug(index)));
  const link = cache.get(DOMAIN, slug(0)) as KnownLink;
  measure("decide", VISITS, (index) => decide(link, index));
}

/** Every link once, so that its parts are written once; then again, as most visits find it. */
function makeVisits(): Visit[] {
  const links = Array.from({ length: LINKS }, (_, at) => ({
    id: `lnk_${at}`,
    workspaceId: "ws_1",
    slug: slugAt(at),
    url: "https://example.com/landing",
    expiresAt: null,
  }));
  const agents = userAgents(200);
  const networks = publicNetworks();
  const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
  const low = () => `${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;
  return Array.from({ length: VISITS }, (_, at) => ({
    link: at < LINKS ? (links[at] as Visit["link"]) : any(links),
    at: Date.now(),
    address: any(networks) + low(),
    agent: any(agents),
    referrer: any(REFERERS),
    acceptLanguage: "",
    purpose: "",
    query: "",
  }));
}

async function measurePipeline(): Promise<void> {
  const geo = await openGeo({ cacheDir: join(folder, "geo") });
  const steps = clickPipeline(geo, createSalts());
  for (const step of steps) {
    const write = (index: number) => written((row) => step.write(visits[index] as Visit, row));
    if (step.name === "link" || step.name === "utm") measure(`step ${step.name}, new link`, LINKS, write);
    else measure(`step ${step.name}, the first 200,000`, LINKS, write);
    measure(`step ${step.name}`, VISITS, write);
  }
  const line = (index: number) => (row: ByteBuffer) => writeClick(steps, visits[index] as Visit, row);
  measure("the whole line", VISITS, (index) => written(line(index)));
  await measureJournal(Array.from({ length: LINKS }, (_, index) => line(index)));
  geo.close();
}

const row = createByteBuffer();

/** How many bytes were written, into memory that is used again. */
function written(write: (row: ByteBuffer) => void): number {
  row.cut(0);
  write(row);
  return row.length();
}

/** The line and the promise that each request waits for. */
async function measureJournal(lines: ((row: ByteBuffer) => void)[]): Promise<void> {
  const journal = openJournal({ folder: join(folder, "journal"), fsyncMs: 1_000, onError: console.error });
  const start = process.cpuUsage();
  for (let at = 0; at < lines.length; at += LINES_A_TURN) {
    await Promise.all(
      lines.slice(at, at + LINES_A_TURN).map((line) => journal.append(line).then(() => line)),
    );
  }
  record(`journal, ${LINES_A_TURN} lines a turn`, lines.length, start);
  await journal.close();
}
