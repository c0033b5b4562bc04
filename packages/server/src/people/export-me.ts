import type { PersonExport } from "@visoli/contract/person";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { requirePerson } from "../core/require-person.ts";
import { workspacesOf } from "../db/members.ts";
import { listPasskeys } from "../db/passkeys.ts";
import { deedsOf, signInWays } from "../db/people.ts";
import { iso } from "../lib/time.ts";
import { readPerson } from "./me.ts";
import { readSecurityLog } from "./security-log.ts";
import { readSessions } from "./sessions.ts";

const MAX_DEEDS = 10_000;
const MAX_EVENTS = 10_000;

/** All that is kept about the person, without what would sign somebody in. */
export async function exportMe(ctx: LinkCtx, actor: Actor, currentId: string): Promise<PersonExport> {
  const { userId } = requirePerson(actor);
  const ways = await signInWays(ctx.reads, userId);
  const workspaces = await workspacesOf(ctx.reads, userId);
  const deeds = await deedsOf(ctx.reads, userId, MAX_DEEDS);
  const passkeys = await listPasskeys(ctx.reads, userId);
  return {
    exportedAt: iso(ctx.now()),
    person: await readPerson(ctx, userId),
    signsInBy: ways.map(({ provider, created_at }) => ({
      provider: provider === "credential" ? "password" : provider,
      since: iso(created_at),
    })),
    passkeys: passkeys.map(({ id, name, created_at }) => ({ id, name, createdAt: iso(created_at) })),
    securityLog: (await readSecurityLog(ctx, actor, { limit: MAX_EVENTS })).data,
    sessions: await readSessions(ctx, actor, currentId),
    workspaces: workspaces.map(({ workspaceId: id, name, role, createdAt }) => ({
      ...{ id, name, role },
      since: iso(createdAt),
    })),
    did: deeds.map(({ created_at, workspace_id, action, subject }) => ({
      ...{ at: iso(created_at), workspaceId: workspace_id, action, subject },
    })),
  };
}
