import type { PeriodName } from "@visoli/contract/stats";
import type { Period } from "../analytics/where.ts";
import { invalid } from "../core/errors.ts";
import { DAY_MS } from "../lib/time.ts";
import { namedPeriod } from "./named-period.ts";

const DEFAULT_SPAN_MS = 30 * DAY_MS;

type Asked = { start?: string | undefined; end?: string | undefined };

/** The time that is asked for: up to now, and thirty days long, unless said otherwise. @throws request.invalid */
export function readPeriod({ start: from, end: to }: Asked, now: number): Period {
  const end = to === undefined ? now : Date.parse(to);
  const start = from === undefined ? end - DEFAULT_SPAN_MS : Date.parse(from);
  if (start >= end) throw invalid({ path: "start", code: "too_big", message: "Must be before end" });
  return { start, end };
}

/** The same, where the time may also have a name; its days are the zone's. @throws request.invalid */
export function readNamedPeriod(
  asked: Asked & { period?: PeriodName | undefined; timezone: string },
  now: number,
): Period {
  const { period, timezone } = asked;
  if (period === undefined) return readPeriod(asked, now);
  const others = (["start", "end"] as const).filter((name) => asked[name] !== undefined);
  if (others.length > 0) {
    const message = "Give either period, or start and end";
    throw invalid(...["period", ...others].map((path) => ({ path, code: "contradiction", message })));
  }
  return namedPeriod(period, timezone, now);
}
