import type { Scope } from "@visoli/contract/scopes";
import type { MESSAGES } from "./messages.ts";

type Word = keyof (typeof MESSAGES)["en"];

/** What each scope lets a key do, in words. */
export const SCOPE_WORDS: Record<Scope, Word> = {
  "links:read": "links_read",
  "links:write": "links_write",
  "stats:read": "stats_read",
  "keys:read": "keys_read",
  "keys:write": "keys_write",
  "domains:read": "domains_read",
  "domains:write": "domains_write",
  "workspace:read": "workspace_read",
  "workspace:write": "workspace_write",
  "webhooks:read": "webhooks_read",
  "webhooks:write": "webhooks_write",
  "conversions:read": "conversions_read",
  "conversions:write": "conversions_write",
  "members:read": "members_read",
  "members:write": "members_write",
  "audit:read": "audit_read",
  "usage:read": "usage_read",
  "billing:write": "billing_write",
  "instance:admin": "instance_admin",
};

export const PRESETS = ["full", "links", "statistics", "choose"] as const;
export type Preset = (typeof PRESETS)[number];

const PRESET_SCOPES: Partial<Record<Preset, readonly Scope[]>> = {
  links: ["links:read", "links:write"],
  statistics: ["links:read", "stats:read", "conversions:read"],
};

/** The scopes of a preset that this person may give; undefined for all of them. */
export function scopesOf(
  preset: Preset,
  chosen: readonly Scope[],
  own: readonly Scope[],
): Scope[] | undefined {
  if (preset === "full") return undefined;
  return [...(PRESET_SCOPES[preset] ?? chosen)].filter((scope) => own.includes(scope));
}

/** The preset that these scopes are; `choose` where they are none. */
export function presetOf(scopes: readonly Scope[], own: readonly Scope[]): Preset {
  const isSame = (others: readonly Scope[]) =>
    scopes.length === others.length && others.every((scope) => scopes.includes(scope));
  if (isSame(own)) return "full";
  return PRESETS.find((preset) => isSame(PRESET_SCOPES[preset] ?? [])) ?? "choose";
}
