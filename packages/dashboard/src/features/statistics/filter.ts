import { DIMENSIONS, type Dimension } from "@visoli/contract/dimensions";

/** Filters as the address and the API write them: `a,b` keeps either, `!a` leaves out, a comma of a value is `\,`. */
export type Filters = { [Name in Dimension]?: string };
export type Choice = "include" | "exclude";

const MOST = 4_000;
const NUMBERS: Partial<Record<Dimension, readonly [least: number, most: number]>> = {
  hour: [0, 23],
  weekday: [1, 7],
  hourOfWeek: [0, 167],
};

/** What an address says of filters; what the API would not understand is left out. */
export function readFilters(search: Record<string, unknown>): Filters {
  const filters: Filters = {};
  for (const name of DIMENSIONS) {
    const value = filterText(search[name]);
    if (value !== undefined && isGood(name, value)) filters[name] = value;
  }
  return filters;
}

/** "" is a filter, too: for what is unknown. */
function filterText(value: unknown): string | undefined {
  if (typeof value === "string" && value.length <= MOST) return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function isGood(name: Dimension, text: string): boolean {
  const range = NUMBERS[name];
  const values = valuesOf(text);
  if (values.length > 100) return false;
  if (!range) return true;
  return values.every(
    ({ value }) => /^\d{1,3}$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1],
  );
}

/** The values that a filter names, and whether it keeps or leaves them out. */
export function valuesOf(text: string | undefined): { value: string; choice: Choice }[] {
  if (text === undefined) return [];
  return text.split(/(?<!\\),/).map((part) => {
    const plain = part.replaceAll("\\,", ",");
    return plain.startsWith("!")
      ? { value: plain.slice(1), choice: "exclude" as const }
      : { value: plain, choice: "include" as const };
  });
}

/** The filter with that value chosen so, or without it where it was chosen so already; undefined where nothing is left. */
export function toggled(text: string | undefined, value: string, choice: Choice): string | undefined {
  const values = valuesOf(text);
  const isThere = values.some((each) => each.value === value && each.choice === choice);
  const others = values.filter((each) => each.value !== value);
  const next = isThere ? others : [...others, { value, choice }];
  if (next.length === 0) return undefined;
  return next
    .map((each) => (each.choice === "exclude" ? "!" : "") + each.value.replaceAll(",", "\\,"))
    .join(",");
}

export function isChosen(text: string | undefined, value: string): boolean {
  return valuesOf(text).some((each) => each.value === value && each.choice === "include");
}
