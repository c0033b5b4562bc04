import type { LinkCreate, LinkUpdate } from "@visoli/contract/link";
import type { LinkSettings } from "../db/link-settings.ts";

type Input = Partial<LinkCreate> | LinkUpdate;

/** The settings with what the input names; null puts the default back. */
export function mergeSettings(before: LinkSettings, input: Input, passwordHash?: string): LinkSettings {
  const after: Record<string, unknown> = { ...before };
  const set = (name: keyof LinkSettings, value: unknown, isDefault = value === null) => {
    if (value === undefined) return;
    if (isDefault) delete after[name];
    else after[name] = value;
  };
  for (const name of [
    "expiredUrl",
    "maxClicks",
    "redirectStatus",
    "noindex",
    "ios",
    "android",
    "clickIdParameter",
  ] as const)
    set(name, input[name]);
  for (const name of ["forwardQuery", "forwardPath", "cloak"] as const) set(name, input[name], !input[name]);
  set("trackVisitors", input.trackVisitors, input.trackVisitors !== false);
  for (const name of ["rules", "pixels"] as const) set(name, input[name], !input[name]?.length);
  set("preview", input.preview, !Object.values(input.preview ?? {}).some(Boolean));
  if (input.password !== undefined) set("passwordHash", passwordHash ?? null);
  return after as LinkSettings;
}

/** The password as it is kept: argon2id, with a salt of its own. */
export async function hashPassword(password: string | null | undefined): Promise<string | undefined> {
  return password ? Bun.password.hash(password, "argon2id") : undefined;
}

/** What was asked for, fit to be written down: without the password. */
export function redacted(input: Input): Record<string, unknown> {
  return input.password ? { ...input, password: "(set)" } : { ...input };
}
