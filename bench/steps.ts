import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openGeo } from "../packages/server/src/adapters/geo/geo.ts";
import { createDuplicates } from "../packages/server/src/clicks/duplicates.ts";
import { openJournal } from "../packages/server/src/clicks/journal.ts";
import { clickPipeline, type Step, writeClick } from "../packages/server/src/clicks/pipeline.ts";
import { createSalts } from "../packages/server/src/clicks/salts.ts";
import { OWN_DOMAIN } from "../packages/server/src/core/domains.ts";
import type { Visit } from "../packages/server/src/core/visit.ts";
import { sqliteLookup } from "../packages/server/src/db/lookup.ts";
import { openDatabase } from "../packages/server/src/db/open.ts";
import { agentReader } from "../packages/server/src/lib/agent.ts";
import { type ByteBuffer, createByteBuffer } from "../packages/server/src/lib/byte-buffer.ts";
import { decide } from "../packages/server/src/redirect/decide.ts";
import { compileLink, type KnownLink } from "../packages/server/src/redirect/known-link.ts";
import { createLinkCache } from "../packages/server/src/redirect/link-cache.ts";
import { readPath, splitUrl } from "../packages/server/src/redirect/path.ts";
import { visitorReader } from "../packages/server/src/redirect/visitor.ts";
import { slugAt } from "./slugs.ts";
import { figure, table } from "./table.ts";
import { publicNetworks, REFERERS, userAgents } from "./visitors.ts";

const VISITS = 1_000_000;
const LINKS = 200_000;
const HOST = "localhost:3000";
const LINES_A_TURN = 50;

const folder = mkdtempSync(join(tmpdir(), "visoli-steps-"));
process.on("SIGINT", () => process.exit(130));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const rows: [string, number][] = [];
const line = createByteBuffer();
const geo = await openGeo({ cacheDir: join(folder, "geo") });
const readAgent = agentReader();
const database = await fill();
measureLookup();
const visits = makeVisits();
await measurePipeline();
database.close();
geo.close();
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
  const link = database.query(
    `insert into links (id, workspace_id, domain, slug, url, created_at, updated_at) values (?, 'ws_1', ?, ?, ?, 0, 0)`,
  );
  const address = database.query(
    `insert into addresses (domain, slug_key, slug, workspace_id, link_id, is_alias) values (?, ?, ?, 'ws_1', ?, 0)`,
  );
  database.transaction(() => {
    for (let at = 0; at < LINKS; at++) {
      link.run(`lnk_${at}`, OWN_DOMAIN, slugAt(at), "https://example.com/landing");
      address.run(OWN_DOMAIN, slugAt(at), slugAt(at), `lnk_${at}`);
    }
  })();
  return database;
}

function measureLookup(): void {
  const slugs = Array.from({ length: LINKS }, (_, at) => slugAt((at * 7_919) % LINKS));
  const slug = (index: number) => slugs[index % LINKS] ?? "";
  const urls = slugs.map((each) => `http://${HOST}/${each}`);
  measure("path: splitUrl, readPath", VISITS, (index) => readPath(splitUrl(urls[index % LINKS] ?? "").path));
  const lookup = sqliteLookup(database);
  measure("the database alone, a link", LINKS, (index) => lookup(OWN_DOMAIN, slug(index)));
  measure("the database alone, no link", LINKS, (index) => lookup(OWN_DOMAIN, `-${index}`));
  const cache = createLinkCache(lookup, LINKS, (found) => compileLink(found, null));
  measure("link cache, miss", LINKS, (index) => cache.get(OWN_DOMAIN, slug(index)));
  measure("link cache, hit", VISITS, (index) => cache.get(OWN_DOMAIN, slug(index)));
  const link = cache.get(OWN_DOMAIN, slug(0)) as KnownLink;
  const readVisitor = visitorReader({ geo, readAgent, secret: "secret", hasPassword: () => false });
  const headers = new Headers();
  const request = { address: () => "", headers, query: "", restOfPath: "", wantsPreview: false };
  measure("visitor", VISITS, () => readVisitor(request));
  const visitor = readVisitor(request);
  measure("decide", VISITS, (index) => decide(link, visitor, index));
}

/** Every link once, so that its parts are written once; then again, as most visits find it. */
function makeVisits(): Visit[] {
  const links = Array.from({ length: LINKS }, (_, at) => ({
    id: `lnk_${at}`,
    workspaceId: "ws_1",
    domain: OWN_DOMAIN,
    slug: slugAt(at),
    url: "https://example.com/landing",
  }));
  const agents = userAgents(200);
  const networks = publicNetworks();
  const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
  const low = () => `${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;
  return Array.from({ length: VISITS }, (_, at) => ({
    link: at < LINKS ? (links[at] as Visit["link"]) : any(links),
    trigger: "",
    rule: "",
    variant: "",
    at: Date.now(),
    address: any(networks) + low(),
    agent: any(agents),
    referrer: any(REFERERS),
    acceptLanguage: "",
    purpose: "",
    query: "",
    isPrivate: false,
  }));
}

async function measurePipeline(): Promise<void> {
  const steps = clickPipeline({
    ...{ geo, readAgent, salts: createSalts() },
    duplicates: createDuplicates(2_000),
  });
  for (const step of steps) {
    const write = (index: number) => written((row) => step.write(visits[index] as Visit, row));
    if (step.name === "link" || step.name === "utm") measure(`step ${step.name}, new link`, LINKS, write);
    else measure(`step ${step.name}, the first 200,000`, LINKS, write);
    measure(`step ${step.name}`, VISITS, write);
  }
  const write = (index: number) => (row: ByteBuffer) => writeClick(steps, visits[index] as Visit, row);
  measure("the whole line", VISITS, (index) => written(write(index)));
  await measureJournal(Array.from({ length: LINKS }, (_, index) => write(index)));
  for (const step of steps) if (step.name === "trigger") measureRules(step);
}

/** The same visits, where a rule and a variant decided. Last: objects of another shape slow down what reads the plain ones. */
function measureRules(step: Step): void {
  const ruled = visits.slice(0, LINKS).map((visit, at) => ({
    ...visit,
    rule: `rule "${at % 500}"`,
    variant: at % 2 === 0 ? "A" : "B",
  }));
  const write = (index: number) => written((row) => step.write(ruled[index % LINKS] as Visit, row));
  measure(`step ${step.name}, by rules`, VISITS, write);
}

/** How many bytes were written, into memory that is used again. */
function written(write: (row: ByteBuffer) => void): number {
  line.cut(0);
  write(line);
  return line.length();
}

/** The line and the promise that each request waits for. */
async function measureJournal(lines: ((row: ByteBuffer) => void)[]): Promise<void> {
  const journal = openJournal({ folder: join(folder, "journal"), fsyncMs: 1_000, log: console });
  const start = process.cpuUsage();
  for (let at = 0; at < lines.length; at += LINES_A_TURN) {
    await Promise.all(
      lines.slice(at, at + LINES_A_TURN).map((line) => journal.append(line).then(() => line)),
    );
  }
  record(`journal, ${LINES_A_TURN} lines a turn`, lines.length, start);
  await journal.close();
}
