import type { Db, Trx } from "./schema.ts";

/** Whether there is a link on the domain; `live` leaves those in the trash out. */
export async function hasLinks(db: Db, domainId: string, which: "live" | "all"): Promise<boolean> {
  // Each link has an address, and only those are sorted by domain.
  const found = await db
    .selectFrom("addresses")
    .innerJoin("links", "links.id", "addresses.link_id")
    .select("links.id")
    .where("addresses.domain", "=", domainId)
    .$if(which === "live", (query) => query.where("links.deleted_at", "is", null))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Forgets which slugs of the domain were handed out and given up. */
export async function deleteRetiredAddresses(trx: Trx, domainId: string): Promise<void> {
  await trx.deleteFrom("addresses").where("domain", "=", domainId).where("link_id", "is", null).execute();
}

/** Deletes the domain with its links in the trash, all that is known of those, and its addresses. It must have no live links. */
export async function deleteDomain(trx: Trx, domainId: string): Promise<void> {
  const links = trx
    .selectFrom("addresses")
    .select("link_id")
    .where("domain", "=", domainId)
    .where("link_id", "is not", null)
    .$narrowType<{ link_id: string }>();
  for (const table of ["link_metadata", "link_history", "link_uses", "link_health"] as const)
    await trx.deleteFrom(table).where("link_id", "in", links).execute();
  await trx.updateTable("reports").set({ link_id: null }).where("link_id", "in", links).execute();
  await trx.deleteFrom("links").where("id", "in", links).execute();
  await trx.deleteFrom("addresses").where("domain", "=", domainId).execute();
  await trx.deleteFrom("domains").where("id", "=", domainId).execute();
}
