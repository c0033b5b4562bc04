import type { Visit } from "../core/visit.ts";
import type { Salts } from "./salts.ts";

const digest = new Uint8Array(32);
const view = new DataView(digest.buffer);

/**
 * Who it was, for one day and one workspace: the first 52 bits of BLAKE2b over the day's salt, the workspace, the address and
 * the agent. Once the salt is destroyed, nobody can say whose hash it was.
 */
export function visitorHash(salts: Salts, visit: Visit): number {
  const identity = `${salts.of(visit.at)}${visit.link.workspaceId}\n${visit.address}\n${visit.agent}`;
  Bun.CryptoHasher.hash("blake2b256", identity, digest);
  return view.getUint32(0) * 2 ** 20 + (view.getUint32(4) >>> 12);
}
