import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;
type TextType = "text" | RawBuilder<unknown>;
type Table = CreateTableBuilder<string, string>;
type Keyed = (table: Table) => Table;

/** Everything that a link can do beside leading somewhere: addresses apart from links, domains, folders, templates, history. */
export function links(dialect: "sqlite" | "postgres") {
  const text: TextType = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await columns(db, text);
      // Their primary key is how they are asked: in SQLite they need no other order.
      const keyed = (table: Table) => (dialect === "sqlite" ? table.modifyEnd(sql`without rowid`) : table);
      const tables = [...namespaces(db, text, keyed), ...around(db, text, keyed), ...watching(db, text)];
      for (const table of [...tables, logos(db, text)]) await table.execute();
      await sql`insert into addresses (domain, slug_key, slug, workspace_id, link_id, is_alias)
        select domain, slug, slug, workspace_id, id, 0 from links`.execute(db);
      await indexes(db);
    },
  };
}

async function columns(db: AnyDb, text: TextType): Promise<void> {
  const bigints = ["archived_at", "disabled_at", "blocked_at", "broken_at", "starts_at", "url_hash"];
  const texts = ["folder_id", "created_by"];
  for (const name of bigints) await db.schema.alterTable("links").addColumn(name, "bigint").execute();
  for (const name of texts) await db.schema.alterTable("links").addColumn(name, text).execute();
  for (const name of ["notes", "metadata", "settings", "flags", "block_reason"])
    await db.schema.alterTable("links").addColumn(name, "text").execute();
  await db.schema.alterTable("workspaces").addColumn("settings", "text").execute();
}

function owned(db: AnyDb, name: string, text: TextType) {
  return db.schema
    .createTable(name)
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("workspace_id", text, (column) =>
      column.notNull().references("workspaces.id").onDelete("cascade"),
    )
    .addColumn("created_at", "bigint", (column) => column.notNull());
}

