import type { Generated } from "kysely";

export type WorkspaceTable = {
  id: string;
  name: string;
  created_at: number;
  /** JSON of WorkspaceSettings in `db/workspaces.ts`; null where nothing is set. */
  settings: string | null;
  /** null is the service's default. */
  plan: string | null;
  /** What is paid for at this moment, grace included; `plan` goes before it. */
  paid_plan: string | null;
  /** The workspace whose test keys act on this one. */
  sandbox_of: string | null;
  /** Since then it is gone for everybody, and a job clears away what it had. */
  deleted_at: number | null;
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
  /** `live`, or `test` where its workspace is a sandbox. */
  mode: Generated<string>;
  /** JSON list of networks that it may be used from; null: from everywhere. */
  allowed_addresses: string | null;
  expires_at: number | null;
  /** The first of the keys that replaced one another, where they see only the links that these made; null: all links. */
  owner_id: string | null;
  last_used_at: number | null;
  /** Country and network; never the address. */
  last_used_from: string | null;
  rotated_from: string | null;
  replaced_by: string | null;
  revoked_at: number | null;
  version: Generated<number>;
  created_at: number;
};

export type IdempotencyTable = {
  workspace_id: string;
  key: string;
  /** SHA-256 of what was asked, hex. */
  request_hash: string;
  /** What was answered, JSON; empty while the first request is under way. */
  answer: string;
  created_at: number;
};

export type AuditTable = {
  id: string;
  workspace_id: string;
  actor: string;
  /** Country and network; never the address. */
  actor_from: string | null;
  action: string;
  subject: string;
  changes: string;
  created_at: number;
};

export type MemberTable = { workspace_id: string; user_id: string; role: string; created_at: number };

export type InvitationTable = {
  id: string;
  workspace_id: string;
  /** Lower case. */
  email: string;
  role: string;
  /** SHA-256 of the token, hex. */
  token_hash: string;
  /** Who invited, as the audit log names them. */
  invited_by: string;
  created_at: number;
  expires_at: number;
  accepted_at: number | null;
  revoked_at: number | null;
};

/** A mail that waits to be sent; once sent, it is gone. */
export type MailTable = {
  id: string;
  recipient: string;
  subject: string;
  /** Text and HTML, encrypted: there are tokens in them. */
  body: string;
  /** The id of what it is about, to take it back by. */
  about: string | null;
  /** `waiting` or `failed`. */
  state: string;
  attempts: number;
  /** Put off while somebody is at it, so that another takes over where that ends before it is done. */
  next_at: number;
  created_at: number;
};

/** What a workspace has used in a month of UTC, `2027-01`: new links. */
export type UsageTable = { workspace_id: string; period: string; links: number };

/** What a workspace pays for, as Stripe said last. */
export type BillingTable = {
  workspace_id: string;
  customer_id: string;
  /** `none`, `incomplete`, `active`, `past_due` or `paused`. */
  state: string;
  subscription_id: string | null;
  /** What the subscription is for; null where its price is of no plan of ours. */
  plan: string | null;
  /** JSON of amount, currency and interval. */
  price: string | null;
  period_end: number | null;
  cancel_at: number | null;
  /** Since when an invoice is not paid. */
  past_due_since: number | null;
  /** When `workspaces.paid_plan` is to be taken away, as far as that is known; null once it is, too. */
  plan_ends_at: number | null;
  /** The only page at which the workspace can pay, and when that was made. */
  checkout_id: string | null;
  checkout_at: number | null;
  /** How often Stripe was asked for its state, and by which of these what stands here was answered. */
  asked: number;
  answered: number;
  /** When Stripe was last asked in full. */
  checked_at: number;
  created_at: number;
  updated_at: number;
};

/** What a member wants to be told of by mail; who never chose has no row. */
export type NotificationTable = {
  workspace_id: string;
  user_id: string;
  /** `off`, `daily` or `weekly`. */
  summary: string;
  timezone: string;
  /** JSON list of kinds. */
  alerts: string;
  /** When the next summary is due; null where none is. */
  summary_at: number | null;
};

/** Something to tell those who want to know, once for a subject and period. */
export type AlertTable = {
  workspace_id: string;
  kind: string;
  /** The link's id, or what is used up. */
  subject: string;
  period: string;
  /** JSON of what there is to say. */
  data: string;
  created_at: number;
  told_at: number | null;
};

export type SetupTable = {
  token_hash: string;
  workspace_id: string;
  created_at: number;
  used_at: number | null;
};
