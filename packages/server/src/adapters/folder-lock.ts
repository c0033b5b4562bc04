import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Takes the folder for this process alone until it ends, however it ends: an exclusive transaction in a small SQLite file is a
 * lock of the operating system, where a file with a process id would outlive a kill. @throws where another process has it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const lock = new Database(join(folder, "lock"), { create: true });
  try {
    // Nothing is written: the service has to start on a full disk, too.
    lock.run("pragma journal_mode = memory");
    lock.run("begin exclusive");
  } catch (cause) {
    lock.close();
    throw new Error(`The data folder ${folder} is in use by another Visoli process`, { cause });
  }
  return () => lock.close();
}
