import type { Lookup } from "./lookup.ts";
import { cannotOpen, type MapOptions, mapFile } from "./map-file.ts";
import { readMmdb } from "./mmdb.ts";
import type { DataPackage } from "./packages.ts";

/** A database that could be opened, and what to call it in the log. */
export type Source<T> = { readonly label: string; readonly lookup: Lookup<T> };

/** How to make values of a database's records, and the value for addresses that have none. */
export type Kind<T> = { readonly convert: (record: unknown) => T; readonly nothing: T };

/** Opens an mmdb file. Throws an Error naming it if that cannot be done. */
export async function openMmdb<T>(path: string, kind: Kind<T>, options: MapOptions): Promise<Lookup<T>> {
  const bytes = await mapFile(path, options);
  try {
    return readMmdb(bytes, kind.convert, kind.nothing);
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

export function labelOf(found: DataPackage): string {
  return `${found.name} ${found.version}`;
}
