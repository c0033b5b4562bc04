const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Where the browser is, as an IANA name. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export function isZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the clocks of the zone show, as if it were UTC; to the second. @throws RangeError for what is no zone */
export function localTime(zone: string, instant: number): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** When the clocks of the zone show that; a time that they skip is the moment after the gap. */
export function instantOf(zone: string, local: number): number {
  const offsetAt = (instant: number) => localTime(zone, instant) - Math.floor(instant / 1_000) * 1_000;
  // A day to each side there is one offset before and one after a change.
  const candidates = [offsetAt(local - DAY_MS), offsetAt(local + DAY_MS)].map((offset) => local - offset);
  const exact = candidates.filter((instant) => localTime(zone, instant) === local);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** A day of the calendar, `2027-01-31`, by so many days or months on; the 31st of a shorter month is its last day. */
export function moveDay(day: string, { days = 0, months = 0 }: { days?: number; months?: number }): string {
  const date = new Date(`${day}T00:00:00Z`);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const moved = first.getTime() + (Math.min(date.getUTCDate(), length) - 1 + days) * DAY_MS;
  return new Date(moved).toISOString().slice(0, 10);
}

export const dayOf = (zone: string, instant: number): string =>
  new Date(localTime(zone, instant)).toISOString().slice(0, 10);

/** The first moment of the day there. */
export const startOfDay = (zone: string, day: string): number =>
  instantOf(zone, Date.parse(`${day}T00:00:00Z`));

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  formats.set(zone, made);
  return made;
}
