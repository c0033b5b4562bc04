import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** A file of the cache directory: all that begin with `prefix` are versions of it, of which `name` is the current. */
export type CacheFile = { readonly directory: string; readonly prefix: string; readonly name: string };

/** Lets `write` fill a temporary file, renames it into place and removes other versions. Returns the path. */
export async function putCacheFile(
  file: CacheFile,
  write: (path: string) => Promise<unknown>,
): Promise<string> {
  const path = join(file.directory, file.name);
  // does not begin with the prefix: another process must not take it for an old version
  const temporary = join(file.directory, `tmp-${randomUUID()}-${file.name}`);
  await mkdir(file.directory, { recursive: true });
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  for (const other of await readdir(file.directory)) {
    if (other.startsWith(file.prefix) && other !== file.name)
      await rm(join(file.directory, other), { force: true });
  }
  return path;
}
