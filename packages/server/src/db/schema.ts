import type { Kysely, Transaction } from "kysely";
import type {
  AttemptTable,
  ConversionLabelTable,
  ConversionTable,
  DeliveryTable,
  ErasureTable,
  InvalidationTable,
  JobCursorTable,
  OutboxTable,
  SaltTable,
  SecretTable,
  TaskTable,
  WebhookClickTable,
  WebhookEventTable,
  WebhookTable,
} from "./schema-events.ts";
import type {
  AddressTable,
  BlockedDestinationTable,
  DomainTable,
  FolderMemberTable,
  FolderTable,
  HealthTable,
  HistoryTable,
  LinkTable,
  LinkTagTable,
  MetadataTable,
  PublicStatisticsTable,
  ReportTable,
  TagTable,
  TemplateTable,
  UsesTable,
} from "./schema-links.ts";
import type {
  AccountTable,
  PasskeyTable,
  SecurityLogTable,
  SessionTable,
  TwoFactorTable,
  UserTable,
  VerificationTable,
} from "./schema-people.ts";
import type {
  AlertTable,
  AuditTable,
  BillingTable,
  IdempotencyTable,
  InvitationTable,
  KeyTable,
  LogoTable,
  MailTable,
  MemberTable,
  NotificationTable,
  SetupTable,
  UsageTable,
  WorkspaceTable,
} from "./schema-workspaces.ts";

// Times are milliseconds since 1970, lists and documents are JSON text: the same in SQLite and PostgreSQL.

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
  public_statistics: PublicStatisticsTable;
  webhook_clicks: WebhookClickTable;
  erasures: ErasureTable;
  users: UserTable;
  sessions: SessionTable;
  accounts: AccountTable;
  verifications: VerificationTable;
  two_factors: TwoFactorTable;
  passkeys: PasskeyTable;
  security_log: SecurityLogTable;
  members: MemberTable;
  invitations: InvitationTable;
  mails: MailTable;
  usage_counters: UsageTable;
  billing: BillingTable;
  notifications: NotificationTable;
  alerts: AlertTable;
  visitor_salts: SaltTable;
  setup_tokens: SetupTable;
};

/** The database, or a transaction in it. */
export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;
/** Does the work in a transaction. */
export type Transact = <Result>(work: (trx: Trx) => Promise<Result>) => Promise<Result>;
