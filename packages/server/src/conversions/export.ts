import type { Conversion, ConversionExportQuery } from "@visoli/contract/conversion";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { streamPages } from "../core/stream-pages.ts";
import { csvLine } from "../lib/csv.ts";
import { listConversions } from "./list.ts";

const PAGE = 500;

/**
 * All conversions that the list has by the same filters, the last recorded first, written as they are read: whoever reads slowly holds
 * nothing up. What is wrong with the question is thrown at once. @throws request.invalid, link.not_found
 */
export async function exportConversions(
  ctx: ClickCtx,
  actor: Actor,
  { format, ...query }: ConversionExportQuery,
): Promise<ReadableStream<Uint8Array>> {
  const lineOf =
    format === "csv" ? (one: Conversion) => csvLine(COLUMNS.map(({ of }) => of(one))) : ndjsonLine;
  const read = (cursor?: string) => listConversions(ctx, actor, { ...query, limit: PAGE, cursor });
  const head = format === "csv" ? csvLine(COLUMNS.map(({ name }) => name)) : "";
  return streamPages(await read(), read, { head, textOf: lineOf });
}

function ndjsonLine(conversion: Conversion): string {
  return `${JSON.stringify(conversion)}\n`;
}

const plain = (name: keyof Conversion) => ({ name, of: (one: Conversion) => String(one[name] ?? "") });
const COLUMNS: { name: string; of(conversion: Conversion): string }[] = [
  ...(["id", "externalId", "type", "value", "currency", "clickId", "visitorId", "link"] as const).map(plain),
  plain("attributed"),
  { name: "tags", of: ({ tags }) => tags.join(",") },
  { name: "linkMetadata", of: ({ linkMetadata }) => JSON.stringify(linkMetadata) },
  ...(["folder", "country"] as const).map(plain),
  { name: "metadata", of: ({ metadata }) => JSON.stringify(metadata) },
  ...(["occurredAt", "bookedAt", "voidedAt", "createdAt"] as const).map(plain),
];
