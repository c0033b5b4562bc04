import type { Link } from "@visoli/contract/link";
import { csvLine } from "../../lib/csv.ts";

/** The columns of an export, by the names that an import knows. */
const COLUMNS = {
  id: ({ id }) => id,
  shortUrl: ({ shortUrl }) => shortUrl,
  domain: ({ domain }) => domain,
  slug: ({ slug }) => slug,
  url: ({ url }) => url,
  title: ({ title }) => title,
  notes: ({ notes }) => notes,
  tags: ({ tags }) => tags.join(","),
  folder: ({ folder }) => folder,
  externalId: ({ externalId }) => externalId,
  status: ({ status }) => status,
  startsAt: ({ startsAt }) => startsAt,
  expiresAt: ({ expiresAt }) => expiresAt,
  expiredUrl: ({ expiredUrl }) => expiredUrl,
  maxClicks: ({ maxClicks }) => maxClicks,
  clicks: ({ clicks }) => clicks,
  scans: ({ scans }) => scans,
  createdBy: ({ createdBy }) => createdBy,
  createdAt: ({ createdAt }) => createdAt,
} satisfies Record<string, (link: Link) => string | number | null>;

/** So many lines become one piece of the file, which the browser may keep on the disk. */
const LINES_PER_PIECE = 2_000;
const BOM = "\uFEFF";

/** The links as a CSV file that spreadsheets read as UTF-8 and calculate nothing of. @throws what the links throw */
export async function exportCsv(
  links: Iterable<Link> | AsyncIterable<Link>,
  onRead: (count: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const pieces: Blob[] = [];
  let [text, count] = [BOM + csvLine(Object.keys(COLUMNS)), 0];
  for await (const link of links) {
    signal.throwIfAborted();
    text += csvLine(Object.values(COLUMNS).map((read) => String(read(link) ?? "")));
    count++;
    if (count % 100 === 0) onRead(count);
    if (count % LINES_PER_PIECE > 0) continue;
    pieces.push(new Blob([text]));
    text = "";
  }
  onRead(count);
  return new Blob([...pieces, text], { type: "text/csv;charset=utf-8" });
}
