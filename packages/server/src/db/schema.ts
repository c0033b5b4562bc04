import type { Generated, Kysely, Transaction } from "kysely";

// Times are milliseconds since 1970, lists and documents are JSON text: the same in SQLite and PostgreSQL.

export type WorkspaceTable = { id: string; name: string; created_at: number };

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
  /** Empty for the service's own. */
  domain: string;
  slug: string;
  url: string;
  external_id: string | null;
  expires_at: number | null;
  title: string | null;
  version: Generated<number>;
  created_at: number;
  updated_at: number;
  /** A deleted link keeps its slug, so that nobody else can take over what was handed out. */
  deleted_at: number | null;
};

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

export type SaltTable = { day: string; salt: string };
export type SetupTable = { token_hash: string; workspace_id: string; created_at: number };

export type Schema = {
  workspaces: WorkspaceTable;
  api_keys: KeyTable;
  links: LinkTable;
  tags: TagTable;
  link_tags: LinkTagTable;
  idempotency_keys: IdempotencyTable;
  outbox: OutboxTable;
  audit_log: AuditTable;
  visitor_salts: SaltTable;
  setup_tokens: SetupTable;
};

/** The database, or a transaction in it. */
export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;
