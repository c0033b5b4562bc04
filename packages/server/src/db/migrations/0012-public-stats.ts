import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;
type TextType = "text" | RawBuilder<unknown>;

/** Statistics that a link's owner shows to everybody, and webhooks that are told of clicks. */
export function publicStats(dialect: "sqlite" | "postgres") {
  const text: TextType = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await pages(db, text);
      await clickWebhooks(db, text);
    },
  };
}

async function pages(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("public_statistics")
    .addColumn("link_id", text, (column) => column.primaryKey())
    .addColumn("workspace_id", text, (column) => column.notNull())
    .addColumn("token", text, (column) => column.notNull().unique())
    .addColumn("parts", "text", (column) => column.notNull())
    .addColumn("timezone", "text", (column) => column.notNull())
    .addColumn("created_by", text, (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
}

async function clickWebhooks(db: AnyDb, text: TextType): Promise<void> {
  await db.schema.alterTable("webhooks").addColumn("filters", "text").execute();
  await db.schema
    .createTable("webhook_clicks")
    .addColumn("webhook_id", text, (column) =>
      column.primaryKey().references("webhooks.id").onDelete("cascade"),
    )
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("missed_start", "bigint")
    .addColumn("missed_end", "bigint")
    .execute();
  // Clicks come by the thousand, and what was delivered of them goes sooner than the rest.
  await sql`create index webhook_events_of_clicks on webhook_events (created_at) where type = 'link.clicked'`.execute(
    db,
  );
}
