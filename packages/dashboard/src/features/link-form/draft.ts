import type { Link, LinkCreateInput, LinkUpdateInput } from "@visoli/contract/link";
import type { Pixel } from "@visoli/contract/link-settings";
import type { TemplateFields } from "@visoli/contract/template";
import { withUtm } from "@visoli/contract/utm-url";
import { type DraftRule, draftOfRule, newKey, ruleOf, withScheme } from "./rule-draft.ts";

/** A link as it is edited: texts are "" where there is none. */
export type Draft = {
  url: string;
  /** "" is the service's own. */
  domain: string;
  slug: string;
  slugLength: string;
  slugPrefix: string;
  aliases: string[];
  title: string;
  notes: string;
  tags: string[];
  folder: string;
  externalId: string;
  metadata: { key: string; name: string; value: string }[];
  startsAt: string;
  expiresAt: string;
  expiredUrl: string;
  maxClicks: string;
  /** undefined leaves it as it is, null takes it away. */
  password: string | null | undefined;
  rules: DraftRule[];
  preview: { title: string; description: string; image: string };
  redirectStatus: string;
  cloak: boolean;
  noindex: boolean;
  forwardQuery: boolean;
  forwardPath: boolean;
  trackVisitors: boolean;
  clickIdParameter: string;
  ios: string;
  android: string;
  pixels: { key: string; provider: Pixel["provider"]; id: string }[];
};

export const EMPTY: Draft = {
  ...{ url: "", domain: "", slug: "", slugLength: "", slugPrefix: "", aliases: [] },
  ...{ title: "", notes: "", tags: [], folder: "", externalId: "", metadata: [] },
  ...{ startsAt: "", expiresAt: "", expiredUrl: "", maxClicks: "", password: undefined, rules: [] },
  preview: { title: "", description: "", image: "" },
  ...{ redirectStatus: "", cloak: false, noindex: true, forwardQuery: false, forwardPath: false },
  ...{ trackVisitors: true, clickIdParameter: "", ios: "", android: "", pixels: [] },
};

export function draftOf(link: Link): Draft {
  return {
    ...{ url: link.url, domain: link.domain, slug: link.slug, slugLength: "", slugPrefix: "" },
    ...{ aliases: link.aliases, title: link.title ?? "", notes: link.notes ?? "", tags: link.tags },
    ...{ folder: link.folder ?? "", externalId: link.externalId ?? "" },
    metadata: Object.entries(link.metadata).map(([name, value]) => ({ key: newKey(), name, value })),
    ...settingsOf(link),
    password: undefined,
  };
}

function settingsOf(link: Link) {
  const { preview } = link;
  return {
    ...{ startsAt: link.startsAt ?? "", expiresAt: link.expiresAt ?? "" },
    ...{ expiredUrl: link.expiredUrl ?? "", maxClicks: String(link.maxClicks ?? "") },
    rules: link.rules.map(draftOfRule),
    preview: {
      ...{ title: preview?.title ?? "", description: preview?.description ?? "" },
      image: preview?.image ?? "",
    },
    ...{ redirectStatus: String(link.redirectStatus ?? ""), cloak: link.cloak, noindex: link.noindex },
    ...{ forwardQuery: link.forwardQuery, forwardPath: link.forwardPath },
    ...{ trackVisitors: link.trackVisitors, clickIdParameter: link.clickIdParameter ?? "" },
    ...{ ios: link.ios ?? "", android: link.android ?? "" },
    pixels: link.pixels.map((pixel) => ({ ...pixel, key: newKey() })),
  };
}

/** A new link that is like another one, but for what there can be only one of. */
export function draftLike(link: Link, ownHost: string): Draft {
  const domain = link.domain === ownHost ? "" : link.domain;
  return { ...draftOf(link), domain, slug: "", aliases: [], externalId: "" };
}

