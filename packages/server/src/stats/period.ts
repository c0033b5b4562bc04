import type { Period } from "../analytics/where.ts";
import { invalid } from "../core/errors.ts";
import { DAY_MS } from "../lib/time.ts";

const DEFAULT_SPAN_MS = 30 * DAY_MS;

/** The time that is asked for: up to now, and thirty days long, unless said otherwise. @throws request.invalid */
export function readPeriod(
  { start: from, end: to }: { start?: string | undefined; end?: string | undefined },
  now: number,
): Period {
  const end = to === undefined ? now : Date.parse(to);
  const start = from === undefined ? end - DEFAULT_SPAN_MS : Date.parse(from);
  if (start >= end) throw invalid({ path: "start", code: "too_big", message: "Must be before end" });
  return { start, end };
}
