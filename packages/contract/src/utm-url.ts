// Apart from the schema: pages load no schemas.

/** The five campaign parameters, by their names in the API. */
export const UTM_NAMES = ["source", "medium", "campaign", "term", "content"] as const;
export type Utm = { [Name in (typeof UTM_NAMES)[number]]?: string | null | undefined };

/**
 * The URL with the campaign parameters set that are named, and taken out that are null; all else stays as it is written, since some URLs are
 * signed. One that is there is set in its place, others come last.
 */
export function withUtm(url: string, utm: Utm | null): string {
  const [, base = url, query, hash = ""] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  const wanted = new Map<string, string | null>(
    UTM_NAMES.flatMap((name) => {
      const value = utm === null ? null : utm[name];
      return value === undefined ? [] : [[`utm_${name}`, value] as const];
    }),
  );
  const isThere = new Set<string>();
  const kept = (query ?? "").split("&").flatMap((part) => {
    const name = nameOf(part);
    const value = wanted.get(name);
    if (value === undefined) return [part];
    const isFirst = !isThere.has(name);
    isThere.add(name);
    return value !== null && isFirst ? [parameter(name, value)] : [];
  });
  const added = [...wanted].flatMap(([name, value]) =>
    value === null || isThere.has(name) ? [] : [parameter(name, value)],
  );
  if (isThere.size === 0 && added.length === 0) return url;
  const parts = kept.length === 1 && kept[0] === "" ? added : [...kept, ...added];
  return `${base}${parts.length > 0 ? "?" : ""}${parts.join("&")}${hash}`;
}

function parameter(name: string, value: string): string {
  return new URLSearchParams({ [name]: value }).toString();
}

/** The name of a part of a query, decoded. */
function nameOf(part: string): string {
  return new URLSearchParams(part.replace(/^\?/, "%3F")).keys().next().value ?? "";
}

/** The campaign parameters that a URL carries, or null where it has none. */
export function utmOf(url: string): { [Name in (typeof UTM_NAMES)[number]]: string | null } | null {
  if (!url.includes("utm_")) return null;
  const parameters = URL.parse(url)?.searchParams;
  if (!parameters) return null;
  const read = (name: string) => parameters.get(`utm_${name}`);
  const [source, medium, campaign, term, content] = UTM_NAMES.map(read) as (string | null)[];
  const utm = { source, medium, campaign, term, content } as ReturnType<typeof utmOf>;
  return utm && Object.values(utm).some((each) => each !== null) ? utm : null;
}
