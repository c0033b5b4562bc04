/** The value at a path inside a decoded database record, or undefined. */
export function valueAt(record: unknown, ...path: (string | number)[]): unknown {
  let value = record;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The first of the values that is a text and not empty, or "". */
export function firstText(...values: unknown[]): string {
  for (const value of values) if (typeof value === "string" && value !== "") return value;
  return "";
}
