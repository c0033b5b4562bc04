import type { Logger } from "pino";
import type { Analytics } from "../analytics/client.ts";
import type { Config } from "../config.ts";
import type { Db } from "../db/schema.ts";

export type Log = Logger;

/** What every verb and job works with; built once, in `boot.ts`. */
export type Ctx = {
  config: Config;
  log: Log;
  /** Milliseconds since 1970. */
  now(): number;
  db: Db;
};

/** ... and with the click store. */
export type ClickCtx = Ctx & { analytics: Analytics };

/** ... and with the redirect's memory of links. */
export type LinkCtx = ClickCtx & {
  /** Called after every write to a link, before it is answered: the redirect forgets what it knew of the slug. */
  forgetLink(domain: string, slug: string): void;
};
