import { type LinkUpdate, LinkUpdateSchema } from "@visoli/contract/link";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { historySince } from "../db/history.ts";
import type { Db } from "../db/schema.ts";
import { readEnvironment } from "./environment.ts";
import { linkNotFound, type VersionedLink } from "./get.ts";
import { lockForWriting } from "./lock.ts";
import { presentLinks } from "./present.ts";
import { writeChange } from "./update.ts";

/** Addresses that were handed out stay, and a secret is not kept to be put back. */
const NOT_ROLLED_BACK = ["slug", "aliases", "password", "externalId"];

/**
 * Makes the link what it was at that version, by a change like any other, itself in the history. Slugs, externalId and password stay as they are.
 * @throws link.not_found, link.version_not_found, and as `updateLink`
 */
export async function rollbackLink(
  ctx: LinkCtx,
  actor: Actor,
  reference: string,
  version: number,
  ifMatch?: string,
  idempotency?: Idempotency,
): Promise<VersionedLink> {
  guard(actor, "links:write");
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const environment = await readEnvironment(trx, actor);
      const which = { reference, ifMatch, access: environment };
      const link = await lockForWriting(ctx, trx, actor, which);
      if (version >= link.version)
        throw problem(
          "link.version_not_found",
          `The link is at version ${link.version}; name an earlier one`,
        );
      const change = { reference: link.id, input: await fieldsAt(trx, link.id, version) };
      return writeChange(ctx, trx, actor, environment, change, undefined);
    }),
  );
  const { before, after } = answer;
  for (const row of [before, after]) forgetAddresses(ctx, row);
  const [link] = await presentLinks(ctx, actor.workspaceId, [after]);
  if (!link) throw linkNotFound(reference);
  return { link, version: after.version };
}

/** What the fields that changed since were at that version. */
async function fieldsAt(db: Db, linkId: string, version: number): Promise<LinkUpdate> {
  const fields: Record<string, unknown> = {};
  for (const row of await historySince(db, linkId, version)) {
    const changes = JSON.parse(row.changes) as Record<string, [unknown, unknown]>;
    for (const [name, [before]] of Object.entries(changes)) fields[name] = before;
  }
  for (const name of Object.keys(fields)) {
    if (!(name in LinkUpdateSchema.shape) || NOT_ROLLED_BACK.includes(name)) delete fields[name];
  }
  return fields as LinkUpdate;
}
