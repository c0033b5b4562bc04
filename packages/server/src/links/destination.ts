import type { FieldError } from "@visoli/contract/errors";
import type { LinkCreate, LinkUpdate } from "@visoli/contract/link";
import { isWebScheme, schemeOf } from "@visoli/contract/url";
import type { LinkCtx } from "../core/ctx.ts";
import { leadsToUs } from "../core/domains.ts";
import { invalid } from "../core/errors.ts";

type Named = { path: string; url: string };

/** Whatever of the input a visitor could be led to. */
export function destinationsOf(input: Partial<LinkCreate> | LinkUpdate): Named[] {
  const found: Named[] = [];
  const add = (path: string, url: string | null | undefined) => url && found.push({ path, url });
  add("url", input.url);
  add("expiredUrl", input.expiredUrl);
  add("ios", input.ios);
  add("android", input.android);
  input.rules?.forEach((rule, place) => {
    add(`rules.${place}.url`, rule.url);
    rule.split?.forEach((variant, index) => void add(`rules.${place}.split.${index}.url`, variant.url));
  });
  return found;
}

/**
 * Checks every destination at once; gives back what is unusual about the first. @throws request.invalid naming each that no link may
 * lead to
 */
export function checkDestinations(ctx: LinkCtx, destinations: Named[], allowedSchemes: string[]): string[] {
  const inspected = destinations.map(({ path, url }) => inspectOne(ctx, path, url, allowedSchemes));
  const errors = inspected.flatMap(({ fault }) => fault ?? []);
  if (errors.length > 0) throw invalid(...errors);
  return inspected[0]?.flags ?? [];
}

type Inspected = { fault?: FieldError; flags: string[] };

function inspectOne(ctx: LinkCtx, path: string, url: string, allowedSchemes: string[]): Inspected {
  const scheme = schemeOf(url);
  const refused = (code: string, message: string) => ({ fault: { path, code, message }, flags: [] });
  if (!isWebScheme(scheme)) {
    if (allowedSchemes.includes(scheme)) return { flags: [] };
    const message = `Must be http or https: the workspace does not allow ${scheme}: by name`;
    return refused("scheme_not_allowed", message);
  }
  if (leadsToUs(ctx.domains, url))
    return refused("self_loop", "Must not lead back to a domain of short links");
  const { refusal, flags } = ctx.inspect(url);
  return refusal === null ? { flags } : refused("blocked_destination", refusal);
}
