import { slugKey } from "@visoli/contract/slug";
import { type Invalidation, insertInvalidations } from "../db/invalidations.ts";
import type { Trx } from "../db/schema.ts";
import type { Ctx, LinkCtx } from "./ctx.ts";
import { type Domains, OWN_DOMAIN } from "./domains.ts";

/** A link with its slugs, as the API shows it or as a row. */
type Addressed = { domain: string; slug: string; aliases: readonly string[] };

/** Tells the redirect of this process to forget every address of the link. */
export function forgetAddresses(ctx: Pick<LinkCtx, "domains" | "forgetLink">, link: Addressed): void {
  for (const { domain, slugKey } of addressesOf(ctx.domains, link)) ctx.forgetLink(domain, slugKey);
}

/**
 * Tells every other process the same, in the transaction that changes the links: they forget within seconds. A new link with a random
 * slug needs none of it: nobody has asked for it yet.
 */
export async function announceAddresses(
  ctx: Ctx & { domains: Domains },
  trx: Trx,
  ...links: Addressed[]
): Promise<void> {
  const all = links.flatMap((link) => addressesOf(ctx.domains, link));
  const byKey = new Map(all.map((each) => [`${each.domain}/${each.slugKey}`, each]));
  const invalidations = [...byKey.values()].map((each): Invalidation => ({ kind: "address", ...each }));
  await insertInvalidations(trx, ctx.config.database.kind, invalidations, ctx.now(), ctx.origin);
}

function addressesOf(
  domains: Domains,
  { domain: name, slug, aliases }: Addressed,
): { domain: string; slugKey: string }[] {
  const domain = domains.byHost(name) ?? domains.byId(name);
  return [slug, ...aliases].map((each) => ({
    domain: domain?.id ?? OWN_DOMAIN,
    slugKey: slugKey(each, domain?.isCaseSensitive ?? true),
  }));
}
