import { normalizeHost } from "@visoli/contract/host";
import type { Domains } from "../core/domains.ts";

export const PROOF_PATH = "/.well-known/visoli-verification.txt";

/**
 * What the file on a verified domain holds, or null. Once a domain leads to us its owner's own file is gone: without ours the
 * proof would be lost by that very step.
 */
export function proofFile(domains: Domains, host: string): string | null {
  const name = normalizeHost(host);
  return (name !== null && domains.byHost(name)?.token) || null;
}
