import type { DomainCreate, DomainUpdate } from "@visoli/contract/domain";
import type { FieldError } from "@visoli/contract/errors";
import type { LinkCtx } from "../core/ctx.ts";
import { leadsToUs } from "../core/domains.ts";
import { invalid } from "../core/errors.ts";
import type { DomainSettings } from "../db/domains.ts";

const NAMES = [
  ...(["rootUrl", "notFoundUrl", "expiredUrl", "redirectStatus", "noindex", "robots"] as const),
  ...(["appleAppSiteAssociation", "assetLinks"] as const),
];

/** The settings with what the input names; null puts the default back. */
export function mergeSettings(before: DomainSettings, input: DomainCreate | DomainUpdate): DomainSettings {
  const named = NAMES.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]);
  const after = { ...before, ...Object.fromEntries(named) };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null));
}

/** @throws request.invalid naming each address that nobody may be led to */
export function checkSettings(ctx: LinkCtx, host: string, input: DomainCreate | DomainUpdate): void {
  const errors = (["rootUrl", "notFoundUrl", "expiredUrl"] as const).flatMap((path) => {
    const url = input[path];
    return url ? (faultOf(ctx, host, path, url) ?? []) : [];
  });
  if (errors.length > 0) throw invalid(...errors);
}

function faultOf(ctx: LinkCtx, host: string, path: string, url: string): FieldError | null {
  // Also while the domain is not verified: it would lead in circles from the day that it is.
  if (new URL(url).hostname.replace(/\.$/, "") === host || leadsToUs(ctx.domains, url))
    return { path, code: "self_loop", message: "Must not lead back to a domain of short links" };
  const { refusal } = ctx.inspect(url);
  return refusal === null ? null : { path, code: "blocked_destination", message: refusal };
}
