import type { Domain } from "@visoli/contract/domain";
import type { DomainProof } from "../adapters/web/domain-proof.ts";
import type { DomainRow, DomainSettings } from "../db/domains.ts";
import { iso, isoOrNull } from "../lib/time.ts";
import { PROOF_PATH } from "./proof-file.ts";

/** A domain as the API shows it; `proof` is what was seen of it just now. */
export function presentDomain(row: DomainRow, proof?: DomainProof): Domain {
  const settings = JSON.parse(row.settings) as DomainSettings;
  return {
    id: row.id,
    host: row.host,
    verified: row.verified_at !== null,
    verifiedAt: isoOrNull(row.verified_at),
    verification: {
      dns: { type: "TXT", name: `_visoli.${row.host}`, value: `visoli-verification=${row.token}` },
      http: { url: `http://${row.host}${PROOF_PATH}`, content: row.token },
      checkedAt: isoOrNull(row.checked_at),
      missingSince: isoOrNull(row.missing_since),
      ...(proof && { checked: inWords(proof) }),
    },
    caseSensitive: row.is_case_sensitive === 1,
    rootUrl: settings.rootUrl ?? null,
    notFoundUrl: settings.notFoundUrl ?? null,
    expiredUrl: settings.expiredUrl ?? null,
    redirectStatus: settings.redirectStatus ?? null,
    noindex: settings.noindex ?? true,
    robots: settings.robots ?? "allow",
    appleAppSiteAssociation: (settings.appleAppSiteAssociation as Record<string, unknown>) ?? null,
    assetLinks: (settings.assetLinks as Record<string, unknown>[]) ?? null,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

/** null is a place where nobody looked, because the other one was enough. */
function inWords(proof: DomainProof): { dns: string | null; http: string | null } {
  if (proof.kind === "unproven") return { dns: proof.dns, http: proof.http };
  return proof.by === "dns"
    ? { dns: "The TXT record is there.", http: null }
    : { dns: null, http: "The file is there." };
}
