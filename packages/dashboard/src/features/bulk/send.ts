import type { BulkResult } from "@visoli/contract/bulk";
import type { Problem } from "@visoli/contract/errors";
import type { Link } from "@visoli/contract/link";
import { VisoliError } from "@visoli/sdk";
import { visoli } from "../../lib/api.ts";
import { type Action, changesOf, undoingOf } from "./actions.ts";

/** Does it, line by line. */
export function send(action: Action, links: Link[]): AsyncIterable<BulkResult> {
  if (action.kind === "delete") return visoli.links.bulk.delete(links.map(({ id }) => ({ id })));
  if (action.kind === "restore") return restoreAll(links);
  return visoli.links.bulk.update(links.map((link) => ({ id: link.id, ...changesOf(action, link) })));
}

/** Undoes it, given the links as they were before. */
export function sendUndo(action: Action, before: Link[]): AsyncIterable<BulkResult> {
  if (action.kind === "delete") return restoreAll(before);
  if (action.kind === "restore") return visoli.links.bulk.delete(before.map(({ id }) => ({ id })));
  return visoli.links.bulk.update(before.map((link) => ({ id: link.id, ...undoingOf(action, link) })));
}

/** One after the other: the API restores no more than one at a time. */
async function* restoreAll(links: Link[]): AsyncGenerator<BulkResult, void> {
  for (const [index, { id }] of links.entries()) {
    try {
      yield { index, status: 200, link: await visoli.links.restore(id) };
    } catch (error) {
      yield { index, status: 0, problem: problemIn(error) };
    }
  }
}

/** @throws what is no problem of this one link */
function problemIn(error: unknown): Problem {
  const isItsOwn = error instanceof VisoliError && error.status < 500 && error.status !== 401;
  if (!isItsOwn || !error.problem) throw error;
  return error.problem;
}
