import type { Logger } from "pino";
import type { List } from "./list.ts";
import { findListFiles, loadList } from "./list-files.ts";
import type { Spellings } from "./spelling.ts";

/** The operator's own lists, in memory. */
export type Lists = Pick<List, "reasonAgainst"> & {
  /** Reads them anew where a file has changed, and says whether it did. What cannot be read changes nothing, and is logged. */
  refresh(): Promise<boolean>;
};

/** Reads the lists. @throws where one cannot be read */
export async function openLists(paths: string[], log: Logger): Promise<Lists> {
  const first = await findListFiles(paths);
  let { state } = first;
  let list = await load(first.files, log);
  let lastFailure = "";

  async function refresh(): Promise<boolean> {
    try {
      const found = await findListFiles(paths);
      if (found.state === state) return false;
      list = await load(found.files, log);
      ({ state } = found);
      lastFailure = "";
      return true;
    } catch (error) {
      const failure = String(error);
      if (failure !== lastFailure)
        log.error({ err: error }, "a list of ABUSE_LISTS cannot be read; what it held before still counts");
      lastFailure = failure;
      return false;
    }
  }

  return { reasonAgainst: (address: Spellings) => list.reasonAgainst(address), refresh };
}

async function load(files: string[], log: Logger): Promise<List> {
  const began = performance.now();
  const { list, faulty } = await loadList(files);
  const ms = Math.round(performance.now() - began);
  const { entries, bytes } = list;
  log.info({ files: files.length, entries, faulty, bytes, ms }, "lists of harmful destinations");
  return list;
}
