import type { Pixel, Preview, RedirectStatus } from "@visoli/contract/link-settings";
import { toLocation } from "@visoli/contract/url";
import type { Domain } from "../core/domains.ts";
import { readSettings } from "../db/link-settings.ts";
import type { FoundLink } from "../db/lookup.ts";
import { type CompiledRule, compileRules } from "./rules/compile.ts";

/** What a link does beyond a plain 302, compiled once when it is read. */
export type Behaviour = {
  status: RedirectStatus;
  rules: CompiledRule[];
  expiredLocation: string | null;
  maxClicks: number | null;
  passwordHash: string | null;
  forwardQuery: boolean;
  forwardPath: boolean;
  preview: Preview | null;
  cloak: boolean;
  noindex: boolean;
  /** Where iOS and Android devices are led; may be an app's own scheme. */
  ios: string | null;
  android: string | null;
  pixels: Pixel[];
  /** Whether more than the count of its clicks is recorded. */
  trackVisitors: boolean;
  /** The query parameter by which the destination is told the id of the click. */
  clickIdParameter: string | null;
};

/** A link as the redirect keeps it in memory, with the address in the form that the Location header carries. */
export type KnownLink = FoundLink & {
  location: string;
  /** null for a link that only leads to its location: most do. */
  behaviour: Behaviour | null;
};

/** Compiles what was read; null where the destination can be no Location (no way in leads to that). */
export function compileLink(found: FoundLink, domain: Domain | null): KnownLink | null {
  const location = toLocation(found.url);
  return location === null ? null : { ...found, location, behaviour: behaviourOf(found, domain) };
}

function behaviourOf(found: FoundLink, domain: Domain | null): Behaviour | null {
  const defaults = domain?.settings ?? {};
  const hasDefaults = Boolean(defaults.redirectStatus || defaults.expiredUrl || defaults.noindex === false);
  if (found.settings === null && !hasDefaults) return null;
  const settings = readSettings(found.settings);
  return {
    status: settings.redirectStatus ?? defaults.redirectStatus ?? 302,
    rules: compileRules(settings.rules ?? []),
    expiredLocation: toLocation(settings.expiredUrl ?? defaults.expiredUrl ?? ""),
    maxClicks: settings.maxClicks ?? null,
    passwordHash: settings.passwordHash ?? null,
    forwardQuery: settings.forwardQuery ?? false,
    forwardPath: settings.forwardPath ?? false,
    preview: settings.preview ?? null,
    cloak: settings.cloak ?? false,
    noindex: settings.noindex ?? defaults.noindex ?? true,
    ios: settings.ios === undefined ? null : toLocation(settings.ios),
    android: settings.android === undefined ? null : toLocation(settings.android),
    pixels: settings.pixels ?? [],
    trackVisitors: settings.trackVisitors ?? true,
    clickIdParameter: settings.clickIdParameter ?? null,
  };
}
