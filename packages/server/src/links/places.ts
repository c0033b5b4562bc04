import type { LinkCtx } from "../core/ctx.ts";
import { type ProblemError, problem } from "../core/errors.ts";
import { holdRows } from "../db/hold.ts";
import type { Trx } from "../db/schema.ts";
import type { Draft } from "./prepare.ts";

/**
 * The drafts whose domain and folder are still there, and stay until the transaction ends; the problems of the others. Memory may not know
 * yet that one was deleted.
 */
export async function inPlaces(
  ctx: LinkCtx,
  trx: Trx,
  drafts: Draft[],
): Promise<{ placed: Draft[]; problems: [Draft, ProblemError][] }> {
  const kind = ctx.config.database.kind;
  const idsOf = (column: "domain" | "folder_id") => [
    ...new Set(drafts.flatMap(({ row }) => row[column] || [])),
  ];
  const domains = await holdRows(trx, kind, "domains", idsOf("domain"));
  const folders = await holdRows(trx, kind, "folders", idsOf("folder_id"));
  const problems: [Draft, ProblemError][] = [];
  const placed = drafts.filter((draft) => {
    const { domain, folder_id } = draft.row;
    if (domain !== "" && !domains.has(domain))
      problems.push([draft, problem("domain.not_found", `The domain ${draft.domain.host} was just deleted`)]);
    else if (folder_id !== null && !folders.has(folder_id))
      problems.push([draft, problem("folder.not_found", "The folder was just deleted")]);
    else return true;
    return false;
  });
  return { placed, problems };
}
