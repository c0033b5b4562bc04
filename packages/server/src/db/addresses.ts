import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { Db } from "./schema.ts";
import type { AddressTable, LinkTable } from "./schema-links.ts";

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
 * Takes the addresses that nobody holds and, where they may be taken `again`, those that the same workspace gave up before; gives back what
 * it got. No two of `addresses` may have one key.
 */
export async function takeAddresses(
  db: Db,
  kind: DatabaseKind,
  addresses: AddressTable[],
  { again } = { again: true },
): Promise<Taken> {
  const count = await insertRows(db, kind, "addresses", COLUMNS, addresses, "on conflict do nothing");
  if (count === addresses.length) return new Map(addresses.map((each) => [addressKey(each), "new"]));
  const holders = await holdersOf(db, addresses);
  const isOurs = (each: AddressTable) => holders.get(addressKey(each)) === each.link_id;
  const taken: Taken = new Map(addresses.filter(isOurs).map((each) => [addressKey(each), "new"]));
  if (!again) return taken;
  for (const address of addresses)
    if (!isOurs(address) && (await takeAgain(db, address))) taken.set(addressKey(address), "again");
  return taken;
}

async function holdersOf(db: Db, addresses: AddressKey[]): Promise<Map<string, string | null>> {
  const rows = await db
    .selectFrom("addresses")
    .select(["domain", "slug_key", "link_id"])
    .where((row) =>
      row.or(
        [...Map.groupBy(addresses, (each) => each.domain)].map(([domain, those]) =>
          row.and([
            row("domain", "=", domain),
            row(
              "slug_key",
              "in",
              those.map((each) => each.slug_key),
            ),
          ]),
        ),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [addressKey(row), row.link_id]));
}

/** Takes an address that the same workspace gave up before. */
async function takeAgain(db: Db, address: AddressTable): Promise<boolean> {
  const { domain, slug_key, slug, workspace_id, link_id, is_alias } = address;
  const { numUpdatedRows } = await db
    .updateTable("addresses")
    .set({ link_id, slug, is_alias })
    .where((row) => row.and({ domain, slug_key, workspace_id }))
    .where("link_id", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
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

/** Who holds the address, and by what their link is seen; or null where nobody ever did. */
export async function holderOf(
  db: Db,
  domain: string,
  slugKey: string,
): Promise<(AddressTable & Pick<LinkTable, "folder_id" | "owner_id">) | null> {
  const holder = await db
    .selectFrom("addresses")
    .leftJoin("links", "links.id", "addresses.link_id")
    .selectAll("addresses")
    .select(["links.folder_id", "links.owner_id"])
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
