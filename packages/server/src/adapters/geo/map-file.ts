import { constants, copyFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { putCacheFile } from "./cache-file.ts";

export type MapOptions = { cacheDir: string; map?: (path: string) => Uint8Array<ArrayBuffer> };

const UNWRITABLE = ["EACCES", "EPERM", "EROFS"];

/**
 * Maps a file into memory, for reading. Bun.mmap opens it for writing too, so a file that this user may only read
 * (packages installed by root, a read-only image) is first copied to the cache directory, once.
 * Throws an Error naming the file if it cannot be opened.
 */
export async function mapFile(path: string, { cacheDir, map = mapPrivately }: MapOptions) {
  try {
    return map(path);
  } catch (error) {
    if (!UNWRITABLE.includes(codeOf(error))) throw cannotOpen(path, error);
  }
  try {
    return map(await copyOnce(path, cacheDir));
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** An Error that names the file and says what was wrong with it. */
export function cannotOpen(path: string, cause: unknown): Error {
  return new Error(`cannot open ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
}

function mapPrivately(path: string): Uint8Array<ArrayBuffer> {
  return Bun.mmap(path, { shared: false });
}

async function copyOnce(path: string, cacheDir: string): Promise<string> {
  const { size, ctimeMs } = await stat(path);
  const prefix = `${basename(path)}-`;
  const file = { directory: cacheDir, prefix, name: `${prefix}${size}-${Math.trunc(ctimeMs)}` };
  const copy = join(cacheDir, file.name);
  if (await Bun.file(copy).exists()) return copy;
  return putCacheFile(file, (temporary) => copyFile(path, temporary, constants.COPYFILE_FICLONE));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
