import { HOUR_MS } from "../../lib/time.ts";
import type { Analytics } from "../client.ts";

export type Jump = { workspace: string; link: string; clicks: number; usual: number };

const DAYS = 7;
const HOURS = DAYS * 24;

/**
 * Links with at least `least` clicks and scans by people in the hour, and `times` as many as in an average hour of the seven days before;
 * fewer than one an hour count as one. The busiest first.
 */
export async function askJumps(
  analytics: Analytics,
  { hour, least, times, limit }: { hour: number; least: number; times: number; limit: number },
): Promise<Jump[]> {
  const busy = `select workspace, link from ${analytics.clicks}
     where at >= {hour: DateTime64(3, 'UTC')} and at < {end: DateTime64(3, 'UTC')}
       and class = 'human' and trigger in ('', 'qr')
     group by workspace, link having count() >= {least: UInt32}`;
  const inHour = "countIf(at >= {hour: DateTime64(3, 'UTC')})";
  return analytics.query<Jump>(
    `select workspace, link, toUInt32(${inHour}) as clicks,
       toFloat64(count() - ${inHour}) / ${HOURS} as usual
     from ${analytics.clicks}
     where (workspace, link) in (${busy})
       and at >= {start: DateTime64(3, 'UTC')} and at < {end: DateTime64(3, 'UTC')}
       and class = 'human' and trigger in ('', 'qr')
     group by workspace, link
     having clicks >= {times: UInt32} * greatest(usual, 1)
     order by clicks desc, link limit {limit: UInt32} settings max_threads = 1`,
    {
      ...{ start: hour - HOURS * HOUR_MS, hour, end: hour + HOUR_MS, least, times, limit },
    },
  );
}
