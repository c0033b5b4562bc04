import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ClickExportQuery, ExportFormat } from "@visoli/contract/click";
import { clickText, writeClicks } from "../analytics/questions/click-export.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { iso } from "../lib/time.ts";
import { clickSelection } from "./click-selection.ts";
import { createSlots } from "./click-slots.ts";
import type { ReadView } from "./click-view.ts";
import { requireSingleClicks, requireTime } from "./gate.ts";

/** An export as it goes out. */
export type Export = { name: string; body: ReadableStream<Uint8Array> };
/** `signal`: whoever asked is gone. */
export type ExportClicks = (actor: Actor, query: ClickExportQuery, signal: AbortSignal) => Promise<Export>;

const FILE_CHUNK_BYTES = 262_144;

/** All clicks of a question, however many, in constant memory. What an earlier process left of its files goes at once. */
export function createExports(ctx: ClickCtx, readView: ReadView): ExportClicks {
  const folder = join(ctx.config.dataDir, "tmp", "exports");
  rmSync(folder, { recursive: true, force: true });
  const texts = createSlots("exports", { perWorkspace: 4, total: 32 });
  // Each sorts and writes on its own, and the embedded engine does so in our process.
  const files = createSlots("exports as Parquet", { perWorkspace: 1, total: 2 });

  return async (actor, query, signal) => {
    guard(actor, "stats:read");
    await requireSingleClicks(ctx, actor);
    const { format, ...asked } = query;
    const selection = await clickSelection(ctx, actor, asked);
    await requireTime(ctx, actor, { now: selection, before: undefined });
    const view = await readView(new Set([actor.workspaceId]));
    const name = nameOf(selection, format);
    const fail = (error: unknown) => ctx.log.error({ err: error }, "an export of clicks broke off");
    if (format !== "parquet") {
      const free = texts.take(actor.workspaceId);
      signal.addEventListener("abort", free);
      const pages = clickText(ctx.analytics, view, selection, format);
      return { name, body: streamOf(pages, { free, fail }) };
    }
    const free = files.take(actor.workspaceId);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${crypto.randomUUID()}.parquet`);
    const release = () => {
      rmSync(file, { force: true });
      free();
    };
    try {
      await writeClicks(ctx.analytics, view, selection, file);
    } catch (error) {
      release();
      throw error;
    }
    signal.addEventListener("abort", release);
    if (signal.aborted) release();
    return { name, body: streamOf(chunksOf(file), { free: release, fail }) };
  };
}

/** Reads no faster than it is taken. A failure breaks the connection off, so that a part is not taken for the whole. */
function streamOf(
  chunks: AsyncGenerator<Uint8Array, undefined>,
  on: { free(): void; fail(error: unknown): void },
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (!done) return controller.enqueue(value);
          on.free();
          controller.close();
        } catch (error) {
          on.free();
          on.fail(error);
          controller.error(new Error("The export broke off"));
        }
      },
      async cancel() {
        on.free();
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array, undefined> {
  const file = Bun.file(path);
  for (let from = 0; from < file.size; from += FILE_CHUNK_BYTES)
    yield await file.slice(from, from + FILE_CHUNK_BYTES).bytes();
  return undefined;
}

function nameOf({ start, end }: { start: number; end: number }, format: ExportFormat): string {
  const day = (at: number) => iso(at).slice(0, 10);
  return `clicks-${day(start)}-to-${day(end - 1)}.${format}`;
}
