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

/** Checks every destination at once. @throws request.invalid naming each that no link may lead to */
export function checkDestinations(ctx: LinkCtx, destinations: Named[], allowedSchemes: string[]): void {
  const errors = destinations.flatMap(({ path, url }) => faultOf(ctx, path, url, allowedSchemes) ?? []);
  if (errors.length > 0) throw invalid(...errors);
}

function faultOf(ctx: LinkCtx, path: string, url: string, allowedSchemes: string[]): FieldError | null {
  const scheme = schemeOf(url);
  if (!isWebScheme(scheme)) {
    if (allowedSchemes.includes(scheme)) return null;
    const message = `Must be http or https: the workspace does not allow ${scheme}: by name`;
    return { path, code: "scheme_not_allowed", message };
  }
  if (leadsToUs(ctx.domains, url))
    return { path, code: "self_loop", message: "Must not lead back to a domain of short links" };
  const { refusal } = ctx.inspect(url);
  return refusal === null ? null : { path, code: "blocked_destination", message: refusal };
}
