import type { ClickRow } from "./row.ts";

/** What a network's number stands for, as the last process to see it knew it. Qualified as the table of clicks is. */
export function networksTable({ clicks }: Pick<Store, "clicks">): string {
  return clicks.replace(/clicks$/, "networks");
}

const COLUMNS = ["asn", "name", "domain", "type"] as const;
const STRUCTURE = "asn UInt32, name String, domain String, type String";
/** Some hundred bytes each: far less than a statement may have. */
const AT_ONCE = 10_000;

type Network = { asn: number; name: string; domain: string; type: string };
/** What of the click store is needed here. */
type Store = {
  clicks: string;
  command(sql: string): Promise<void>;
};
type Readable = Store & { query<Row>(sql: string): Promise<Row[]> };

/** Makes the table where it isn't there. Of several rows of a number the newest counts, and the others go. */
export async function prepareNetworks(analytics: Store): Promise<void> {
  await analytics.command(
    `create table if not exists ${networksTable(analytics)} (${STRUCTURE}, seen DateTime('UTC'))
     engine = ReplacingMergeTree(seen) order by asn settings fsync_after_insert = 1, fsync_part_directory = 1`,
  );
}

/** Takes the names out of a table of clicks of a former version, which had them in each row, and the columns away. */
export async function moveNetworks(analytics: Readable): Promise<void> {
  const columns = await analytics.query<{ name: string }>(`describe table ${analytics.clicks}`);
  if (!columns.some(({ name }) => name === "as_name")) return;
  await analytics.command(
    `insert into ${networksTable(analytics)} (${COLUMNS.join(", ")}, seen)
     select asn, argMax(toString(as_name), at), argMax(toString(as_domain), at), argMax(toString(as_type), at), toDateTime(max(at))
     from ${analytics.clicks} where asn != 0 group by asn settings async_insert = 0`,
  );
  const drops = ["name", "domain", "type"].map((name) => `drop column if exists as_${name}`);
  await analytics.command(`alter table ${analytics.clicks} ${drops.join(", ")}`);
}

/**
 * Gives back what writes down the networks that are new among lines of the journal: to be awaited before the clicks go in, so that
 * no click has a number without a name. What this process has seen, it does not look at again: another name comes with the next start.
 */
export function createNetworkNotes(store: Store): (lines: Buffer) => Promise<void> {
  const known = new Set<number>();
  return async (lines) => {
    const found = newNetworks(lines, known);
    for (let from = 0; from < found.length; from += AT_ONCE)
      await insertNetworks(store, found.slice(from, from + AT_ONCE));
    for (const { asn } of found) known.add(asn);
  };
}

const MARK = Buffer.from(',"asn":');
const LINE_END = 10;
const [ZERO, NINE] = [48, 57];

/** By the bytes: a quotation mark within a text has a backslash before it, so that only a member of the line is spelled so. */
function newNetworks(lines: Buffer, known: ReadonlySet<number>): Network[] {
  const found = new Map<number, Network>();
  for (let at = lines.indexOf(MARK); at >= 0; at = lines.indexOf(MARK, at + MARK.length)) {
    let asn = 0;
    for (let place = at + MARK.length; ; place++) {
      const digit = lines[place] ?? 0;
      if (digit < ZERO || digit > NINE) break;
      asn = asn * 10 + digit - ZERO;
    }
    if (asn === 0 || known.has(asn) || found.has(asn)) continue;
    const start = lines.lastIndexOf(LINE_END, at) + 1;
    const end = lines.indexOf(LINE_END, at);
    const network = networkOf(lines.toString("utf8", start, end < 0 ? undefined : end));
    if (network) found.set(asn, network);
  }
  return [...found.values()];
}

function networkOf(line: string): Network | null {
  try {
    const { asn, as_name, as_domain, as_type } = JSON.parse(line) as Partial<ClickRow>;
    if (!Number.isInteger(asn) || Number(asn) > 0xffff_ffff) return null;
    const text = (value: unknown) => (typeof value === "string" ? value.toWellFormed() : "");
    return { asn: Number(asn), name: text(as_name), domain: text(as_domain), type: text(as_type) };
  } catch {
    return null;
  }
}

async function insertNetworks(store: Store, networks: Network[]): Promise<void> {
  const lines = networks.map((network) => JSON.stringify(network)).join("\n");
  await store.command(
    `insert into ${networksTable(store)} (${COLUMNS.join(", ")}, seen) select ${COLUMNS.join(", ")}, now()
     from format(JSONEachRow, '${STRUCTURE}', '${lines.replace(/[\\']/g, "\\$&")}') settings async_insert = 0`,
  );
}

/** The rows of the clicks in that SQL, with the names of their networks. */
export function withNetworks(analytics: Pick<Store, "clicks">, clicks: string): string {
  return `(select v.*, w.name as as_name, w.domain as as_domain, w.type as as_type
    from (${clicks}) as v any left join (select * from ${networksTable(analytics)} final) as w on v.asn = w.asn)`;
}
