import type { WebhookEvent } from "@visoli/contract/event";
import { type Actor, actorName } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { findDomain } from "../db/domains.ts";
import { findManagedKey } from "../db/keys.ts";
import { linksById } from "../db/links-by-id.ts";
import type { OutboxRow } from "../db/outbox.ts";
import { findTag } from "../db/tag-list.ts";
import { findTemplate } from "../db/templates.ts";
import { findWebhook } from "../db/webhooks.ts";
import { getWorkspace } from "../db/workspaces.ts";
import { presentDomain } from "../domains/present.ts";
import { presentKey } from "../keys/present.ts";
import { presentLink } from "../links/present.ts";
import { presentTemplate } from "../templates/present.ts";
import { presentWebhook } from "../webhooks/present.ts";
import { presentWorkspace } from "../workspaces/get.ts";
import { conversionHappening } from "./webhook-conversions.ts";

/** Something that happened, as webhooks are told of it. */
export type Happening = {
  id: string;
  type: WebhookEvent;
  /** The folder that it happened in, for those who do not see it. */
  folderId: string | null;
  data: Record<string, unknown>;
  /** Where the folder itself is gone: whether it was there for that actor. */
  wasVisibleTo?: (actor: Actor) => boolean;
};

/** What the events of ours hold, each some of it. */
type EventData = {
  id: string;
  name?: string;
  host?: string;
  outcome?: string;
  link?: { id: string; folder: string | null };
  access?: { defaultRole: string; members: Record<string, string> };
} & Record<string, unknown>;

/** One link's event as it is told, or `links.created` as one for each link. What links are told of as clicks would cost a question each. */
export async function linkHappenings(
  ctx: LinkCtx,
  event: OutboxRow,
  ids: string[],
): Promise<Map<string, Omit<Happening, "id">>> {
  const said = JSON.parse(event.data) as EventData;
  const isNew = event.type === "link.created" || event.type === "links.created";
  const rows = await linksById(ctx.db, event.workspace_id, ids);
  const type = isNew ? "link.created" : (event.type as WebhookEvent);
  const found = rows.map((row) => {
    const link = presentLink(ctx, row, isNew ? undefined : null);
    return [row.id, { type, folderId: row.folder_id, data: { link, ...restOf(said) } }] as const;
  });
  const happenings = new Map<string, Omit<Happening, "id">>(found);
  // Gone for good already: nothing is known of it but what the event holds of the link itself.
  for (const id of ids)
    if (!happenings.has(id))
      happenings.set(id, { type, folderId: said.link?.folder ?? null, data: { link: said.link ?? { id } } });
  return happenings;
}

/** What an event says beside what it happened to. */
function restOf({ id: _, ids: _ids, link: _link, url: _url, name: _name, ...rest }: EventData) {
  const { host: _host, domain: _domain, template: _template, access: _access, outcome, ...said } = rest;
  const { fetchTitle: _title, fetchTitles: _titles, ...told } = said;
  return outcome === undefined ? told : { ...told, reason: outcome };
}

/** An event of anything but links; null where it names nothing that can be told. */
export async function otherHappening(ctx: LinkCtx, event: OutboxRow): Promise<Omit<Happening, "id"> | null> {
  const type = event.type as WebhookEvent;
  const noun = event.type.slice(0, event.type.indexOf("."));
  const said = JSON.parse(event.data) as EventData;
  if (noun === "conversion") return conversionHappening(ctx, event);
  const read = NOUNS[noun];
  if (!read) return wholeHappening(type, noun, said);
  const id = idOf(said);
  const data = { [noun]: await read(ctx, event.workspace_id, { ...said, id }), ...restOf(said) };
  if (noun !== "folder") return { type, folderId: null, data };
  const { access } = said;
  if (!access) return { type, folderId: id, data };
  const wasVisibleTo = (actor: Actor) =>
    actor.kind === "operator" || (access.members[actorName(actor)] ?? access.defaultRole) !== "none";
  return { type, folderId: id, data, wasVisibleTo };
}

/** What is nowhere else is told as the event holds it, under its own name: `quota`. */
function wholeHappening(type: WebhookEvent, noun: string, said: EventData): Omit<Happening, "id"> | null {
  const { [noun]: whole, ...rest } = said;
  if (typeof whole !== "object" || whole === null) return null;
  return { type, folderId: null, data: { [noun]: whole, ...restOf(rest as EventData) } };
}

function idOf({ id, domain, template }: EventData): string {
  return id ?? ((domain ?? template) as { id: string }).id;
}

type Read = (ctx: LinkCtx, workspaceId: string, said: EventData) => Promise<unknown>;

/** What it happened to, as the API shows it now; where it is gone, as far as the event names it. */
const NOUNS: Record<string, Read> = {
  domain: async ({ db }, workspaceId, { id, host }) => {
    const row = await findDomain(db, workspaceId, id);
    return row ? presentDomain(row) : { id, host };
  },
  folder: async ({ db }, _workspaceId, { id, name }) => {
    const query = db.selectFrom("folders").select(["id", "name"]).where("id", "=", id);
    return (await query.executeTakeFirst()) ?? { id, name };
  },
  template: async ({ db }, workspaceId, { id, name }) => {
    const row = await findTemplate(db, workspaceId, id);
    return row ? presentTemplate(row) : { id, name };
  },
  tag: async ({ db }, workspaceId, { id, name }) => (await findTag(db, workspaceId, id)) ?? { id, name },
  workspace: async ({ db }, workspaceId) => presentWorkspace(await getWorkspace(db, workspaceId)),
  key: async ({ db, now }, workspaceId, { id }) => {
    const row = await findManagedKey(db, workspaceId, id);
    return row ? presentKey(row, now()) : { id };
  },
  webhook: async ({ db, now }, workspaceId, { id }) => {
    const row = await findWebhook(db, workspaceId, id);
    return row ? presentWebhook(row, now()) : { id };
  },
};
