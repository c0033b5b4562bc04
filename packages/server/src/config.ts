import { accessSync, constants, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PaidPlan } from "@visoli/contract/billing";
import { DEFAULT_PLANS, type PlanTable } from "@visoli/contract/plan";
import { mergePlans } from "@visoli/contract/plans-file";
import { z } from "zod";
import { type Cidr, parseCidr } from "./lib/address.ts";
import { FAULT_POINTS, type Fault, type FaultPoint } from "./lib/faults.ts";
import { SECOND_MS } from "./lib/time.ts";

export type DatabaseConfig = { kind: "sqlite"; file: string } | { kind: "postgres"; url: string };
export type ClickHouseConfig = { kind: "embedded"; path: string } | { kind: "server"; url: string };
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
export type TrustConfig =
  | { kind: "none" }
  | { kind: "hops"; hops: number }
  | { kind: "ranges"; ranges: Cidr[] };

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

const positiveInteger = (max: number, fallback: number) =>
  z.coerce.number().int().min(1).max(max).default(fallback);
const urlOf = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => protocols.includes(URL.parse(text)?.protocol ?? ""),
      `must be a URL that starts with ${protocols.join("// or ")}//`,
    );

const stripePrices = z
  .string()
  .transform((ids) => ids.split(",").map((id) => id.trim()))
  .refine(
    (ids) => ids.every((id) => /^price_\w{1,200}$/.test(id)),
    "must be ids of prices such as price_1Abc, with commas between",
  )
  .optional();

const EnvironmentSchema = z.object({
  HOST: z.string().default("0.0.0.0"),
  PORT: positiveInteger(65_535, 3_000),
  // The embedded engine is given paths below it, and takes these for patterns.
  DATA_DIR: z
    .string()
    .refine((path) => !/[*?{}]/.test(resolve(path)), "must not be a path with any of * ? { }")
    .default("./data"),
  PUBLIC_URL: urlOf("http:", "https:")
    .refine((text) => isOrigin(text), "must be an origin such as https://go.example.com, without a path")
    .optional(),
  DATABASE_URL: urlOf("postgres:", "postgresql:").optional(),
  CLICKHOUSE_URL: urlOf("http:", "https:").optional(),
  TRUST_PROXY: z.string().default("0").transform(readTrust),
  GEO_CITY_FILE: z.string().optional(),
  GEO_ASN_FILE: z.string().optional(),
  JOURNAL_FSYNC_MS: z.coerce.number().int().min(0).max(60_000).default(1_000),
  JOURNAL_MAX_BYTES: z.coerce.number().int().min(1_048_576).max(Number.MAX_SAFE_INTEGER).optional(),
  DUPLICATE_WINDOW_S: z.coerce.number().int().min(0).max(86_400).default(0),
  CLICK_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  LINK_CACHE_SIZE: positiveInteger(100_000_000, 200_000),
  ABUSE_LISTS: z.string().default("").transform(readPaths),
  WEB_RISK_KEY: z.string().optional(),
  WEB_RISK_URL: urlOf("http:", "https:")
    .refine(
      (text) => isOrigin(text),
      "must be an origin such as https://webrisk.googleapis.com, without a path",
    )
    .default("https://webrisk.googleapis.com"),
  PUBLIC_SHORTENING: z.enum(["off", "on"]).default("off"),
  PUBLIC_LINK_DAYS: positiveInteger(3_650, 30),
  PRIVATE_WEBHOOKS: z.enum(["off", "on"]).default("off"),
  SMTP_URL: urlOf("smtp:", "smtps:").optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^\p{Cc}<>]* <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
      "must be an address, or NAME <ADDRESS>",
    )
    .optional(),
  REGISTRATION: z.enum(["open", "invitation", "closed"]).default("invitation"),
  ...{ GOOGLE_CLIENT_ID: z.string().optional(), GOOGLE_CLIENT_SECRET: z.string().optional() },
  ...{ GITHUB_CLIENT_ID: z.string().optional(), GITHUB_CLIENT_SECRET: z.string().optional() },
  ...{ OIDC_CLIENT_ID: z.string().optional(), OIDC_CLIENT_SECRET: z.string().optional() },
  OIDC_ISSUER: urlOf("http:", "https:").optional(),
  OIDC_NAME: z.string().max(50).default("Single sign-on"),
  MAIL_PREVIEW: z.enum(["off", "on"]).default("off"),
  PLANS_FILE: z.string().optional().transform(readPlans),
  DEFAULT_PLAN: z.string().optional(),
  BILLING: z.enum(["off", "stripe"]).default("off"),
  ...{ STRIPE_SECRET_KEY: z.string().optional(), STRIPE_WEBHOOK_SECRET: z.string().optional() },
  ...{ STRIPE_PRICE_PRO: stripePrices, STRIPE_PRICE_ENTERPRISE: stripePrices },
  STRIPE_API_URL: urlOf("http:", "https:")
    .refine((text) => isOrigin(text), "must be an origin such as https://api.stripe.com, without a path")
    .default("https://api.stripe.com"),
  API_RATE_LIMIT: z.coerce.number().int().min(1).max(1_000_000_000).optional(),
  REDIS_URL: urlOf("redis:", "rediss:").optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  FAULT_AT: z.string().optional().transform(readFault),
});

