import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DEFAULT_PLANS } from "@visoli/contract/plan";
import { temporaryFolder } from "../../../test/engines.ts";
import { ConfigError, readConfig } from "./config.ts";

/** What the settings are refused with, a line each; none where they are taken. */
function faults(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return String((error as Error).message).split("\n");
  }
}

function secretFile(content: string): string {
  const path = join(temporaryFolder(), "secret");
  writeFileSync(path, content);
  return path;
}

test("without settings it serves on port 3000 with everything under ./data", () => {
  expect(readConfig({})).toEqual({
    host: "0.0.0.0",
    port: 3_000,
    dataDir: resolve("data"),
    publicUrl: "http://localhost:3000",
    domain: "localhost:3000",
    database: { kind: "sqlite", file: resolve("data/visoli.db") },
    clickhouse: { kind: "embedded", path: resolve("data/clickhouse") },
    trust: { kind: "none" },
    geo: { cityFile: undefined, asnFile: undefined },
    journalFsyncMs: 1_000,
    journalMaxBytes: null,
    duplicateWindowMs: 0,
    clickRetentionDays: null,
    isRetentionByPlan: false,
    linkCacheSize: 200_000,
    abuseLists: [],
    webRisk: null,
    publicShortening: null,
    arePrivateWebhooksAllowed: false,
    role: "all",
    isAdminFactorRequired: true,
    mail: { smtp: null, previewFolder: null },
    signIn: { registration: "invitation", google: null, github: null, oidc: null },
    plans: DEFAULT_PLANS,
    defaultPlan: "unlimited",
    billing: "off",
    apiRateLimit: null,
    redisUrl: null,
    stripe: null,
    logLevel: "info",
    fault: null,
  });
});

test("an empty setting is unset", () => {
  const names = [
    "HOST",
    "PORT",
    "DATA_DIR",
    "PUBLIC_URL",
    "DATABASE_URL",
    "DATABASE_URL_FILE",
    "CLICKHOUSE_URL",
  ];
  const rest = [
    "TRUST_PROXY",
    "GEO_CITY_FILE",
    "JOURNAL_FSYNC_MS",
    "JOURNAL_MAX_BYTES",
    "LINK_CACHE_SIZE",
    "LOG_LEVEL",
  ];
  const empty = Object.fromEntries([...names, ...rest].map((name) => [name, ""]));
  expect(readConfig(empty)).toEqual(readConfig({}));
});

test("the public URL follows the port, or is the origin it is set to", () => {
  expect(readConfig({ PORT: "8080" })).toMatchObject({
    publicUrl: "http://localhost:8080",
    domain: "localhost:8080",
  });
  const set = readConfig({ PUBLIC_URL: "https://Go.Example.com:443/" });
  expect(set).toMatchObject({ publicUrl: "https://go.example.com", domain: "go.example.com" });
});

const WRONG: Record<string, string[]> = {
  DATA_DIR: ["/var/lib/{visoli}", "data*", "what?"],
  PORT: ["0", "65536", "-1", "80.5", "http", "3000;"],
  PUBLIC_URL: [
    "go.example.com",
    "ftp://a.b",
    "https://a.b/path",
    "https://a.b/?q",
    "https://a.b/#x",
    "https://u:p@a.b",
  ],
  DATABASE_URL: ["mysql://a/b", "file.db", "postgres"],
  CLICKHOUSE_URL: ["tcp://a:9000", "localhost:8123"],
  TRUST_PROXY: ["yes", "-1", "10.0.0.0/33", "10.0.0.0/8,", "::1/129", "100", "1.5", "10/8", "0x10"],
  DUPLICATE_WINDOW_S: ["-1", "86401", "0.5", "long"],
  JOURNAL_FSYNC_MS: ["-1", "60001", "1.5", "soon"],
  JOURNAL_MAX_BYTES: ["0", "1000", "10GB", "-1", "1e30"],
  FAULT_AT: ["ingest", "ingest.inserted", "ingest.inserted:0", "nowhere:1", "journal.written:1"],
  LINK_CACHE_SIZE: ["0", "-5", "many", "100000001"],
  LOG_LEVEL: ["loud", "INFO"],
  REGISTRATION: ["yes", "OPEN"],
  MAIL_PREVIEW: ["true"],
};

