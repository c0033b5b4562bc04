import { accessSync, constants, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { type Cidr, parseCidr } from "./lib/address.ts";
import { FAULT_POINTS, type Fault, type FaultPoint } from "./lib/faults.ts";
import { SECOND_MS } from "./lib/time.ts";

export type DatabaseConfig = { kind: "sqlite"; file: string } | { kind: "postgres"; url: string };
export type ClickHouseConfig = { kind: "embedded"; path: string } | { kind: "server"; url: string };
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
  logLevel: "debug" | "info" | "warn" | "error";
  /** Where a test ends the process. */
  fault: Fault | null;
};

/** One or more settings are wrong; the message names each. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

const SECRETS = ["DATABASE_URL", "CLICKHOUSE_URL", "WEB_RISK_KEY"];

const positiveInteger = (max: number, fallback: number) =>
  z.coerce.number().int().min(1).max(max).default(fallback);
const urlOf = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => protocols.includes(URL.parse(text)?.protocol ?? ""),
      `must be a URL that starts with ${protocols.join("// or ")}//`,
    );

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
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  FAULT_AT: z.string().optional().transform(readFault),
});

/** Reads and checks all settings at once. @throws ConfigError naming every faulty one */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const faults = faultsOf(environment);
  const parsed = EnvironmentSchema.safeParse(withSecretFiles(environment, faults));
  for (const issue of parsed.error?.issues ?? []) faults.push(`${issue.path.join(".")}: ${issue.message}`);
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults.join("\n"));
  return toConfig(parsed.data);
}

/** For tests alone: nobody shall end a service in use by a variable. */
function faultsOf(environment: Record<string, string | undefined>): string[] {
  const isRefused = environment.FAULT_AT && environment.NODE_ENV !== "test";
  return isRefused ? ["FAULT_AT: is for tests, with NODE_ENV=test"] : [];
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
    logLevel: env.LOG_LEVEL,
    fault: env.FAULT_AT,
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
