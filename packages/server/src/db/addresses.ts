import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { AddressTable, Db } from "./schema.ts";

const COLUMNS: Columns = {
  domain: "text",
  slug_key: "text",
  slug: "text",
  workspace_id: "text",
  link_id: "text",
  is_alias: "integer",
};

type AddressKey = Pick<AddressTable, "domain" | "slug_key">;

/** `DOMAIN/SLUG_KEY`: what can be taken once. */
export function addressKey({ domain, slug_key }: AddressKey): string {
  return `${domain}/${slug_key}`;
}

/** What was taken, by its key: an address that nobody ever held, or one that the workspace had given up. */
export type Taken = Map<string, "new" | "again">;

/**
 * Takes the addresses that nobody holds, and those that the same workspace gave up before; gives back what it got.
 * No two of `addresses` may have one key.
 */
export async function takeAddresses(db: Db, kind: DatabaseKind, addresses: AddressTable[]): Promise<Taken> {
  // Neither database tells an update from an insert, so that updated rows say so themselves for a moment.
  const taken = await insertRows<AddressKey & { is_alias: number }>(
    db,
    kind,
    "addresses",
    COLUMNS,
    addresses,
    `on conflict (domain, slug_key) do update
      set link_id = excluded.link_id, slug = excluded.slug, is_alias = excluded.is_alias + 2
      where addresses.link_id is null and addresses.workspace_id = excluded.workspace_id
      returning domain, slug_key, is_alias`,
  );
  for (const { domain, slug_key, is_alias } of taken.filter((each) => each.is_alias >= 2)) {
    const update = db.updateTable("addresses").set({ is_alias: is_alias - 2 });
    await update.where("domain", "=", domain).where("slug_key", "=", slug_key).execute();
  }
  return new Map(taken.map((each) => [addressKey(each), each.is_alias >= 2 ? "again" : "new"]));
}

/** Undoes the taking of an address by the link, if the link has it: what nobody ever held is free again, what was given up is given up. */
export async function giveBackAddress(
  db: Db,
  { domain, slug_key, link_id }: AddressTable,
  was: "new" | "again",
): Promise<void> {
  const own = { domain, slug_key, link_id };
  if (was === "new")
    await db
      .deleteFrom("addresses")
      .where((row) => row.and(own))
      .execute();
  else
    await db
      .updateTable("addresses")
      .set({ link_id: null, is_alias: 0 })
      .where((row) => row.and(own))
      .execute();
}

/** Gives addresses up: they lead nowhere, and stay with the workspace. */
export async function retireAddresses(db: Db, domain: string, slugKeys: string[]): Promise<void> {
  if (slugKeys.length === 0) return;
  const update = db.updateTable("addresses").set({ link_id: null, is_alias: 0 });
  await update.where("domain", "=", domain).where("slug_key", "in", slugKeys).execute();
}

/** Says of an address that is held how it is spelled, and whether it is an alias. */
export async function spellAddress(
  db: Db,
  { domain, slug_key }: AddressKey,
  { slug, isAlias }: { slug: string; isAlias: boolean },
): Promise<void> {
  const update = db.updateTable("addresses").set({ slug, is_alias: isAlias ? 1 : 0 });
  await update.where("domain", "=", domain).where("slug_key", "=", slug_key).execute();
}

/** Who holds the address, and the folder that their link lies in; or null where nobody ever did. */
export async function holderOf(
  db: Db,
  domain: string,
  slugKey: string,
): Promise<(AddressTable & { folder_id: string | null }) | null> {
  const holder = await db
    .selectFrom("addresses")
    .leftJoin("links", "links.id", "addresses.link_id")
    .selectAll("addresses")
    .select("links.folder_id")
    .where("addresses.domain", "=", domain)
    .where("addresses.slug_key", "=", slugKey)
    .executeTakeFirst();
  return holder ?? null;
}

/** The other slugs of each link, sorted as the verbs sort them (not by bytes, as the databases would). */
export async function aliasesOfLinks(db: Db, linkIds: string[]): Promise<Map<string, string[]>> {
  const aliases = new Map<string, string[]>();
  if (linkIds.length === 0) return aliases;
  const rows = await db
    .selectFrom("addresses")
    .select(["link_id", "slug"])
    .where("link_id", "in", linkIds)
    .where("is_alias", "=", 1)
    .execute();
  for (const { link_id, slug } of rows) {
    if (link_id !== null) aliases.set(link_id, [...(aliases.get(link_id) ?? []), slug]);
  }
  for (const slugs of aliases.values()) slugs.sort();
  return aliases;
}
