import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../test/engines.ts";

// A process may load this file more than once.
const shared = globalThis as { visoliTestGeo?: string };

/** Gives a new data folder the index of networks that the first service of this process made: that takes over a second of CPU. */
export function lendGeoIndex(dataDir: string): void {
  if (shared.visoliTestGeo) cpSync(shared.visoliTestGeo, join(dataDir, "geo"), { recursive: true });
}

/** Keeps what a service made in its first start. */
export function keepGeoIndex(dataDir: string): void {
  const made = join(dataDir, "geo");
  if (shared.visoliTestGeo || !existsSync(made)) return;
  const kept = join(temporaryFolder(), "geo");
  cpSync(made, kept, { recursive: true });
  shared.visoliTestGeo = kept;
}
