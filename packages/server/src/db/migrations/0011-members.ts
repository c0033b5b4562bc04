import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;
type TextType = "text" | RawBuilder<unknown>;

/** Who is in which workspace, who was asked to be, and the mails that wait to be sent. */
export function members(dialect: "sqlite" | "postgres") {
  const text: TextType = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await db.schema.alterTable("workspaces").addColumn("deleted_at", "bigint").execute();
      await db.schema
        .createTable("members")
        .addColumn("workspace_id", text, (column) =>
          column.notNull().references("workspaces.id").onDelete("cascade"),
        )
        .addColumn("user_id", text, (column) => column.notNull())
        .addColumn("role", text, (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("members_pk", ["workspace_id", "user_id"])
        .execute();
      await db.schema
        .createIndex("members_by_user")
        .on("members")
        .columns(["user_id", "workspace_id"])
        .execute();
      await invitations(db, text);
      await mails(db, text);
    },
  };
}

async function invitations(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("invitations")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("workspace_id", text, (column) =>
      column.notNull().references("workspaces.id").onDelete("cascade"),
    )
    .addColumn("email", text, (column) => column.notNull())
    .addColumn("role", text, (column) => column.notNull())
    .addColumn("token_hash", text, (column) => column.notNull().unique())
    .addColumn("invited_by", text, (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("accepted_at", "bigint")
    .addColumn("revoked_at", "bigint")
    .execute();
  await db.schema
    .createIndex("invitations_by_workspace")
    .on("invitations")
    .columns(["workspace_id", "id"])
    .execute();
}

async function mails(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("mails")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("recipient", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("about", text)
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("next_at", "bigint", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("mails_due").on("mails").columns(["state", "next_at", "id"]).execute();
  await db.schema.createIndex("mails_by_subject").on("mails").columns(["about"]).execute();
}
