import type { AuditEntry, AuditExportQuery } from "@visoli/contract/audit";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { streamPages } from "../core/stream-pages.ts";
import { csvLine } from "../lib/csv.ts";
import { filterOf, readPage } from "./list.ts";

const PAGE = 500;

/** The whole log by the same filters as the list, newest first, written as it is read: whoever reads slowly holds nothing up. */
export async function exportAudit(
  ctx: Ctx,
  actor: Actor,
  { format, ...asked }: AuditExportQuery,
): Promise<ReadableStream<Uint8Array>> {
  guard(actor, "audit:read");
  const filter = await filterOf(ctx, actor, asked);
  const lineOf = format === "csv" ? (one: AuditEntry) => csvLine(cellsOf(one)) : ndjsonLine;
  const read = (beforeId?: string) => readPage(ctx, actor.workspaceId, filter, { beforeId, limit: PAGE });
  const head = format === "csv" ? csvLine(COLUMNS) : "";
  return streamPages(await read(), read, { head, textOf: lineOf });
}

const COLUMNS = ["id", "at", "actorType", "actorId", "actorName", "from", "action", "subject", "changes"];

function cellsOf({ id, at, actor, from, action, subject, changes }: AuditEntry): string[] {
  const who = [actor.type, actor.id, actor.name ?? ""];
  return [id, at, ...who, from ?? "", action, subject, JSON.stringify(changes)];
}

function ndjsonLine(entry: AuditEntry): string {
  return `${JSON.stringify(entry)}\n`;
}
