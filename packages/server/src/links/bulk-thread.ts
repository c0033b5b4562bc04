import type { Plan } from "@visoli/contract/plan";
import type { Config } from "../config.ts";
import type { Actor } from "../core/actor.ts";
import type { LinesToCreate, LinkCtx } from "../core/ctx.ts";
import type { OpenDatabase } from "../db/open.ts";
import { type PackedLines, packLines } from "../lib/packed-lines.ts";
import { createThread, type Services } from "../lib/thread.ts";

/** A batch, and how far the thread's memory of domains and harmful destinations has to be. */
export type BulkQuestion = {
  actor: Actor;
  requestId: string;
  first: number;
  lines: PackedLines;
  /** What time it is where the clock is not the machine's. */
  now: number | null;
  versions: { domains: number; threats: number };
};
/** A line of JSON for each line, and the addresses that the redirect is to forget before anybody sees them. */
export type BulkAnswer = { text: Uint8Array<ArrayBuffer>; forget: [domainId: string, slugKey: string][] };

/** What the thread is told of the service that it belongs to. */
export type BulkSettings = { config: Config; origin: string; clicks: string };

/** Each stream asks for two batches at once. */
const MAX_WAITING = 10_000;

/** What `LinkCtx` has before there is such a thread. */
type Without = Omit<LinkCtx, "createInThread">;

type WhileOthersWait = OpenDatabase["whileOthersWait"];

/** Makes links in a thread of its own, which reads, checks, writes and shows them: our own does nothing for a line but to look for its end. */
export function openBulkThread(
  ctx: Without,
  whileOthersWait: WhileOthersWait,
): (batch: LinesToCreate) => Promise<Uint8Array<ArrayBuffer>> {
  const script = new URL("./bulk-worker.ts", import.meta.url);
  const ask = createThread<BulkQuestion, BulkAnswer>(script, MAX_WAITING, servicesOf(ctx, whileOthersWait));
  return async ({ lines, ...batch }) => {
    const packed = packLines(lines);
    const now = ctx.now === Date.now ? null : ctx.now();
    const versions = { domains: ctx.domains.version(), threats: ctx.threats.version() };
    const question = { ...batch, lines: packed, now, versions };
    const { text, forget } = await ask(question, [packed.bytes.buffer, packed.ends.buffer]);
    for (const [domainId, slugKey] of forget) ctx.forgetLink(domainId, slugKey);
    return text;
  };
}

/** What the thread cannot do by itself. */
function servicesOf(ctx: Without, whileOthersWait: WhileOthersWait) {
  let release = () => {};
  const services = {
    settings: (): BulkSettings => ({
      config: ctx.config,
      origin: ctx.origin,
      clicks: ctx.analytics.clicks,
    }),
    /** Until it is released nobody else in this process writes: they wait in our queue, and not inside SQLite, where redirects would wait, too. */
    hold: (_: undefined, end: AbortSignal) =>
      new Promise<void>((held, fail) => {
        const hold = async () => {
          const released = Promise.withResolvers<void>();
          release = released.resolve;
          end.addEventListener("abort", release);
          held();
          if (!end.aborted) await released.promise;
          end.removeEventListener("abort", release);
        };
        whileOthersWait(hold).catch(fail);
      }),
    release: () => release(),
    planOf: (workspaceId: string): Plan | Promise<Plan> => ctx.plans.of(workspaceId),
    spentClicks: ({ workspaceId, now }: { workspaceId: string; now: number }) =>
      ctx.plans.spentClicks(workspaceId, now),
    needIndex: ctx.needIndex,
    query: ({ sql, parameters }: { sql: string; parameters: Record<string, string> }) =>
      ctx.analytics.query(sql, parameters),
  };
  return services satisfies Services;
}
