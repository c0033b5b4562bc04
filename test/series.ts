import type { Interval, Metric } from "@visoli/contract/stats";
import type { Analytics } from "../packages/server/src/analytics/client.ts";
import { askCourse } from "../packages/server/src/analytics/questions/course.ts";
import type { Selection } from "../packages/server/src/analytics/where.ts";

/** The counts of each interval alone. */
export async function askSeries(
  analytics: Analytics,
  selection: Selection,
  interval: Interval,
  timezone: string,
  metrics?: readonly Metric[],
) {
  return (await askCourse(analytics, selection, interval, timezone, metrics)).series;
}