/** Every field as the API takes it, null for none. */
function fieldsOf(draft: Draft) {
  const { preview } = draft;
  const hasPreview = Object.values(preview).some((value) => value.trim() !== "");
  return {
    url: withScheme(draft.url),
    ...{ domain: textOf(draft.domain), slug: textOf(draft.slug), aliases: draft.aliases },
    ...{ slugLength: numberOf(draft.slugLength), slugPrefix: textOf(draft.slugPrefix) },
    ...{ title: textOf(draft.title), notes: textOf(draft.notes), tags: [...draft.tags].sort() },
    ...{ folder: textOf(draft.folder), externalId: textOf(draft.externalId) },
    metadata: metadataOf(draft),
    ...{ startsAt: textOf(draft.startsAt), expiresAt: textOf(draft.expiresAt) },
    ...{ expiredUrl: textOf(withScheme(draft.expiredUrl)), maxClicks: numberOf(draft.maxClicks) },
    password: draft.password === "" ? undefined : draft.password,
    rules: draft.rules.map(ruleOf),
    preview: hasPreview
      ? {
          ...{ title: textOf(preview.title), description: textOf(preview.description) },
          image: textOf(preview.image),
        }
      : null,
    redirectStatus: numberOf(draft.redirectStatus),
    ...{ cloak: draft.cloak, noindex: draft.noindex, trackVisitors: draft.trackVisitors },
    ...{ forwardQuery: draft.forwardQuery, forwardPath: draft.forwardPath },
    clickIdParameter: textOf(draft.clickIdParameter),
    ...{ ios: textOf(withScheme(draft.ios)), android: textOf(withScheme(draft.android)) },
    pixels: draft.pixels.map(({ provider, id }) => ({ provider, id: id.trim() })),
  };
}

const textOf = (text: string) => (text.trim() === "" ? null : text.trim());
/** What is no number goes to the API as it is, which says so. */
const numberOf = (text: string) => (text.trim() === "" ? null : Number(text));

function metadataOf({ metadata }: Draft): Record<string, string> | null {
  const pairs = metadata.filter(({ name, value }) => name.trim() !== "" || value.trim() !== "");
  return pairs.length === 0
    ? null
    : Object.fromEntries(pairs.map(({ name, value }) => [name.trim(), value.trim()]));
}

/** The fields that differ, as they are then. */
export function changesBetween(before: Draft, after: Draft): LinkUpdateInput {
  const [old, next] = [fieldsOf(before), fieldsOf(after)];
  const names = Object.keys(next) as (keyof typeof next)[];
  const changed = names.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(next[name]));
  return Object.fromEntries(changed.map((name) => [name, next[name]])) as LinkUpdateInput;
}

export function createInputOf(draft: Draft): LinkCreateInput {
  const { slugLength, slugPrefix, ...changes } = changesBetween(EMPTY, draft) as LinkCreateInput;
  const random = changes.slug ? {} : { ...(slugLength && { slugLength }), ...(slugPrefix && { slugPrefix }) };
  return { ...changes, ...random, url: withScheme(draft.url) };
}

/** What a template says, put into the draft where it says nothing yet; tags and campaign are joined. */
export function withTemplate(draft: Draft, fields: TemplateFields): Draft {
  const { utm, tags = [], metadata, ...rest } = fields;
  const asLink = { ...NO_LINK, ...withoutNulls(rest) } as Link;
  const said = { ...draftOf(asLink), url: "", slug: "", slugLength: String(fields.slugLength ?? "") };
  const next: Record<string, unknown> = { ...draft };
  for (const name of Object.keys(EMPTY) as (keyof Draft)[]) {
    const isFree = JSON.stringify(draft[name]) === JSON.stringify(EMPTY[name]);
    if (isFree && name in { ...rest, slugLength: 0 }) next[name] = said[name];
  }
  return {
    ...(next as Draft),
    slugPrefix: draft.slugPrefix || (fields.slugPrefix ?? ""),
    tags: [...new Set([...draft.tags, ...tags])],
    url: utm && draft.url ? withUtm(draft.url, utm) : draft.url,
    metadata: [
      ...draft.metadata,
      ...Object.entries(metadata ?? {})
        .filter(([name]) => !draft.metadata.some((each) => each.name === name))
        .map(([name, value]) => ({ key: newKey(), name, value })),
    ],
  };
}

const NO_LINK: Partial<Link> = {
  ...{ url: "", domain: "", slug: "", aliases: [], tags: [], metadata: {}, rules: [], pixels: [] },
  ...{ cloak: false, noindex: true, forwardQuery: false, forwardPath: false, trackVisitors: true },
};

function withoutNulls(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