function namespaces(db: AnyDb, text: TextType, keyed: Keyed) {
  return [
    // One row for each slug that was ever handed out: whoever held it once keeps it.
    keyed(
      db.schema
        .createTable("addresses")
        .addColumn("domain", text, (column) => column.notNull())
        .addColumn("slug_key", text, (column) => column.notNull())
        .addColumn("slug", text, (column) => column.notNull())
        .addColumn("workspace_id", text, (column) => column.notNull())
        .addColumn("link_id", text)
        .addColumn("is_alias", "integer", (column) => column.notNull())
        .addPrimaryKeyConstraint("addresses_primary", ["domain", "slug_key"]),
    ),
    owned(db, "domains", text)
      .addColumn("host", text, (column) => column.notNull())
      .addColumn("token", text, (column) => column.notNull())
      .addColumn("verified_at", "bigint")
      .addColumn("checked_at", "bigint")
      .addColumn("missing_since", "bigint")
      .addColumn("is_case_sensitive", "integer", (column) => column.notNull())
      .addColumn("settings", "text", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
      .addColumn("updated_at", "bigint", (column) => column.notNull()),
  ];
}

function around(db: AnyDb, text: TextType, keyed: Keyed) {
  return [
    owned(db, "folders", text)
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("default_role", "text", (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull()),
    db.schema
      .createTable("folder_members")
      .addColumn("folder_id", text, (column) => column.notNull().references("folders.id").onDelete("cascade"))
      .addColumn("member", text, (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("folder_members_primary", ["folder_id", "member"]),
    owned(db, "templates", text)
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("fields", "text", (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull()),
    keyed(
      db.schema
        .createTable("link_metadata")
        .addColumn("link_id", text, (column) => column.notNull())
        .addColumn("name", text, (column) => column.notNull())
        .addColumn("value", text, (column) => column.notNull())
        .addColumn("workspace_id", text, (column) => column.notNull())
        .addPrimaryKeyConstraint("link_metadata_primary", ["link_id", "name"]),
    ),
    keyed(
      db.schema
        .createTable("link_history")
        .addColumn("link_id", text, (column) => column.notNull())
        .addColumn("version", "integer", (column) => column.notNull())
        .addColumn("workspace_id", text, (column) => column.notNull())
        .addColumn("actor", text, (column) => column.notNull())
        .addColumn("changes", "text", (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("link_history_primary", ["link_id", "version"]),
    ),
  ];
}

function watching(db: AnyDb, text: TextType) {
  return [
    db.schema
      .createTable("link_uses")
      .addColumn("link_id", text, (column) => column.primaryKey())
      .addColumn("used", "bigint", (column) => column.notNull()),
    db.schema
      .createTable("link_health")
      .addColumn("link_id", text, (column) => column.primaryKey())
      .addColumn("checked_at", "bigint", (column) => column.notNull())
      .addColumn("failures", "integer", (column) => column.notNull())
      .addColumn("outcome", "text", (column) => column.notNull()),
    db.schema
      .createTable("reports")
      .addColumn("id", text, (column) => column.primaryKey())
      .addColumn("link_id", text)
      .addColumn("address", "text", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("details", "text", (column) => column.notNull())
      .addColumn("contact", "text")
      .addColumn("state", text, (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("closed_at", "bigint"),
    db.schema
      .createTable("service_secrets")
      .addColumn("name", text, (column) => column.primaryKey())
      .addColumn("value", "text", (column) => column.notNull()),
    // What is to be done for a link soon: once for each kind, however often it is asked for.
    db.schema
      .createTable("tasks")
      .addColumn("kind", text, (column) => column.notNull())
      .addColumn("link_id", text, (column) => column.notNull())
      .addColumn("workspace_id", text, (column) => column.notNull())
      .addColumn("run_at", "bigint", (column) => column.notNull())
      .addColumn("attempts", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("tasks_primary", ["kind", "link_id"]),
    // Where a job that goes through all links has got to.
    db.schema
      .createTable("job_cursors")
      .addColumn("name", text, (column) => column.primaryKey())
      .addColumn("position", text, (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull()),
  ];
}

/** Apart from workspaces, which are read far more often than drawn with. */
function logos(db: AnyDb, text: TextType) {
  return db.schema
    .createTable("workspace_logos")
    .addColumn("workspace_id", text, (column) =>
      column.primaryKey().references("workspaces.id").onDelete("cascade"),
    )
    .addColumn("png", "text", (column) => column.notNull());
}

async function indexes(db: AnyDb): Promise<void> {
  // Addresses say now what is taken.
  await db.schema.dropIndex("links_by_slug").execute();
  await db.schema.dropIndex("links_by_external_id").execute();
  await sql`create unique index links_by_external_id on links (workspace_id, external_id)
    where deleted_at is null and external_id is not null`.execute(db);
  await sql`create index addresses_by_link on addresses (link_id) where is_alias = 1`.execute(db);
  await sql`create unique index domains_by_host on domains (host) where verified_at is not null`.execute(db);
  await sql`create unique index domains_by_host_in_workspace on domains (workspace_id, host)`.execute(db);
  await sql`create index links_by_folder on links (folder_id, id) where folder_id is not null`.execute(db);
  await sql`create index links_by_expiry on links (workspace_id, expires_at, id) where expires_at is not null`.execute(
    db,
  );
  await sql`create index links_trashed on links (deleted_at) where deleted_at is not null`.execute(db);
  const index = (name: string, table: string, names: string[]) =>
    db.schema.createIndex(name).on(table).columns(names).execute();
  await index("links_by_url", "links", ["workspace_id", "url_hash"]);
  await index("links_by_update", "links", ["workspace_id", "updated_at", "id"]);
  await index("links_by_slug", "links", ["workspace_id", "slug", "id"]);
  await index("link_metadata_by_value", "link_metadata", ["workspace_id", "name", "value", "link_id"]);
  await index("domains_by_workspace", "domains", ["workspace_id", "id"]);
  await index("tasks_by_time", "tasks", ["run_at"]);
  await sql`create index link_health_failing on link_health (checked_at)
    where failures > 0 and failures < 3`.execute(db);
  await sql`create index link_health_broken on link_health (checked_at) where failures >= 3`.execute(db);
  await index("reports_by_state", "reports", ["state", "id"]);
  for (const table of ["folders", "templates"])
    await db.schema
      .createIndex(`${table}_by_name`)
      .on(table)
      .columns(["workspace_id", "name"])
      .unique()
      .execute();
}
