import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PaidPlan } from "@visoli/contract/billing";
import type { PlanTable } from "@visoli/contract/plan";
import type { z } from "zod";
import { EnvironmentSchema } from "./config-environment.ts";
import type { Fault } from "./lib/faults.ts";
import { SECOND_MS } from "./lib/time.ts";

type Environment = z.infer<typeof EnvironmentSchema>;

export type DatabaseConfig = { kind: "sqlite"; file: string } | { kind: "postgres"; url: string };
export type ClickHouseConfig = { kind: "embedded"; path: string } | { kind: "server"; url: string };
export type Role = Environment["ROLE"];
export type OAuthClient = { id: string; secret: string };
/** How people come in, beside email and password. */
export type SignInConfig = {
  /** Who may make an account: everybody, who is invited, nobody. */
  registration: "open" | "invitation" | "closed";
  google: OAuthClient | null;
  github: OAuthClient | null;
  oidc: (OAuthClient & { issuer: string; name: string }) | null;
};
export type MailConfig = {
  smtp: { url: string; from: string } | null;
  /** Where each mail is also written to, for development; null for nowhere. */
  previewFolder: string | null;
};
export type StripeConfig = {
  secretKey: string;
  webhookSecret: string;
  /** Ids of monthly prices: the one that is sold, then those that were. */
  prices: Readonly<Record<PaidPlan, readonly string[]>>;
  url: string;
};
/** Whose X-Forwarded-For is believed. */
export type TrustConfig = Environment["TRUST_PROXY"];

export type Config = {
  host: string;
  port: number;
  dataDir: string;
  /** Origin of the short links, without a trailing slash. */
  publicUrl: string;
  /** Host (and port, where it is not the scheme's own) of the short links. */
  domain: string;
  database: DatabaseConfig;
  clickhouse: ClickHouseConfig;
  trust: TrustConfig;
  geo: { cityFile?: string | undefined; asnFile?: string | undefined };
  /** How often the journal is forced onto the disk; 0 is before every answer. */
  journalFsyncMs: number;
  /** How much of the journal may wait on the disk; null leaves a part of the disk to others. */
  journalMaxBytes: number | null;
  /** Within it, the same visitor's next click on the same link is a duplicate; 0 where none ever is. */
  duplicateWindowMs: number;
  /** How long single clicks are kept; null is for ever. */
  clickRetentionDays: number | null;
  /** Single clicks go once they are older than their workspace's plan looks back. */
  isRetentionByPlan: boolean;
  /** How many links and how many unknown slugs are kept in memory. */
  linkCacheSize: number;
  /** Files of harmful destinations, and folders of such files. */
  abuseLists: string[];
  /** null where no key for Google Web Risk is set. */
  webRisk: { key: string; url: string } | null;
  /** null where only keys make links. */
  publicShortening: { linkDays: number } | null;
  /** Whether webhooks may lead into private networks. */
  arePrivateWebhooksAllowed: boolean;
  /** What this process does of the service's work. */
  role: Role;
  /** Whether people administer the service only with a second factor. */
  isAdminFactorRequired: boolean;
  mail: MailConfig;
  signIn: SignInConfig;
  /** What workspaces may do, by the name of their plan. */
  plans: PlanTable;
  /** The plan of workspaces that were given none. */
  defaultPlan: string;
  billing: "off" | "stripe";
  /** null where nothing is sold. */
  stripe: StripeConfig | null;
  /** How often a key may ask in a minute, on plans without a limit of their own; null is without end. */
  apiRateLimit: number | null;
  /** What limits are counted in, by all nodes together; null where each counts for itself. */
  redisUrl: string | null;
  logLevel: "debug" | "info" | "warn" | "error";
  /** Where a test ends the process. */
  fault: Fault | null;
};

/** One or more settings are wrong; the message names each. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

const SECRETS = [
  "DATABASE_URL",
  "CLICKHOUSE_URL",
  "WEB_RISK_KEY",
  "SMTP_URL",
  "REDIS_URL",
  "GOOGLE_CLIENT_SECRET",
  "GITHUB_CLIENT_SECRET",
  "OIDC_CLIENT_SECRET",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
];
/** Settings that say something only together. */
const TOGETHER = [
  ["SMTP_URL", "MAIL_FROM"],
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
];

const STRIPE = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PRICE_PRO", "STRIPE_PRICE_ENTERPRISE"];

/** Reads and checks all settings at once. @throws ConfigError naming every faulty one */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const faults = faultsOf(environment);
  const values = withSecretFiles(environment, faults);
  faults.push(...halves(values), ...stripeFaults(values), ...roleFaults(values));
  const parsed = EnvironmentSchema.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) faults.push(`${issue.path.join(".")}: ${issue.message}`);
  const { DEFAULT_PLAN: plan, PLANS_FILE: plans } = parsed.data ?? {};
  if (plan !== undefined && plans && !Object.hasOwn(plans, plan))
    faults.push(`DEFAULT_PLAN: must be one of ${Object.keys(plans).join(", ")}`);
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults.join("\n"));
  return toConfig(parsed.data);
}

/** For tests alone: nobody shall end a service in use by a variable. */
function faultsOf(environment: Record<string, string | undefined>): string[] {
  const isRefused = environment.FAULT_AT && environment.NODE_ENV !== "test";
  return isRefused ? ["FAULT_AT: is for tests, with NODE_ENV=test"] : [];
}

