import type { Generated, Kysely, Transaction } from "kysely";

// Times are milliseconds since 1970, lists and documents are JSON text: the same in SQLite and PostgreSQL.

export type WorkspaceTable = {
  id: string;
  name: string;
  created_at: number;
  /** JSON of WorkspaceSettings in `db/workspaces.ts`; null where nothing is set. */
  settings: string | null;
};

/** `png` is the picture for QR codes, in base64. */
export type LogoTable = { workspace_id: string; png: string };

export type KeyTable = {
  id: string;
  workspace_id: string;
  name: string;
  /** SHA-256 of the key, hex; the key itself is kept nowhere. */
  hash: string;
  hint: string;
  scopes: string;
  expires_at: number | null;
  last_used_at: number | null;
  revoked_at: number | null;
  created_at: number;
};

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

/** What every process of the service must read anew; each polls for it. */
export type InvalidationTable = {
  sequence: Generated<number>;
  kind: string;
  domain: string;
  slug_key: string;
  /** The process that announced it; empty where it must read as well. */
  origin: string;
  created_at: number;
};

/** `run_at` is put off while somebody is at it, so that another takes over where that ends before it is done. */
export type TaskTable = {
  kind: string;
  link_id: string;
  workspace_id: string;
  run_at: number;
  attempts: number;
};

export type SecretTable = { name: string; value: string };
export type JobCursorTable = { name: string; position: string; updated_at: number };

export type TagTable = { id: string; workspace_id: string; name: string; created_at: number };
export type LinkTagTable = { link_id: string; tag_id: string };

export type IdempotencyTable = {
  workspace_id: string;
  key: string;
  /** SHA-256 of what was asked, hex. */
  request_hash: string;
  /** What was answered, JSON; empty while the first request is under way. */
  answer: string;
  created_at: number;
};

export type OutboxTable = {
  /** Counted up by the database: events of one link are in order, however close together. */
  sequence: Generated<number>;
  id: string;
  workspace_id: string;
  type: string;
  data: string;
  created_at: number;
};

export type AuditTable = {
  id: string;
  workspace_id: string;
  actor: string;
  action: string;
  subject: string;
  changes: string;
  created_at: number;
};

export type WebhookTable = {
  id: string;
  workspace_id: string;
  url: string;
  description: string | null;
  /** JSON list of types; `["*"]` is all. */
  events: string;
  /** What signs, encrypted; so is the one before, which signs as well until then. */
  secret: string;
  previous_secret: string | null;
  previous_until: number | null;
  is_enabled: number;
  disabled_reason: string | null;
  /** The first failure since something last got through. */
  failing_since: number | null;
  /** JSON of the Actor who last said what goes where: it is told no more than they may see. */
  acts_for: string;
  created_by: string;
  version: Generated<number>;
  created_at: number;
  updated_at: number;
};

/** What a webhook was or will be told; without webhooks that listen there is no row. */
export type WebhookEventTable = {
  id: string;
  workspace_id: string;
  type: string;
  /** The folder that it happened in, for those who do not see it. */
  folder_id: string | null;
  /** The body, as it is sent. */
  payload: string;
  created_at: number;
};

export type DeliveryTable = {
  id: string;
  webhook_id: string;
  event_id: string;
  event_type: string;
  /** `pending`, `delivered` or `failed`. */
  state: string;
  attempts: number;
  /** null where there is no next attempt; put off while somebody is at it, so that another takes over where that ends before it is done. */
  next_at: number | null;
  last_status: number | null;
  last_error: string | null;
  created_at: number;
  updated_at: number;
};

export type AttemptTable = {
  delivery_id: string;
  number: number;
  at: number;
  status: number | null;
  duration_ms: number;
  response: string | null;
  error: string | null;
};

/** What came of a click. What it says of its link is what was true when it was booked, and stays so. */
export type ConversionTable = {
  id: string;
  workspace_id: string;
  external_id: string;
  /** SHA-256 of what was asked, hex: the same id with other content is a mistake. */
  request_hash: string;
  type: string;
  /** In the currency's smallest units. */
  amount: number | null;
  currency: string | null;
  click_id: string | null;
  visitor_id: string | null;
  link_id: string | null;
  folder_id: string | null;
  /** JSON of what was known of the click, by the click store's columns. */
  click: string | null;
  metadata: string | null;
  occurred_at: number;
  /** When its click is looked for next; null where that is over. */
  look_at: number | null;
  booked_at: number | null;
  voided_at: number | null;
  version: Generated<number>;
  /** Which version the click store has. */
  copied_version: Generated<number>;
  created_by: string;
  created_at: number;
};

/** What a conversion's link was called when it was booked. `kind` is `tag`, without a value, or `metadata`. */
export type ConversionLabelTable = { conversion_id: string; kind: string; name: string; value: string };

/** Whose clicks are to be erased: a link's, or with an empty `link_id` all of the workspace's. */
export type ErasureTable = {
  workspace_id: string;
  link_id: string;
  /** When it is looked again whether there are any. */
  check_at: number;
  /** How often there were none. */
  checks: number;
};

export type SaltTable = { day: string; salt: string };
export type SetupTable = { token_hash: string; workspace_id: string; created_at: number };

export type Schema = {
  workspaces: WorkspaceTable;
  workspace_logos: LogoTable;
  api_keys: KeyTable;
  links: LinkTable;
  addresses: AddressTable;
  domains: DomainTable;
  folders: FolderTable;
  folder_members: FolderMemberTable;
  templates: TemplateTable;
  link_metadata: MetadataTable;
  link_history: HistoryTable;
  link_uses: UsesTable;
  link_health: HealthTable;
  reports: ReportTable;
  blocked_destinations: BlockedDestinationTable;
  invalidations: InvalidationTable;
  tasks: TaskTable;
  service_secrets: SecretTable;
  job_cursors: JobCursorTable;
  tags: TagTable;
  link_tags: LinkTagTable;
  idempotency_keys: IdempotencyTable;
  outbox: OutboxTable;
  audit_log: AuditTable;
  webhooks: WebhookTable;
  webhook_events: WebhookEventTable;
  webhook_deliveries: DeliveryTable;
  webhook_attempts: AttemptTable;
  conversions: ConversionTable;
  conversion_labels: ConversionLabelTable;
  erasures: ErasureTable;
  visitor_salts: SaltTable;
  setup_tokens: SetupTable;
};

/** The database, or a transaction in it. */
export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;
/** Does the work in a transaction. */
export type Transact = <Result>(work: (trx: Trx) => Promise<Result>) => Promise<Result>;
