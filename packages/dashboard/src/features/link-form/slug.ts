import type { Draft } from "./draft.ts";

/** As the contract says it; the form loads no schemas. */
const SLUG = /^[\p{L}\p{M}\p{N}_-]+(\/[\p{L}\p{M}\p{N}_-]+)*$/u;
const USUAL_LENGTH = 7;
const MOST_DOTS = 12;

export function isSlug(slug: string): boolean {
  return SLUG.test(slug.trim());
}

/** The short link that will be; a bullet for each character that is drawn at random. */
export function slugPreview(
  draft: Pick<Draft, "domain" | "slug" | "slugLength" | "slugPrefix">,
  ownHost: string,
) {
  const host = draft.domain || ownHost;
  if (draft.slug.trim()) return `${host}/${draft.slug.trim().normalize("NFC")}`;
  const length = Number(draft.slugLength) || USUAL_LENGTH;
  const dots = length > MOST_DOTS ? `${"•".repeat(MOST_DOTS)}…` : "•".repeat(length);
  const prefix = draft.slugPrefix.trim().replace(/\/$/, "");
  return `${host}/${prefix ? `${prefix}/` : ""}${dots}`;
}
