import { dirname } from "node:path";

export type DataPackage = { readonly name: string; readonly version: string; readonly directory: string };

/** An installed data package, or null: they are optional. */
export async function findPackage(name: string): Promise<DataPackage | null> {
  const manifest = manifestPath(name);
  if (manifest === null) return null;
  const { version } = (await Bun.file(manifest).json()) as { version: string };
  return { name, version, directory: dirname(manifest) };
}

function manifestPath(name: string): string | null {
  try {
    return Bun.resolveSync(`${name}/package.json`, import.meta.dir);
  } catch {
    return null;
  }
}
