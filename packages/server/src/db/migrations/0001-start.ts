import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;
type TextType = "text" | RawBuilder<unknown>;

/** The first tables. Ids and slugs compare byte for byte, in PostgreSQL too. */
export function start(dialect: "sqlite" | "postgres") {
  const text: TextType = dialect === "postgres" ? sql`text collate "C"` : "text";
  const counter = dialect === "postgres" ? "bigserial" : "integer";
  return {
    async up(db: AnyDb): Promise<void> {
      for (const table of [...people(db, text), ...links(db, text), ...events(db, text, counter)])
        await table.execute();
      await indexes(db);
    },
  };
}

function owned(db: AnyDb, name: string, text: TextType): CreateTableBuilder<string, string> {
  return db.schema
    .createTable(name)
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("workspace_id", text, (column) =>
      column.notNull().references("workspaces.id").onDelete("cascade"),
    )
    .addColumn("created_at", "bigint", (column) => column.notNull());
}

function people(db: AnyDb, text: TextType) {
  return [
    db.schema
      .createTable("workspaces")
      .addColumn("id", text, (column) => column.primaryKey())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull()),
    owned(db, "api_keys", text)
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("hash", text, (column) => column.notNull().unique())
      .addColumn("hint", "text", (column) => column.notNull())
      .addColumn("scopes", "text", (column) => column.notNull())
      .addColumn("expires_at", "bigint")
      .addColumn("last_used_at", "bigint")
      .addColumn("revoked_at", "bigint"),
    db.schema
      .createTable("setup_tokens")
      .addColumn("token_hash", text, (column) => column.primaryKey())
      .addColumn("workspace_id", text, (column) =>
        column.notNull().references("workspaces.id").onDelete("cascade"),
      )
      .addColumn("created_at", "bigint", (column) => column.notNull()),
  ];
}

function links(db: AnyDb, text: TextType) {
  return [
    owned(db, "links", text)
      .addColumn("domain", text, (column) => column.notNull())
      .addColumn("slug", text, (column) => column.notNull())
      .addColumn("url", "text", (column) => column.notNull())
      .addColumn("external_id", text)
      .addColumn("expires_at", "bigint")
      .addColumn("title", "text")
      .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      .addColumn("deleted_at", "bigint"),
    owned(db, "tags", text).addColumn("name", text, (column) => column.notNull()),
    db.schema
      .createTable("link_tags")
      .addColumn("link_id", text, (column) => column.notNull().references("links.id").onDelete("cascade"))
      .addColumn("tag_id", text, (column) => column.notNull().references("tags.id").onDelete("cascade"))
      .addPrimaryKeyConstraint("link_tags_primary", ["link_id", "tag_id"]),
  ];
}

function events(db: AnyDb, text: TextType, counter: "integer" | "bigserial") {
  return [
    db.schema
      .createTable("idempotency_keys")
      .addColumn("workspace_id", text, (column) =>
        column.notNull().references("workspaces.id").onDelete("cascade"),
      )
      .addColumn("key", text, (column) => column.notNull())
      .addColumn("request_hash", "text", (column) => column.notNull())
      .addColumn("answer", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("idempotency_keys_primary", ["workspace_id", "key"]),
    db.schema
      .createTable("outbox")
      .addColumn("sequence", counter, (column) => column.primaryKey())
      .addColumn("id", text, (column) => column.notNull().unique())
      .addColumn("workspace_id", text, (column) =>
        column.notNull().references("workspaces.id").onDelete("cascade"),
      )
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("type", "text", (column) => column.notNull())
      .addColumn("data", "text", (column) => column.notNull()),
    owned(db, "audit_log", text)
      .addColumn("actor", "text", (column) => column.notNull())
      .addColumn("action", "text", (column) => column.notNull())
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("changes", "text", (column) => column.notNull()),
    db.schema
      .createTable("visitor_salts")
      .addColumn("day", text, (column) => column.primaryKey())
      .addColumn("salt", "text", (column) => column.notNull()),
  ];
}

async function indexes(db: AnyDb): Promise<void> {
  const unique = (name: string, table: string) => db.schema.createIndex(name).on(table).unique();
  await unique("links_by_slug", "links").columns(["domain", "slug"]).execute();
  await unique("links_by_external_id", "links")
    .columns(["workspace_id", "external_id"])
    .where(sql.ref("deleted_at"), "is", null)
    .execute();
  await unique("tags_by_name", "tags").columns(["workspace_id", "name"]).execute();
  const index = (name: string, table: string, columns: string[]) =>
    db.schema.createIndex(name).on(table).columns(columns).execute();
  await index("links_by_workspace", "links", ["workspace_id", "id"]);
  await index("link_tags_by_tag", "link_tags", ["tag_id", "link_id"]);
  await index("api_keys_by_workspace", "api_keys", ["workspace_id", "id"]);
  await index("audit_log_by_workspace", "audit_log", ["workspace_id", "id"]);
  await index("idempotency_keys_by_age", "idempotency_keys", ["created_at"]);
}
