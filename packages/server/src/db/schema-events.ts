import type { Generated } from "kysely";

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

export type OutboxTable = {
  /** Counted up by the database: events of one link are in order, however close together. */
  sequence: Generated<number>;
  id: string;
  workspace_id: string;
  type: string;
  data: string;
  created_at: number;
};

export type WebhookTable = {
  id: string;
  workspace_id: string;
  url: string;
  description: string | null;
  /** JSON list of types; `*` is all but `link.clicked`. */
  events: string;
  /** JSON of ClickHookFilters in the contract: which clicks it is told of; null is all by people. */
  filters: string | null;
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
  /** That of its link, or of the key that recorded it, as in `api_keys`. */
  owner_id: string | null;
  created_at: number;
};

/** What a conversion's link was called when it was booked. `kind` is `tag`, without a value, or `metadata`. */
export type ConversionLabelTable = { conversion_id: string; kind: string; name: string; value: string };

/** A webhook that is told of clicks, from `since` on; what it was not told of, where there is such a time. */
export type WebhookClickTable = {
  webhook_id: string;
  since: number;
  missed_start: number | null;
  missed_end: number | null;
};

export type ErasureTable = {
  workspace_id: string;
  link_id: string;
  /** When it is looked again whether there are any. */
  check_at: number;
  /** How often there were none. */
  checks: number;
};

export type SaltTable = { day: string; salt: string };