test("every wrong setting is refused by its name", () => {
  for (const [name, values] of Object.entries(WRONG)) {
    for (const value of values) {
      const said = faults({ [name]: value });
      expect([name, value, said.length > 0]).toEqual([name, value, true]);
      for (const line of said) expect(line).toStartWith(`${name}: `);
    }
  }
});

test("all wrong settings are named at once, those of files too", () => {
  const environment = Object.fromEntries(Object.entries(WRONG).map(([name, [value = ""]]) => [name, value]));
  const said = faults({ ...environment, CLICKHOUSE_URL_FILE: "/nowhere/at/all" });
  const names = new Set(said.map((line) => line.slice(0, line.indexOf(":"))));
  expect([...names].sort()).toEqual([...Object.keys(WRONG), "CLICKHOUSE_URL_FILE"].sort());
});

test("a secret may come from a file, without the line's end", () => {
  const file = secretFile("postgres://me:secret@db/visoli\n");
  expect(readConfig({ DATABASE_URL_FILE: file }).database).toEqual({
    kind: "postgres",
    url: "postgres://me:secret@db/visoli",
  });
});

test("a secret set twice, in a file that isn't there, is empty or wrong refuses to start", () => {
  const url = "postgres://db/visoli";
  expect(faults({ DATABASE_URL: url, DATABASE_URL_FILE: secretFile(url) })).toEqual([
    "DATABASE_URL: set it or DATABASE_URL_FILE, not both",
  ]);
  expect(faults({ DATABASE_URL_FILE: "/nowhere/at/all" })).toEqual([
    "DATABASE_URL_FILE: the file cannot be read",
  ]);
  for (const content of ["", "\n", "mysql://db"]) {
    expect(faults({ DATABASE_URL_FILE: secretFile(content) })[0]).toStartWith("DATABASE_URL: ");
  }
});

test("a secret that is refused is not repeated in the message", () => {
  const said = faults({
    DATABASE_URL: "mysql://me:hunter2@db",
    CLICKHOUSE_URL_FILE: secretFile("tcp://x:hunter2@ch"),
  });
  expect(said.join()).not.toContain("hunter2");
  expect(said).toHaveLength(2);
});

test("a place to end the process at is taken from tests alone", () => {
  const FAULT_AT = "ingest.inserted:2";
  expect(readConfig({ FAULT_AT, NODE_ENV: "test" }).fault).toEqual({ point: "ingest.inserted", count: 2 });
  for (const NODE_ENV of ["production", "", "development"])
    expect(faults({ FAULT_AT, NODE_ENV })).toEqual(["FAULT_AT: is for tests, with NODE_ENV=test"]);
  expect(faults({ FAULT_AT: "nowhere:1", NODE_ENV: "test" })).toHaveLength(1);
});

test("proxies are trusted by number or by range", () => {
  expect(readConfig({ TRUST_PROXY: "0" }).trust).toEqual({ kind: "none" });
  expect(readConfig({ TRUST_PROXY: "2" }).trust).toEqual({ kind: "hops", hops: 2 });
  expect(readConfig({ TRUST_PROXY: "10.0.0.0/8, fd00::/8,127.0.0.1" }).trust).toMatchObject({
    kind: "ranges",
  });
});

test("lists of harmful destinations must be there to be read", () => {
  const [one, other] = [secretFile("bad.example"), temporaryFolder()];
  expect(readConfig({ ABUSE_LISTS: ` ${one}, ${other},` }).abuseLists).toEqual([one, other]);
  expect(faults({ ABUSE_LISTS: `${one},/nowhere/at/all` })).toEqual([
    "ABUSE_LISTS: /nowhere/at/all cannot be read",
  ]);
});

