import { readSettings } from "../db/link-settings.ts";

/** Wherever the link may lead a visitor, its own destination first, each once. */
export function destinationsOf(link: { url: string; settings: string | null }): string[] {
  const { expiredUrl, ios, android, rules = [] } = readSettings(link.settings);
  const ofRules = rules.flatMap(({ url, split = [] }) => [url, ...split.map((variant) => variant.url)]);
  const all = [link.url, expiredUrl, ios, android, ...ofRules];
  return [...new Set(all.filter((url) => url !== undefined && url !== null))];
}
