import { join } from "node:path";
import { buildAsnIndex } from "./asn-build.ts";
import { ASN_INDEX_FORMAT, type AsnIndex, readAsnIndex } from "./asn-index.ts";
import { asnLookup } from "./asn-lookup.ts";
import { type CacheFile, putCacheFile } from "./cache-file.ts";
import { type Network, noNetwork, toNetwork } from "./network.ts";
import type { DataPackage } from "./packages.ts";
import { labelOf, openMmdb, type Source } from "./source.ts";

/** Opens an ASN database given by path (mmdb, one file for IPv4 and IPv6). */
export async function openAsnFile(path: string, cacheDir: string): Promise<Source<Network>> {
  const kind = { convert: toNetwork, nothing: noNetwork };
  return { label: path, lookup: await openMmdb(path, kind, { cacheDir }) };
}

/** Opens the index of the ASN package's CSV files; builds it (a second or two) if it is missing or damaged. */
export async function openAsnPackage(found: DataPackage, cacheDir: string): Promise<Source<Network>> {
  const name = `asn-${found.version}-${ASN_INDEX_FORMAT}.index`;
  const file = { directory: cacheDir, prefix: "asn-", name };
  const index = openIndex(join(cacheDir, name)) ?? (await writeIndex(found, file));
  return { label: labelOf(found), lookup: asnLookup(index) };
}

/** null if there is no such file, or it can't be mapped, or its content is damaged: then it is written anew. */
function openIndex(path: string): AsnIndex | null {
  try {
    return readAsnIndex(Bun.mmap(path, { shared: false }));
  } catch {
    return null;
  }
}

async function writeIndex(found: DataPackage, file: CacheFile): Promise<AsnIndex> {
  const ipv4Csv = join(found.directory, "asn-ipv4.csv");
  const ipv6Csv = join(found.directory, "asn-ipv6.csv");
  const path = await putCacheFile(file, async (temporary) =>
    Bun.write(temporary, await buildAsnIndex(ipv4Csv, ipv6Csv)),
  );
  // building leaves 300 MB of garbage, which would stay for as long as the process is idle
  Bun.gc(true);
  const index = openIndex(path);
  if (index === null) throw new Error(`cannot open ${path}, which was just written`);
  return index;
}