/** Reads and checks all settings at once. @throws ConfigError naming every faulty one */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const faults = faultsOf(environment);
  const values = withSecretFiles(environment, faults);
  faults.push(...halves(values), ...stripeFaults(values));
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

function toConfig(env: z.infer<typeof EnvironmentSchema>): Config {
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
    clickRetentionDays: env.CLICK_RETENTION_DAYS ?? null,
    linkCacheSize: env.LINK_CACHE_SIZE,
    abuseLists: env.ABUSE_LISTS,
    webRisk: env.WEB_RISK_KEY ? { key: env.WEB_RISK_KEY, url: new URL(env.WEB_RISK_URL).origin } : null,
    publicShortening: env.PUBLIC_SHORTENING === "on" ? { linkDays: env.PUBLIC_LINK_DAYS } : null,
    arePrivateWebhooksAllowed: env.PRIVATE_WEBHOOKS === "on",
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

function toStripe(env: z.infer<typeof EnvironmentSchema>): StripeConfig | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = env;
  if (env.BILLING !== "stripe" || !secretKey || !webhookSecret) return null;
  const prices = { pro: env.STRIPE_PRICE_PRO ?? [], enterprise: env.STRIPE_PRICE_ENTERPRISE ?? [] };
  return { secretKey, webhookSecret, prices, url: env.STRIPE_API_URL };
}

function toSignIn(env: z.infer<typeof EnvironmentSchema>): SignInConfig {
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

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.pathname === "/" && url.search + url.hash + url.username === "";
}

function readPaths(text: string, issues: z.RefinementCtx): string[] {
  const paths = text.split(",").flatMap((path) => (path.trim() === "" ? [] : resolve(path.trim())));
  for (const path of paths) {
    try {
      accessSync(path, constants.R_OK);
    } catch {
      issues.addIssue(`${path} cannot be read`);
    }
  }
  return paths;
}

function readPlans(path: string | undefined, issues: z.RefinementCtx): PlanTable {
  if (path === undefined) return DEFAULT_PLANS;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    issues.addIssue(`the file ${path} cannot be read`);
    return DEFAULT_PLANS;
  }
  const file = parseJson(text);
  const merged = file === undefined ? { faults: ["the file is not JSON"] } : mergePlans(file);
  if ("plans" in merged) return merged.plans;
  for (const fault of merged.faults) issues.addIssue(fault);
  return DEFAULT_PLANS;
}

/** undefined where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readTrust(text: string, issues: z.RefinementCtx): TrustConfig {
  if (/^\d{1,2}$/.test(text)) return text === "0" ? { kind: "none" } : { kind: "hops", hops: Number(text) };
  const ranges: Cidr[] = [];
  for (const part of text.split(",")) {
    const range = parseCidr(part.trim());
    if (range) ranges.push(range);
    else
      issues.addIssue(
        `must be a number of proxies, or CIDR ranges such as 10.0.0.0/8; "${part.trim()}" is neither`,
      );
  }
  return { kind: "ranges", ranges };
}

function readFault(text: string | undefined, issues: z.RefinementCtx): Fault | null {
  if (text === undefined) return null;
  const [name, count] = text.split(":");
  const point: FaultPoint | undefined = FAULT_POINTS.find((each) => each === name);
  if (point && /^[1-9]\d{0,6}$/.test(count ?? "")) return { point, count: Number(count) };
  issues.addIssue(`must be one of ${FAULT_POINTS.join(", ")}, and how often it is passed: ingest.inserted:2`);
  return null;
}