test("Web Risk is asked where a key is set, by variable or by file", () => {
  const url = "https://webrisk.googleapis.com";
  expect(readConfig({ WEB_RISK_KEY_FILE: secretFile("the-key\n") }).webRisk).toEqual({ key: "the-key", url });
  expect(readConfig({ WEB_RISK_KEY: "k", WEB_RISK_URL: "http://127.0.0.1:9/" }).webRisk).toEqual({
    key: "k",
    url: "http://127.0.0.1:9",
  });
  expect(faults({ WEB_RISK_URL: "https://example.com/path" })[0]).toStartWith("WEB_RISK_URL: ");
});

test("anybody makes links only where that is switched on", () => {
  expect(readConfig({ PUBLIC_LINK_DAYS: "7" }).publicShortening).toBeNull();
  expect(readConfig({ PUBLIC_SHORTENING: "on" }).publicShortening).toEqual({ linkDays: 30 });
  expect(readConfig({ PUBLIC_SHORTENING: "on", PUBLIC_LINK_DAYS: "7" }).publicShortening).toEqual({
    linkDays: 7,
  });
  expect(faults({ PUBLIC_SHORTENING: "yes", PUBLIC_LINK_DAYS: "0" })).toHaveLength(2);
});

function plansFile(content: unknown): string {
  const path = join(temporaryFolder(), "plans.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

test("a file of plans changes them field by field, and adds new ones whole", () => {
  const team = { ...DEFAULT_PLANS.pro, members: 10 };
  const PLANS_FILE = plansFile({ pro: { members: 5, linksPerMonth: null }, team });
  const { plans, defaultPlan } = readConfig({ PLANS_FILE, DEFAULT_PLAN: "team" });
  expect(plans).toEqual({
    ...DEFAULT_PLANS,
    pro: { ...DEFAULT_PLANS.pro, members: 5, linksPerMonth: null },
    team,
  });
  expect(Object.keys(plans)).toEqual(["free", "pro", "enterprise", "unlimited", "team"]);
  expect(defaultPlan).toBe("team");
});

test("what is wrong with it is said by name, all at once", () => {
  expect(faults({ PLANS_FILE: "/nowhere" })).toEqual(["PLANS_FILE: the file /nowhere cannot be read"]);
  expect(faults({ PLANS_FILE: plansFile("{") })).toEqual(["PLANS_FILE: the file is not JSON"]);
  expect(faults({ PLANS_FILE: plansFile([]) })).toHaveLength(1);
  const wrong = { pro: { members: -1, clicks: 5, statistics: "all" }, team: { members: 5 }, "A B": {} };
  const said = faults({ PLANS_FILE: plansFile(wrong) }).join("\n");
  for (const place of ["pro.members", "pro.statistics", "pro", "A B"])
    expect(said).toContain(`PLANS_FILE: ${place}: `);
  expect(faults({ PLANS_FILE: plansFile({ team: { members: 5 } }) }).join("\n")).toContain(
    "team.linksPerMonth",
  );
});

test("the default must be a plan that there is", () => {
  expect(faults({ DEFAULT_PLAN: "gold" })).toEqual([
    "DEFAULT_PLAN: must be one of free, pro, enterprise, unlimited",
  ]);
  expect(faults({ DEFAULT_PLAN: "toString" })).toHaveLength(1);
  expect(faults({ BILLING: "paypal", REDIS_URL: "http://a", API_RATE_LIMIT: "0" })).toHaveLength(3);
});

const STRIPE = {
  BILLING: "stripe",
  STRIPE_SECRET_KEY: "sk_test_1",
  STRIPE_WEBHOOK_SECRET: "whsec_1",
  STRIPE_PRICE_PRO: "price_1Pro, price_1Old",
  STRIPE_PRICE_ENTERPRISE: "price_1Big",
};

test("Stripe sells plans, and whoever pays nothing has the free one", () => {
  const { STRIPE_SECRET_KEY: _, ...rest } = STRIPE;
  const { billing, stripe, defaultPlan } = readConfig({
    ...rest,
    STRIPE_SECRET_KEY_FILE: secretFile("sk_2\n"),
  });
  expect([billing, defaultPlan]).toEqual(["stripe", "free"]);
  expect(stripe).toEqual({
    ...{ secretKey: "sk_2", webhookSecret: "whsec_1", url: "https://api.stripe.com" },
    prices: { pro: ["price_1Pro", "price_1Old"], enterprise: ["price_1Big"] },
  });
  expect(readConfig({ ...STRIPE, DEFAULT_PLAN: "pro" }).defaultPlan).toBe("pro");
  expect(readConfig({ ...STRIPE, BILLING: "off" })).toMatchObject({ stripe: null, defaultPlan: "unlimited" });
});

test("half of Stripe is refused, and what lacks is named", () => {
  const names = Object.keys(STRIPE).slice(1);
  expect(faults({ BILLING: "stripe" })).toEqual(
    names.map((name) => `${name}: must be set where BILLING is stripe`),
  );
  for (const name of names)
    expect(faults({ ...STRIPE, [name]: "" })).toEqual([`${name}: must be set where BILLING is stripe`]);
  expect(faults({ STRIPE_SECRET_KEY: "sk_test_1" })).toEqual([
    "BILLING: must be set, too, where STRIPE_SECRET_KEY is",
  ]);
  expect(
    faults({ ...STRIPE, STRIPE_PRICE_PRO: "prod_1", STRIPE_API_URL: "https://a.example/v1" }),
  ).toHaveLength(2);
  expect(faults({ ...STRIPE, STRIPE_PRICE_ENTERPRISE: "price_1Old" })).toEqual([
    "STRIPE_PRICE_ENTERPRISE: must have no price of STRIPE_PRICE_PRO",
  ]);
});

test("mail and ways to sign in elsewhere are set whole or not at all, secrets by files too", () => {
  const wholes: Record<string, string>[] = [
    { SMTP_URL: "smtp://user:secret@mail.example:587", MAIL_FROM: "Visoli <no-reply@links.example>" },
    { GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "secret" },
    { GITHUB_CLIENT_ID: "id", GITHUB_CLIENT_SECRET: "secret" },
    { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "id", OIDC_CLIENT_SECRET: "secret" },
  ];
  for (const whole of wholes) {
    expect([whole, faults(whole)]).toEqual([whole, []]);
    for (const name of Object.keys(whole)) {
      const { [name]: _, ...half } = whole;
      const said = faults(half);
      expect([name, said.length, said[0]?.startsWith(`${name}: must be set, too`)]).toEqual([name, 1, true]);
    }
  }
  expect(
    faults({ SMTP_URL: "http://a", MAIL_FROM: "not an address" }).map((line) => line.split(":")[0]),
  ).toEqual(["SMTP_URL", "MAIL_FROM"]);
  const byFile = readConfig({ GITHUB_CLIENT_ID: "id", GITHUB_CLIENT_SECRET_FILE: secretFile("secret\n") });
  expect(byFile.signIn.github).toEqual({ id: "id", secret: "secret" });
});

test("a role by itself needs what all processes share, wherever it comes from", () => {
  const shared = { DATABASE_URL: "postgres://h/v", CLICKHOUSE_URL: "http://h:8123/v" };
  const file = secretFile("redis://h:6379\n");
  expect(readConfig({ ...shared, REDIS_URL_FILE: file, ROLE: "worker" }).role).toBe("worker");
  expect(readConfig({ ROLE: "all" }).role).toBe("all");
  for (const role of ["redirect", "api", "worker"]) {
    expect(() => readConfig({ ROLE: role })).toThrow(
      /DATABASE_URL: .*\nCLICKHOUSE_URL: .*\nREDIS_URL: must be set where/,
    );
    expect(() => readConfig({ ROLE: role, ...shared })).toThrow(
      `REDIS_URL: must be set where ROLE is ${role}`,
    );
  }
  expect(() => readConfig({ ROLE: "everything" })).toThrow("ROLE: ");
});
