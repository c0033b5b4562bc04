import type { Generated } from "kysely";

export type LinkTable = {
  id: string;
  workspace_id: string;
  /** A domain's id; empty for the service's own. */
  domain: string;
  /** The first of its slugs, as it is shown; what is taken stands in `addresses`. */
  slug: string;
  url: string;
  /** First 52 bits of the URL's SHA-256, to find links to the same. */
  url_hash: number | null;
  folder_id: string | null;
  notes: string | null;
  /** JSON of names and values; `link_metadata` has them one by one. */
  metadata: string | null;
  /** JSON of LinkSettings in `db/link-settings.ts`; null where nothing is set. */
  settings: string | null;
  /** What is unusual about the destination, with commas between. */
  flags: string | null;
  archived_at: number | null;
  disabled_at: number | null;
  blocked_at: number | null;
  block_reason: string | null;
  /** Since when the destination does not answer. */
  broken_at: number | null;
  /** Who made it, as the audit log names them. */
  created_by: string | null;
  /** As in `api_keys`, where such a key made it; it stays. */
  owner_id: string | null;
  external_id: string | null;
  starts_at: number | null;
  expires_at: number | null;
  title: string | null;
  version: Generated<number>;
  created_at: number;
  updated_at: number;
  /** A deleted link keeps its slug, so that nobody else can take over what was handed out. */
  deleted_at: number | null;
};

/** A slug that was handed out. Without a link it is kept for the workspace that held it. */
export type AddressTable = {
  domain: string;
  /** The slug, or on a domain where capitals do not count the slug without them. */
  slug_key: string;
  slug: string;
  workspace_id: string;
  link_id: string | null;
  is_alias: number;
};

export type DomainTable = {
  id: string;
  workspace_id: string;
  /** Lower case, IDNA in ASCII, without a port. */
  host: string;
  /** What proves who owns the domain. */
  token: string;
  verified_at: number | null;
  checked_at: number | null;
  /** Since when a verified domain's proof is not found any more. */
  missing_since: number | null;
  is_case_sensitive: number;
  /** JSON of DomainSettings in `db/domains.ts`. */
  settings: string;
  version: Generated<number>;
  created_at: number;
  updated_at: number;
};

export type FolderTable = {
  id: string;
  workspace_id: string;
  name: string;
  /** What those may do who are no members: `editor`, `viewer` or `none`. */
  default_role: string;
  created_at: number;
  updated_at: number;
};

/** `member` is a key's or a person's id; `role` is `manager`, `editor` or `viewer`. */
export type FolderMemberTable = { folder_id: string; member: string; role: string };

export type TemplateTable = {
  id: string;
  workspace_id: string;
  name: string;
  /** JSON of fields of a link. */
  fields: string;
  created_at: number;
  updated_at: number;
};

export type MetadataTable = { link_id: string; name: string; value: string; workspace_id: string };

export type HistoryTable = {
  link_id: string;
  /** The version that the change made. */
  version: number;
  workspace_id: string;
  actor: string;
  /** JSON: each changed field with what it was before and after, without secrets. */
  changes: string;
  created_at: number;
};

export type UsesTable = { link_id: string; used: number };

export type HealthTable = { link_id: string; checked_at: number; failures: number; outcome: string };

export type ReportTable = {
  id: string;
  link_id: string | null;
  /** The short URL as it was reported. */
  address: string;
  reason: string;
  details: string;
  contact: string | null;
  /** `open`, `blocked` or `dismissed`. */
  state: string;
  created_at: number;
  closed_at: number | null;
};

/** A host or the beginning of a URL that no link may lead to. */
export type BlockedDestinationTable = {
  id: string;
  destination: string;
  reason: string;
  /** Who blocked it, as the audit log names them. */
  created_by: string;
  created_at: number;
};

export type TagTable = { id: string; workspace_id: string; name: string; created_at: number };

export type LinkTagTable = { link_id: string; tag_id: string };

/** Whose clicks are to be erased: a link's, or with an empty `link_id` all of the workspace's. */
/** A link's statistics as everybody sees them who knows the token. */
export type PublicStatisticsTable = {
  link_id: string;
  workspace_id: string;
  token: string;
  /** JSON list of parts. */
  parts: string;
  timezone: string;
  created_by: string;
  created_at: number;
};
