import { timeOfClick } from "@visoli/contract/click";
import type { Analytics } from "../client.ts";
import { CONVERTED_CLICK, type ConvertedClick } from "../conversions.ts";
import { instant, linkList } from "../where.ts";
import { CLICK_ID_SQL } from "./click-columns.ts";

/** A click that came of something: its link, and what is known of it. */
export type FoundClick = { link: string; click: ConvertedClick };
type Row = ConvertedClick & { link: string; id: string };

/** The workspace's clicks of these ids (visits to addresses without a link are none), by id. */
export async function askClicksById(
  analytics: Analytics,
  secret: string,
  workspaceId: string,
  ids: string[],
): Promise<Map<string, FoundClick>> {
  if (ids.length === 0) return new Map();
  const times = ids.map(timeOfClick);
  const rows = await analytics.query<Row>(
    `select ${CLICK_ID_SQL} as id, link, ${CONVERTED_CLICK} from ${analytics.clicks}
     where workspace = {workspace:String} and trigger in ('', 'qr')
       and at >= ${instant("first")} and at <= ${instant("last")}
       and toUnixTimestamp64Milli(at) in {times:Array(Int64)} and ${CLICK_ID_SQL} in {ids:Array(String)}`,
    {
      ...{ workspace: workspaceId, clickSecret: secret, ids, times },
      ...{ first: Math.min(...times), last: Math.max(...times) },
    },
  );
  return new Map(rows.map(({ id, ...row }) => [id, found(row)]));
}

/** A visitor's clicks from one instant up to another, both included. */
type OfVisitor = { visitorId: string; from: number; to: number };

const OF_VISITOR = `workspace = {workspace:String} and trigger in ('', 'qr') and visitor = {visitor:UInt32} and visitor != 0
       and at >= ${instant("from")} and at <= ${instant("to")}`;

// Former versions gave out longer hashes, of which the ledger has kept as many bits.
function visitorParameters(workspaceId: string, { visitorId, from, to }: OfVisitor) {
  return { workspace: workspaceId, visitor: Number.parseInt(visitorId.slice(-8), 16), from, to };
}

/** The visitor's last click, of those on `links` where these are said; or null. */
export async function askLastClick(
  analytics: Analytics,
  workspaceId: string,
  { links, ...asked }: OfVisitor & { links?: string[] },
): Promise<FoundClick | null> {
  const [row] = await analytics.query<Omit<Row, "id">>(
    `select link, ${CONVERTED_CLICK} from ${analytics.clicks}
     where ${OF_VISITOR} ${links ? `and link in ${linkList(links)}` : ""}
     order by at desc, nonce desc limit 1`,
    visitorParameters(workspaceId, asked),
  );
  return row ? found(row) : null;
}

/** The links that the visitor clicked. */
export async function askLinksOfVisitor(
  analytics: Analytics,
  workspaceId: string,
  asked: OfVisitor,
): Promise<string[]> {
  const rows = await analytics.query<{ link: string }>(
    `select distinct link from ${analytics.clicks} where ${OF_VISITOR}`,
    visitorParameters(workspaceId, asked),
  );
  return rows.map(({ link }) => link);
}

function found({ link, ...click }: Omit<Row, "id">): FoundClick {
  return { link, click };
}
