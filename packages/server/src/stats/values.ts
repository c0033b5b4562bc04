import type { Dimension } from "@visoli/contract/dimensions";
import type { Filter } from "@visoli/contract/filter";
import { normalizeSlug } from "@visoli/contract/slug";
import type { Domains } from "../core/domains.ts";

/** A value as people know it: a domain is a host, for as long as it is one; its bare id afterwards. */
export function shownValue(domains: Domains, dimension: Dimension, value: string | number): string | number {
  return dimension === "domain" ? hostOf(domains, String(value)) : value;
}

export function hostOf(domains: Domains, id: string): string {
  return domains.byId(id)?.host ?? id;
}

/** A filter in the values that the click store has. */
export function storedFilter(domains: Domains, dimension: Dimension, filter: Filter): Filter {
  const stored = (value: string): string[] => {
    if (dimension === "domain") return idsOf(domains, value);
    return [dimension === "slug" ? normalizeSlug(value) : value];
  };
  return { include: filter.include.flatMap(stored), exclude: filter.exclude.flatMap(stored) };
}

/** The id of the host's domain, and the value itself: what is shown by its id can be asked for by it. */
function idsOf(domains: Domains, value: string): string[] {
  const domain = domains.byHost(value.toLowerCase());
  return domain ? [domain.id, value] : [value];
}
