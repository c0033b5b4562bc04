import { readdirSync, renameSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { randomText } from "@visoli/contract/base62";
import { pino } from "pino";
import { boot } from "../packages/server/src/boot.ts";
import { createDuplicates } from "../packages/server/src/clicks/duplicates.ts";
import { openJournal } from "../packages/server/src/clicks/journal.ts";
import { nonceCounter } from "../packages/server/src/clicks/nonce.ts";
import { clickPipeline, writeClick } from "../packages/server/src/clicks/pipeline.ts";
import { createSalts } from "../packages/server/src/clicks/salts.ts";
import { readConfig } from "../packages/server/src/config.ts";
import type { Actor } from "../packages/server/src/core/actor.ts";
import type { LinkCtx, Log } from "../packages/server/src/core/ctx.ts";
import type { Visit } from "../packages/server/src/core/visit.ts";
import { serviceSecret } from "../packages/server/src/db/secrets.ts";
import { newClicks } from "../packages/server/src/lib/click-id.ts";
import { createLink } from "../packages/server/src/links/create.ts";
import { plannedVisits, type SeededLink } from "./seed/clicks.ts";
import { type Fruitful, makeConversions } from "./seed/conversions.ts";
import { plannedLinks } from "./seed/links.ts";
import { createRandom } from "./seed/random.ts";
import { visitorsOf } from "./seed/visitors.ts";
import { makeWorkspace } from "./seed/workspace.ts";

const DAYS = 90;
const VISITORS = 3_000;
/** The oldest links are older than their clicks here. */
const LINK_DAYS = 150;
const DAY_MS = 86_400_000;
const CLICKS_PER_CONVERSION = 400;
const CLICKS_PER_TURN = 2_000;
const BESIDE = "journal-of-seed";

/** `npm run seed`: a workspace of a made-up travel company, to look at. The service must not run on the same folder meanwhile. */
async function main(): Promise<void> {
  const { links: linkCount, clicks: clickCount } = readCounts();
  const config = readConfig();
  const log = pino({ level: "warn" }, pino.destination(2));
  const service = await boot(config, log);
  const { ctx } = service;
  const { email, password, apiKey, actor } = await makeWorkspace(ctx);
  say(`${linkCount} links`);
  const links = await makeLinks(ctx, actor, linkCount);
  say(`${clickCount} clicks`);
  const drawVisitor = visitorsOf(ctx.visitors.geo, createRandom(3), VISITORS);
  const plan = { links, drawVisitor, count: clickCount, days: DAYS, now: ctx.now() };
  const fruitful = await writeClicks(ctx, log, plannedVisits(plan));
  await service.close();
  handOver(config.dataDir);
  const again = await boot(config, log);
  await untilTaken(again.ctx, actor.workspaceId, clickCount);
  say(`${fruitful.length} conversions`);
  await makeConversions(again.ctx, actor, fruitful);
  await again.close();
  say(`done. Start the service (npm start), and sign in at ${config.publicUrl}/account/sign-in
  as        ${email}
  with      ${password}
  API key   ${apiKey}`);
}

const say = (text: string) => console.log(text);

function readCounts(): { links: number; clicks: number } {
  const { values } = parseArgs({
    options: {
      links: { type: "string", default: "500" },
      clicks: { type: "string", default: "200000" },
    },
  });
  return { links: Number(values.links), clicks: Number(values.clicks) };
}

/** Made over the days, the oldest first. */
async function makeLinks(service: LinkCtx, actor: Actor, count: number): Promise<SeededLink[]> {
  const made: SeededLink[] = [];
  const end = service.now();
  for (const [index, input] of plannedLinks(count).entries()) {
    const createdAt = end - Math.floor(LINK_DAYS * DAY_MS * (1 - index / count));
    const ctx = { ...service, now: () => createdAt };
    // Others may have taken the address in this folder before.
    const create = (slug = input.slug) => createLink(ctx, actor, { ...input, slug });
    const { link } = await create().catch(() => create(`${input.slug ?? ""}-${randomText(5)}`));
    const { id, slug, url } = link;
    made.push({ id, slug, url, domain: "", workspaceId: actor.workspaceId, createdAt });
  }
  return made;
}

/** Into a journal, as the redirect does it; beside the service's own, which is open. */
async function writeClicks(
  { config, db, visitors }: LinkCtx,
  log: Log,
  visits: Iterable<Visit>,
): Promise<Fruitful[]> {
  const nonce = nonceCounter();
  const newClick = newClicks(await serviceSecret(db, "clicks", randomText(43)), nonce);
  const duplicates = createDuplicates(config.duplicateWindowMs);
  const steps = clickPipeline({ ...visitors, salts: createSalts(), duplicates, nonce });
  const journal = openJournal({ folder: join(config.dataDir, BESIDE), fsyncMs: 0, log });
  const fruitful: Fruitful[] = [];
  let count = 0;
  for (const visit of visits) {
    count += 1;
    const isPerson = visit.trigger === "" && visit.acceptLanguage !== "" && !visit.isPrivate;
    const isFruitful = count % CLICKS_PER_CONVERSION === 0 && isPerson;
    const click = isFruitful ? newClick(visit.link.workspaceId, visit.at) : null;
    if (click) fruitful.push({ clickId: click.id, at: visit.at });
    const written = journal.append((line) => writeClick(steps, { ...visit, nonce: click?.nonce }, line));
    if (count % CLICKS_PER_TURN === 0) await written;
  }
  await journal.close();
  return fruitful;
}

/** The next start takes them from there. */
function handOver(dataDir: string): void {
  const from = join(dataDir, BESIDE);
  for (const name of readdirSync(from)) renameSync(join(from, name), join(dataDir, "journal", name));
  rmdirSync(from);
}

async function untilTaken({ analytics }: LinkCtx, workspaceId: string, count: number): Promise<void> {
  const sql = `select count() as count from ${analytics.clicks} where workspace = {workspaceId:String}`;
  for (;;) {
    const [found] = await analytics.query<{ count: number }>(sql, { workspaceId });
    if (Number(found?.count) >= count) return;
    await Bun.sleep(500);
  }
}

await main();
process.exit(0);
