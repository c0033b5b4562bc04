import { isLookAlike } from "./look-alike.ts";
import { isShortener } from "./shorteners.ts";
import type { Spellings } from "./spelling.ts";

/** What is unusual about a web address: `raw_ip`, `credentials`, `look_alike`, `shortener`. */
export function flagsOf(url: URL, { name }: Spellings): string[] {
  const flags: string[] = [];
  if (/^[\d.]+$|^\[/.test(name)) flags.push("raw_ip");
  if (url.username !== "" || url.password !== "") flags.push("credentials");
  if (isLookAlike(name)) flags.push("look_alike");
  if (isShortener(name)) flags.push("shortener");
  return flags;
}
