import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { findLink } from "../db/links.ts";
import { updateLink } from "./update.ts";

export type ReadTitle = (url: string) => Promise<string | null>;

/** Gives the link the title of its destination, if it has one; a link that changed or went meanwhile is left alone. */
export async function fetchTitle(
  ctx: LinkCtx,
  { workspaceId, linkId }: { workspaceId: string; linkId: string },
  read: ReadTitle,
): Promise<void> {
  const link = await findLink(ctx.db, workspaceId, { id: linkId });
  const title = link && (await read(link.url));
  if (!link || !title || title === link.title) return;
  const actor: Actor = { kind: "operator", workspaceId };
  try {
    await updateLink(ctx, actor, linkId, { title }, `"${link.version}"`);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
  }
}
