import type { Logger } from "pino";
import type { Threats } from "../adapters/abuse/threats.ts";
import type { Geo } from "../adapters/geo/geo.ts";
import type { Windows } from "../adapters/limits/windows.ts";
import type { Mailer } from "../adapters/mail/mailer.ts";
import type { Payments } from "../adapters/stripe/payments.ts";
import type { DomainProof } from "../adapters/web/domain-proof.ts";
import type { Analytics } from "../analytics/client.ts";
import type { Config } from "../config.ts";
import type { NeedIndex } from "../db/late-indexes.ts";
import type { Db, Transact } from "../db/schema.ts";
import type { ReadAgent } from "../lib/agent.ts";
import type { StreamLine } from "../lib/lines.ts";
import type { Actor } from "./actor.ts";
import type { Domains } from "./domains.ts";
import type { Plans } from "./plans.ts";

export type Log = Logger;

/** What every verb and job works with; built once, in `boot.ts`. */
export type Ctx = {
  config: Config;
  log: Log;
  /** Names this process to others that share the database. */
  origin: string;
  /** Milliseconds since 1970. */
  now(): number;
  db: Db;
  /** For many rows: beside the event loop where the database is SQLite, and worth it from a dozen rows on. */
  bulkTransaction: Transact;
  /** For reading what was committed, without waiting for a transaction that is under way. */
  reads: Db;
  needIndex: NeedIndex;
  mail: Mailer;
  plans: Plans;
  /** null where nothing is sold. */
  payments: Payments | null;
};

/** ... and with the click store, and the domains that short links live on. */
export type ClickCtx = Ctx & { analytics: Analytics; domains: Domains };

/** What is known of a destination before anybody goes there. */
export type Inspection = {
  /** Why no link may lead there, in a sentence; null where one may. */
  refusal: string | null;
  /** What is unusual about it: `raw_ip`, `credentials`, `look_alike`, `shortener`. */
  flags: string[];
};

/** What is known of visitors beside what they send. */
export type VisitorSources = {
  geo: Pick<Geo, "place" | "network">;
  readAgent: ReadAgent;
  /** Keyed into what a visitor's share is worked out of, so that nobody can choose one. */
  secret: string;
};

/** Lines of one request, the first of which is its line `first`; each is a link to make. */
export type LinesToCreate = { actor: Actor; requestId: string; first: number; lines: StreamLine[] };

/** ... and with the redirect's memory of links, and the lists of destinations that nobody shall be led to. */
export type LinkCtx = ClickCtx & {
  /** Called after every write to a link, before it is answered: the redirect forgets what it knew of the address. */
  forgetLink(domainId: string, slugKey: string): void;
  /** Called after every write to a domain, once `domains` has it: the redirect forgets every address. */
  forgetDomains(): void;
  /** Looks at the domain's own server and DNS for what only its owner can have put there. Waits for others for up to 15 s. */
  prove(domain: { host: string; token: string }): Promise<DomainProof>;
  inspect(url: string): Inspection;
  /** Where `inspect` knows it from, and Google Web Risk. */
  threats: Omit<Threats, "inspect">;
  /** What limits are counted in: by all nodes together where there is Redis. */
  windows: Windows;
  /** For made-up visitors: what the redirect asks of real ones. */
  visitors: VisitorSources;
  /**
   * Makes links in a thread of its own, and gives back a line of JSON for each; batches of one request are written in the order in which
   * they come. null where the database is a server, to which others give the work.
   */
  createInThread: ((batch: LinesToCreate) => Promise<Uint8Array<ArrayBuffer>>) | null;
};
