import type { Pixel, Preview, RedirectStatus } from "@visoli/contract/link-settings";
import type { Rule } from "@visoli/contract/rules";

/** What a link does beside leading to its URL from `starts_at` to `expires_at`: the JSON in `links.settings`, null where there is nothing. */
export type LinkSettings = {
  expiredUrl?: string;
  maxClicks?: number;
  /** argon2id, in its own PHC format. */
  passwordHash?: string;
  redirectStatus?: RedirectStatus;
  forwardQuery?: boolean;
  forwardPath?: boolean;
  rules?: Rule[];
  preview?: Preview;
  cloak?: boolean;
  noindex?: boolean;
  ios?: string;
  android?: string;
  pixels?: Pixel[];
  /** Only ever false. */
  trackVisitors?: boolean;
  clickIdParameter?: string;
};

export function readSettings(text: string | null): LinkSettings {
  return text === null ? {} : (JSON.parse(text) as LinkSettings);
}

/** null where nothing is set, so that most links cost nothing to read. */
export function writeSettings(settings: LinkSettings): string | null {
  const text = JSON.stringify(settings);
  return text === "{}" ? null : text;
}
