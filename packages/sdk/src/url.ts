/**
 * The path of an address, each value percent-encoded as one segment: path`/api/v1/links/${id}`.
 * @throws TypeError for a value that would make it the address of something else: "", ".", ".."
 */
export function path(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.reduce((whole, part, index) => whole + segment(values[index - 1]) + part);
}

function segment(value: unknown): string {
  if (typeof value !== "string" || value === "" || value === "." || value === "..")
    throw new TypeError(`${JSON.stringify(value)} is no id`);
  return encodeURIComponent(value);
}

/**
 * The query string, with its question mark, or "". Of a list, the values stand with commas between, and a value's own
 * commas are escaped, as the API reads filters; what is undefined is left out.
 */
export function queryString(query: object = {}): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const isList = Array.isArray(value);
    written.set(name, isList ? value.map((one) => `${one}`.replaceAll(",", "\\,")).join(",") : `${value}`);
  }
  const text = written.toString();
  return text && `?${text}`;
}
