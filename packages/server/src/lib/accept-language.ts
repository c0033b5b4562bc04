/** No browser sends more; what is longer is not worth the time. */
const MAX_LENGTH = 500;
const PLAIN = /^\s*([a-z]{1,8}(?:-[a-z\d]{1,8})*)\s*(?:,|$)/i;
const RANGE = /^\s*([a-z]{1,8}(?:-[a-z\d]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/i;

/** The one of `available` that is liked best, with or without its region (`de-AT` is `de`); null where none is. */
export function bestLanguage<Language extends string>(
  header: string,
  available: readonly Language[],
): Language | null {
  let best: Language | null = null;
  let highest = 0;
  for (const range of header.slice(0, MAX_LENGTH).split(",")) {
    const [, language = "", q = "1"] = RANGE.exec(range) ?? [];
    const primary = language.split("-", 1)[0]?.toLowerCase();
    const found = available.find((each) => each === primary);
    if (found === undefined || Number(q) <= highest) continue;
    best = found;
    highest = Number(q);
  }
  return best;
}

/** The language with the highest q-value of an Accept-Language header (RFC 9110, 12.5.4), of equal ones the first; lower case, or empty. */
export function preferredLanguage(header: string): string {
  // Without a q-value the first one has the highest there is.
  const plain = PLAIN.exec(header)?.[1];
  if (plain) return plain.toLowerCase();
  let best = "";
  let highest = 0;
  for (const range of header.slice(0, MAX_LENGTH).split(",")) {
    const [, language, q = "1"] = RANGE.exec(range) ?? [];
    if (language && Number(q) > highest) {
      best = language;
      highest = Number(q);
    }
  }
  return best.toLowerCase();
}
