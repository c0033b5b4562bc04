import type { LinkUpdate } from "@visoli/contract/link";
import { slugKey } from "@visoli/contract/slug";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { retireAddresses, spellAddress, takeAddresses } from "../db/addresses.ts";
import { isDomainCaseSensitive } from "../db/domains.ts";
import type { LinkRow } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import type { AddressTable } from "../db/schema-links.ts";
import { mayTake, slugTaken } from "./insert.ts";

type Slugs = Pick<LinkRow, "slug" | "aliases">;

/**
 * Gives the link the slugs that the input names; gives back what it has then. A slug that is replaced stays an alias, unless the input
 * lists the aliases itself; one that is given up leads nowhere, and stays with the workspace. @throws link.slug_taken
 */
export async function changeSlugs(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  link: LinkRow,
  input: LinkUpdate,
): Promise<Slugs> {
  const isCaseSensitive =
    ctx.domains.byId(link.domain)?.isCaseSensitive ?? (await isDomainCaseSensitive(trx, link.domain));
  const key = (slug: string) => slugKey(slug, isCaseSensitive);
  const { slug, aliases } = wantedSlugs(link, input, key);
  const held = new Map([link.slug, ...link.aliases].map((each) => [key(each), each]));
  const wanted = new Map([slug, ...aliases].map((each) => [key(each), each]));
  const added = [...wanted].filter(([each]) => !held.has(each));
  const addresses = added.map(([slug_key, text]): AddressTable => {
    const { domain, workspace_id, id } = link;
    return { domain, slug_key, slug: text, workspace_id, link_id: id, is_alias: text === slug ? 0 : 1 };
  });
  const taken = await takeAddresses(trx, ctx.config.database.kind, addresses, mayTake(actor));
  if (taken.size < addresses.length) {
    const missed = addresses.find((each) => !taken.has(`${each.domain}/${each.slug_key}`));
    if (missed) throw await slugTaken(ctx, trx, actor, missed);
  }
  await retireAddresses(
    trx,
    link.domain,
    [...held.keys()].filter((each) => !wanted.has(each)),
  );
  for (const [slug_key, text] of wanted)
    if (held.has(slug_key))
      await spellAddress(trx, { domain: link.domain, slug_key }, { slug: text, isAlias: text !== slug });
  return { slug, aliases };
}

function wantedSlugs(link: LinkRow, input: LinkUpdate, key: (slug: string) => string): Slugs {
  const slug = input.slug ?? link.slug;
  const others = input.aliases ?? [...link.aliases, link.slug];
  const byKey = new Map(others.map((each) => [key(each), each]));
  byKey.delete(key(slug));
  return { slug, aliases: [...byKey.values()].sort() };
}
