import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;
type TextType = "text" | RawBuilder<unknown>;

/** People, how they prove who they are, and where they are signed in. */
export function people(dialect: "sqlite" | "postgres") {
  const text: TextType = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await users(db, text);
      await sessions(db, text);
      await accounts(db, text);
      await secondFactors(db, text);
      await db.schema.alterTable("setup_tokens").addColumn("used_at", "bigint").execute();
      await db.schema
        .createTable("verifications")
        .addColumn("id", text, (column) => column.primaryKey())
        .addColumn("identifier", text, (column) => column.notNull())
        .addColumn("value", "text", (column) => column.notNull())
        .addColumn("expires_at", "bigint", (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addColumn("updated_at", "bigint", (column) => column.notNull())
        .execute();
      await index(db, "verifications_by_identifier", "verifications", ["identifier"]);
      await index(db, "verifications_by_end", "verifications", ["expires_at"]);
    },
  };
}

async function users(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("users")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("email", text, (column) => column.notNull())
    .addColumn("is_email_verified", "integer", (column) => column.notNull())
    .addColumn("image", "text")
    .addColumn("is_instance_admin", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("is_two_factor_on", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("disabled_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("users_by_email").on("users").columns(["email"]).unique().execute();
}

async function sessions(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("sessions")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("token_hash", text, (column) => column.notNull())
    .addColumn("active_workspace", text)
    .addColumn("user_agent", "text")
    .addColumn("address_class", text)
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("sessions_by_token").on("sessions").columns(["token_hash"]).unique().execute();
  await index(db, "sessions_by_user", "sessions", ["user_id", "id"]);
  await index(db, "sessions_by_end", "sessions", ["expires_at"]);
}

async function accounts(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("accounts")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("provider", text, (column) => column.notNull())
    .addColumn("provider_account", text, (column) => column.notNull())
    .addColumn("password_hash", "text")
    .addColumn("scope", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("accounts_once", ["provider", "provider_account"])
    .execute();
  await index(db, "accounts_by_user", "accounts", ["user_id"]);
}

async function secondFactors(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("two_factors")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("secret", "text", (column) => column.notNull())
    .addColumn("recovery_codes", "text", (column) => column.notNull())
    .addColumn("is_verified", "integer", (column) => column.notNull().defaultTo(1))
    .addColumn("failures", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("locked_until", "bigint")
    .execute();
  await index(db, "two_factors_by_user", "two_factors", ["user_id"]);
  await db.schema
    .createTable("passkeys")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("credential_id", text, (column) => column.notNull())
    .addColumn("public_key", "text", (column) => column.notNull())
    .addColumn("counter", "bigint", (column) => column.notNull())
    .addColumn("transports", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("last_used_at", "bigint")
    .execute();
  await db.schema
    .createIndex("passkeys_by_credential")
    .on("passkeys")
    .columns(["credential_id"])
    .unique()
    .execute();
  await index(db, "passkeys_by_user", "passkeys", ["user_id", "id"]);
}

async function index(db: AnyDb, name: string, table: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(name).on(table).columns(columns).execute();
}
