import type { Analytics } from "../packages/server/src/analytics/client.ts";
import { networksTable } from "../packages/server/src/analytics/networks.ts";
import { COLUMN_TYPES, type StoredClick } from "../packages/server/src/analytics/row.ts";
import { createProgress } from "./progress.ts";

export const WORKSPACES = 1_000;
export const LINKS_PER_WORKSPACE = 100;
const DAYS = 360;
const MONTHS = 12;
const DAY_MS = 86_400_000;

/** Where the clicks end; they begin 360 days before. */
export const DATA_END = Date.UTC(2026, 9, 27);

/** The id of the n-th workspace and of the m-th link in it, both from 1 on: the first have most clicks. */
export const workspaceId = (place: number) => `ws_0VbkOGPk${`${place}`.padStart(4, "0")}cV0S1MqB`;
export const linkId = (workspace: number, place: number) =>
  `lnk_0VbkOGPk${`${workspace}`.padStart(4, "0")}${`${place}`.padStart(4, "0")}S1Mq`;

// Drawn by Zipf's law with exponent 1: the first of n has 1 / ln(n) of all, a tenth for a thousand.
const share = (seed: number) => `(rand(${seed}) / 4294967296)`;
const zipf = (seed: number, count: number) => `toUInt32(floor(pow(${count}, ${share(seed)})))`;
const padded = (number: string) => `leftPad(toString(${number}), 4, '0')`;

const VALUES: Record<keyof StoredClick, string> = {
  workspace: `concat('ws_0VbkOGPk', ${padded("w")}, 'cV0S1MqB')`,
  link: `concat('lnk_0VbkOGPk', ${padded("w")}, ${padded("l")}, 'S1Mq')`,
  slug: "substring(hex(cityHash64(w, l)), 1, 7)",
  domain: "if(w % 3 = 0, concat('dom_', toString(w)), '')",
  trigger: "multiIf(chance < 8, 'qr', chance < 10, 'open', '')",
  rule: "if(l % 10 = 0, concat('rule ', toString(chance % 3)), '')",
  variant: "''",
  at: "fromUnixTimestamp64Milli(ms, 'UTC')",
  // The process of that week, and the place within the millisecond: nearly always the first.
  nonce:
    "toUInt32(cityHash64(intDiv(ms, 604800000)) % 1048576 * 4096 + if(place % 10 = 0, intDiv(place, 10) % 4, 0))",
  class:
    "multiIf(kind < 82, 'human', kind < 92, 'bot', kind < 96, 'preview', kind < 98, 'duplicate', 'prefetch')",
  bot: "if(kind >= 82 and kind < 92, concat('Bot ', toString(chance % 30)), '')",
  visitor: "toUInt32(cityHash64(person, intDiv(ms, 86400000)))",
  continent: "substring('AFANASEUNAOCSA', 1 + 2 * (ctry % 7), 2)",
  country: "concat(char(65 + ctry % 26), char(65 + intDiv(ctry, 26)))",
  region: "concat('Region ', toString(ctry), '-', toString(cty % 20))",
  city: "concat('City ', toString(ctry), '-', toString(cty))",
  asn: "number_of_network",
  referrer: "if(ref < 20, '', concat('site', toString(ref), '.example'))",
  browser: "concat('Browser ', toString(br))",
  os: "concat('System ', toString(sys))",
  device: "multiIf(sys < 3, 'mobile', sys < 4, 'tablet', 'desktop')",
  device_model: "if(sys < 4, concat('Model ', toString(model)), '')",
  language: "concat('l', toString(lang))",
  utm_source: "if(src < 8, '', concat('source', toString(src)))",
  utm_medium: "if(src < 8, '', concat('medium', toString(src % 5)))",
  utm_campaign: "if(src < 8, '', concat('campaign', toString(camp)))",
  utm_term: "''",
  utm_content: "''",
};

/** Fills the table with so many clicks of a year, made in ClickHouse itself; shows how far it is. The busiest workspace has that id. */
export async function fillClicks(
  analytics: Analytics,
  clicks: number,
  busiest = workspaceId(1),
): Promise<void> {
  const values = { ...VALUES, workspace: `if(w = 1, '${busiest}', ${VALUES.workspace})` };
  const show = createProgress(`${clicks.toLocaleString("en")} clicks`, MONTHS);
  const names = Object.keys(COLUMN_TYPES) as (keyof StoredClick)[];
  const columns = names.map((name) => `${values[name]} as ${name}_`).join(", ");
  const perMonth = Math.ceil(clicks / MONTHS);
  const monthMs = (DAYS / MONTHS) * DAY_MS;
  for (let month = 0; month < MONTHS; month++) {
    const from = DATA_END - (MONTHS - month) * monthMs;
    await analytics.command(
      `insert into ${analytics.clicks} (${names.join(", ")}) select ${columns} from (
         select number, toInt64(${from} + ${share(3)} * ${monthMs}) as ms, ${zipf(1, WORKSPACES)} as w,
           ${zipf(2, LINKS_PER_WORKSPACE)} as l, ${zipf(4, 200)} as ctry, ${zipf(5, 1_000)} as cty,
           ${zipf(6, 60_000)} as number_of_network, ${zipf(7, 5_000)} as ref, ${zipf(8, 12)} as br,
           ${zipf(9, 8)} as sys, ${zipf(10, 500)} as model, ${zipf(11, 40)} as lang, ${zipf(12, 50)} as src,
           ${zipf(13, 300)} as camp, rand(14) % ${Math.ceil(clicks / 3)} as person, rand(15) % 100 as kind,
           rand(16) % 100 as chance, rand(17) as place
         from numbers(${month * perMonth}, ${Math.min(perMonth, clicks - month * perMonth)}))
       settings max_insert_threads = 2, insert_deduplicate = 0`,
    );
    show(month + 1);
  }
  await analytics.command(
    `insert into ${networksTable(analytics)} select distinct asn, concat('Network Operator ', toString(asn)),
       concat('as', toString(asn), '.example'), if(asn % 5 = 0, 'hosting', 'isp'), now() from ${analytics.clicks}`,
  );
}
