import { accessSync, constants, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULT_PLANS, type PlanTable } from "@visoli/contract/plan";
import { mergePlans } from "@visoli/contract/plans-file";
import { z } from "zod";
import { type Cidr, parseCidr } from "./lib/address.ts";
import { FAULT_POINTS, type Fault, type FaultPoint } from "./lib/faults.ts";

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

/** Whose X-Forwarded-For is believed. */
type Trust = { kind: "none" } | { kind: "hops"; hops: number } | { kind: "ranges"; ranges: Cidr[] };

/** Each setting by itself, as it is written in the environment. */
export const EnvironmentSchema = z.object({
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
  CLICK_RETENTION_DAYS: z.union([z.literal("plan"), z.coerce.number().int().min(1).max(36_500)]).optional(),
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
  ROLE: z.enum(["all", "redirect", "api", "worker"]).default("all"),
  ADMIN_SECOND_FACTOR: z.enum(["required", "off"]).default("required"),
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

function readTrust(text: string, issues: z.RefinementCtx): Trust {
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
