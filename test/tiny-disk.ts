import { closeSync, openSync } from "node:fs";
import { temporaryFolder } from "./engines.ts";

/** A real disk that is soon full. */
export type TinyDisk = { folder: string; close(): void };

/** null where this user may not mount one. Programs that resolve links in paths (SQLite) do not find it. */
export function mountTinyDisk(kilobytes: number): TinyDisk | null {
  const disk = mountNamedDisk(kilobytes);
  if (!disk) return null;
  // Only the handle holds it from here on, so that it goes with this process, whatever becomes of that.
  const handle = openSync(disk.folder, "r");
  disk.close();
  return { folder: `/proc/${process.pid}/fd/${handle}`, close: () => closeSync(handle) };
}

/** The same under a name of its own, for any program; it stays until it is closed. */
export function mountNamedDisk(kilobytes: number): TinyDisk | null {
  const folder = temporaryFolder();
  if (!run("mount", "-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder)) return null;
  return { folder, close: () => void run("umount", "--lazy", folder) };
}

function run(program: string, ...rest: string[]): boolean {
  return Bun.which(program) !== null && Bun.spawnSync([program, ...rest]).success;
}
