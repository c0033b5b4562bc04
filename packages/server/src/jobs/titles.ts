import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import { readTitle } from "../adapters/web/page-title.ts";
import type { LinkCtx } from "../core/ctx.ts";
import type { OutboxRow } from "../db/outbox.ts";
import { insertTasks } from "../db/tasks.ts";
import { fetchTitle } from "../links/title.ts";
import type { DoTask } from "./tasks.ts";

/** Notes down which links asked for their destination's title: the event says so. */
export async function askForTitles(ctx: LinkCtx, event: OutboxRow): Promise<void> {
  const ids = linksOf(JSON.parse(event.data) as EventData);
  const tasks = ids.map((link_id) => ({
    kind: "title",
    link_id,
    workspace_id: event.workspace_id,
    run_at: ctx.now(),
    attempts: 0,
  }));
  await insertTasks(ctx.db, ctx.config.database.kind, tasks);
}

type EventData = {
  fetchTitle?: boolean;
  link?: { id: string };
  id?: string;
  fetchTitles?: string[];
};

function linksOf({ fetchTitle, link, id, fetchTitles = [] }: EventData): string[] {
  const one = link?.id ?? id;
  return fetchTitle && one !== undefined ? [one] : fetchTitles;
}

/** Reads the destination, as far as the guard lets it, and writes its title into the link. */
export function titleTask(ctx: LinkCtx, fetchPublic: FetchPublic): DoTask {
  return ({ workspace_id: workspaceId, link_id: linkId }) =>
    fetchTitle(ctx, { workspaceId, linkId }, async (url) => {
      const answer = await fetchPublic(url);
      if (answer.kind !== "answer" || answer.status >= 400) return null;
      return readTitle(answer.body, answer.headers.get("content-type"));
    });
}
