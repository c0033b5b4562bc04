/** What an address says, read with care: anything that does not fit is as if it were not there. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string" && value !== "") return value;
  // The router reads digits as a number.
  return typeof value === "number" ? String(value) : undefined;
}

export function oneOf<const Option extends string>(
  value: unknown,
  options: readonly Option[],
): Option | undefined {
  return options.find((option) => option === value);
}

/** One text or several, as a list without repetition; none is undefined. */
export function textsOf(value: unknown): string[] | undefined {
  const texts = (Array.isArray(value) ? value : [value]).flatMap((each) => textOf(each) ?? []);
  return texts.length > 0 ? [...new Set(texts)] : undefined;
}