function halves(values: Record<string, string | undefined>): string[] {
  return TOGETHER.flatMap((names) => {
    const set = names.filter((name) => values[name] !== undefined);
    const missing = names.filter((name) => values[name] === undefined);
    return set.length === 0 ? [] : missing.map((name) => `${name}: must be set, too, where ${set[0]} is`);
  });
}

/** Keys without BILLING are a slip as well; who switches billing off for a while says so. */
function stripeFaults(values: Record<string, string | undefined>): string[] {
  const { BILLING: billing } = values;
  const set = STRIPE.filter((name) => values[name] !== undefined);
  if (billing === undefined && set.length > 0) return [`BILLING: must be set, too, where ${set[0]} is`];
  if (billing !== "stripe") return [];
  const missing = STRIPE.filter((name) => values[name] === undefined);
  const idsOf = (name: string) => values[name]?.split(",").map((id) => id.trim()) ?? [];
  const isTwice = idsOf("STRIPE_PRICE_PRO").some((id) => idsOf("STRIPE_PRICE_ENTERPRISE").includes(id));
  return [
    ...missing.map((name) => `${name}: must be set where BILLING is stripe`),
    ...(isTwice ? ["STRIPE_PRICE_ENTERPRISE: must have no price of STRIPE_PRICE_PRO"] : []),
  ];
}

/** Processes that share the work share what it is done on: nothing of it is in the folder of one of them. */
function roleFaults(values: Record<string, string | undefined>): string[] {
  const { ROLE: role } = values;
  if (role === undefined || role === "all") return [];
  const missing = ["DATABASE_URL", "CLICKHOUSE_URL", "REDIS_URL"].filter(
    (name) => values[name] === undefined,
  );
  return missing.map((name) => `${name}: must be set where ROLE is ${role}`);
}

function toConfig(env: Environment): Config {
  const dataDir = resolve(env.DATA_DIR);
  const publicUrl = new URL(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`);
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir,
    publicUrl: publicUrl.origin,
    domain: publicUrl.host,
    database: env.DATABASE_URL
      ? { kind: "postgres", url: env.DATABASE_URL }
      : { kind: "sqlite", file: join(dataDir, "visoli.db") },
    clickhouse: env.CLICKHOUSE_URL
      ? { kind: "server", url: env.CLICKHOUSE_URL }
      : { kind: "embedded", path: join(dataDir, "clickhouse") },
    trust: env.TRUST_PROXY,
    geo: { cityFile: env.GEO_CITY_FILE, asnFile: env.GEO_ASN_FILE },
    journalFsyncMs: env.JOURNAL_FSYNC_MS,
    journalMaxBytes: env.JOURNAL_MAX_BYTES ?? null,
    duplicateWindowMs: env.DUPLICATE_WINDOW_S * SECOND_MS,
    clickRetentionDays: typeof env.CLICK_RETENTION_DAYS === "number" ? env.CLICK_RETENTION_DAYS : null,
    isRetentionByPlan: env.CLICK_RETENTION_DAYS === "plan",
    linkCacheSize: env.LINK_CACHE_SIZE,
    abuseLists: env.ABUSE_LISTS,
    webRisk: env.WEB_RISK_KEY ? { key: env.WEB_RISK_KEY, url: new URL(env.WEB_RISK_URL).origin } : null,
    publicShortening: env.PUBLIC_SHORTENING === "on" ? { linkDays: env.PUBLIC_LINK_DAYS } : null,
    arePrivateWebhooksAllowed: env.PRIVATE_WEBHOOKS === "on",
    role: env.ROLE,
    isAdminFactorRequired: env.ADMIN_SECOND_FACTOR === "required",
    mail: {
      smtp: env.SMTP_URL && env.MAIL_FROM ? { url: env.SMTP_URL, from: env.MAIL_FROM } : null,
      previewFolder: env.MAIL_PREVIEW === "on" ? join(dataDir, "mail") : null,
    },
    plans: env.PLANS_FILE,
    defaultPlan: env.DEFAULT_PLAN ?? (env.BILLING === "stripe" ? "free" : "unlimited"),
    billing: env.BILLING,
    stripe: toStripe(env),
    apiRateLimit: env.API_RATE_LIMIT ?? null,
    redisUrl: env.REDIS_URL ?? null,
    signIn: toSignIn(env),
    logLevel: env.LOG_LEVEL,
    fault: env.FAULT_AT,
  };
}

function toStripe(env: Environment): StripeConfig | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = env;
  if (env.BILLING !== "stripe" || !secretKey || !webhookSecret) return null;
  const prices = { pro: env.STRIPE_PRICE_PRO ?? [], enterprise: env.STRIPE_PRICE_ENTERPRISE ?? [] };
  return { secretKey, webhookSecret, prices, url: env.STRIPE_API_URL };
}

function toSignIn(env: Environment): SignInConfig {
  const client = (id?: string, secret?: string) => (id && secret ? { id, secret } : null);
  const oidc = client(env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET);
  return {
    registration: env.REGISTRATION,
    google: client(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET),
    github: client(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET),
    oidc: oidc && env.OIDC_ISSUER ? { ...oidc, issuer: env.OIDC_ISSUER, name: env.OIDC_NAME } : null,
  };
}

/** Empty is unset; a secret X may come from the file that X_FILE names, but not from both. */
function withSecretFiles(environment: Record<string, string | undefined>, faults: string[]) {
  const values = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  for (const name of SECRETS) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    if (values[name] !== undefined) faults.push(`${name}: set it or ${name}_FILE, not both`);
    try {
      values[name] = readFileSync(file, "utf8").trim();
    } catch {
      faults.push(`${name}_FILE: the file cannot be read`);
    }
  }
  return values;
}
