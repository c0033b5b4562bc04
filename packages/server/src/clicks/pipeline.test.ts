import { beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, UNKNOWN, visit } from "../../../../test/clicks.ts";
import type { Geo } from "../adapters/geo/geo.ts";
import { noNetwork } from "../adapters/geo/network.ts";
import { nowhere } from "../adapters/geo/place.ts";
import { reclassifyPartition } from "../analytics/class-rules.ts";
import { withNetworks } from "../analytics/networks.ts";
import type { Visit } from "../core/visit.ts";
import { agentReader } from "../lib/agent.ts";
import { createByteBuffer } from "../lib/byte-buffer.ts";
import { APPS, BROWSERS } from "../lib/people.fixture.ts";
import { BOT_AGENTS, PREVIEW_AGENTS } from "../lib/programs.fixture.ts";
import { createDuplicates } from "./duplicates.ts";
import { clickPipeline, writeClick } from "./pipeline.ts";
import { createSalts } from "./salts.ts";

const BERLIN = { continent: "EU", country: "DE", region: "Land Berlin", city: 'Berlin "Mitte"' };
const NETWORK = { asn: 64_500, name: "Network of\nExamples", domain: "example.net", type: "isp" };
const ADDRESS = "203.0.113.77";

/** Databases that know two addresses; what they say of a real one is tested with them. */
const geo: Geo = {
  place: (address) => (address === ADDRESS ? BERLIN : nowhere),
  network: (address) => (address === ADDRESS ? NETWORK : noNetwork),
  sources: { city: null, asn: null },
  close: () => {},
};
const steps = clickPipeline({
  ...{ geo, salts: createSalts(), readAgent: agentReader() },
  duplicates: createDuplicates(2_000),
});
function lineOf(visit: Visit): string {
  const row = createByteBuffer();
  writeClick(steps, visit, row);
  return new TextDecoder().decode(row.bytes());
}
const rowOf = (visit: Visit) => ({ ...UNKNOWN, ...JSON.parse(lineOf(visit)) });

const url = "https://example.com/?utm_source=mail&utm_medium=letter";
const visitOf = ({ link, ...part }: Parameters<typeof visit>[0] = {}): Visit =>
  visit({
    link: { slug: "spring", url, ...link },
    at: Date.UTC(2026, 0, 15),
    address: ADDRESS,
    agent: "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    referrer: "https://www.example.org/path?secret=1",
    acceptLanguage: "de-AT,de;q=0.9",
    query: "utm_source=short&x=1",
    ...part,
  });

test("a visit becomes its row", () => {
  const { nonce, visitor, ...row } = rowOf(visitOf());
  expect([nonce, visitor].every(Number.isSafeInteger)).toBe(true);
  expect(row).toEqual({
    ...{ workspace: "ws_1", link: "lnk_1", slug: "spring", at: Date.UTC(2026, 0, 15) },
    ...{ domain: "", trigger: "", rule: "", variant: "" },
    ...{ class: "human", bot: "", browser: "Firefox", os: "Linux", device: "desktop", device_model: "" },
    ...BERLIN,
    ...{ asn: 64_500, as_name: "Network of\nExamples", as_domain: "example.net", as_type: "isp" },
    ...{ referrer: "example.org", language: "de" },
    ...{ utm_source: "short", utm_medium: "letter", utm_campaign: "", utm_term: "", utm_content: "" },
  });
});

test("of a visit that tells nothing there is a whole row, too", () => {
  const silent = { address: "", agent: "", referrer: "", acceptLanguage: "", query: "" };
  const row = rowOf(visitOf({ ...silent, link: { url: "https://example.com" } }));
  const { nonce, visitor, at, ...rest } = row;
  const { nonce: _, visitor: __, at: ___, ...expected } = click({ slug: "spring" });
  expect(rest).toEqual({ ...expected, class: "bot", bot: "no user agent" });
});

test("of who wants to be left alone there is the count, and what many have in common", () => {
  const way = { trigger: "qr", rule: "Berlin", variant: "B" } as const;
  const phone =
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
  const query = "utm_content=ann@example.org&utm_source=short";
  const { nonce: _, ...row } = rowOf(visitOf({ ...way, agent: phone, query, isPrivate: true }));
  expect(row).toEqual({
    ...UNKNOWN,
    ...{ workspace: "ws_1", link: "lnk_1", slug: "spring", at: Date.UTC(2026, 0, 15), ...way },
    ...{ class: "human", browser: "Chrome", os: "Android", device: "mobile" },
    ...{ continent: "EU", country: "DE", referrer: "example.org", utm_source: "short", utm_medium: "letter" },
  });
});

test("who wants to be left alone is no duplicate, for nobody knows", () => {
  const classes = (isPrivate: boolean, at: number) =>
    [0, 1, 2].map((more) => rowOf(visitOf({ isPrivate, at: at + more })).class);
  expect(classes(true, 1_000_000)).toEqual(["human", "human", "human"]);
  expect(classes(false, 2_000_000)).toEqual(["human", "duplicate", "duplicate"]);
});

test("a domain, a trigger, a rule and a variant are recorded; of a plain link the line does not name them", () => {
  const way = { trigger: "qr", rule: 'Berlin "Mitte"', variant: "B" } as const;
  expect(rowOf(visitOf({ ...way, link: { domain: "dom_1" } }))).toMatchObject({ ...way, domain: "dom_1" });
  for (const name of ["domain", "trigger", "rule", "variant"])
    expect(lineOf(visitOf())).not.toContain(`"${name}"`);
});

test("an orphan visit has no link, and the path that was asked for, whatever it was", () => {
  const slug = '/x","workspace":"ws_2","y":"\\\n\0\ud83d😀';
  const link = { id: "", workspaceId: "", domain: 'a"b.example', slug, url: "" };
  const line = lineOf(visitOf({ trigger: "orphan", link }));
  expect(JSON.parse(line)).toMatchObject({ workspace: "", slug: slug.toWellFormed(), domain: 'a"b.example' });
  expect(JSON.parse(line)).toMatchObject({ trigger: "orphan", country: "DE", browser: "Firefox" });
  expect(JSON.parse(line)).not.toHaveProperty("link");
  const long = rowOf(visitOf({ trigger: "orphan", link: { ...link, slug: "x".repeat(5_000) } }));
  expect(long.slug).toBe("x".repeat(1_000));
});

test("no two clicks have the same nonce, and it fits the column", () => {
  const nonces = Array.from({ length: 2_000 }, () => rowOf(visitOf()).nonce);
  expect(new Set(nonces).size).toBe(2_000);
  expect(nonces.every((nonce) => nonce >= 0 && nonce < 2 ** 32)).toBe(true);
});

test("a link that changed is told from what it was", () => {
  expect(rowOf(visitOf({ query: "" })).utm_source).toBe("mail");
  const changed = { slug: "summer", url: "https://example.com/?utm_source=web" };
  expect(rowOf(visitOf({ query: "", link: changed }))).toMatchObject({ slug: "summer", utm_source: "web" });
});

/** Any text at all, half letters and control characters too, and what programs trip over. */
const oddText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom(
    ...[
      '"',
      "\\",
      "\n",
      "\r\n\r\n",
      "\0",
      "\u2028",
      "\ud83d",
      "\udc00",
      "😀",
      "{}",
      "null",
      "`",
      "';--",
      "%",
      "%zz",
    ],
    ...[
      "utm_source=%ff",
      "utm_source=\ud83d",
      "x".repeat(16_384),
      "\ud83d".repeat(600),
      "utm_content=a&utm_content=b",
    ],
    `Mozilla/5.0 (Linux; Android 13; ${"😀".repeat(300)}) AppleWebKit/537.36 Mobile`,
    `Mozilla/5.0 (Linux; Android 13; \ud83d Build/1) AppleWebKit/537.36 Chrome/1 Mobile`,
    `android-app://com.slack/"\\`,
  ),
);
const oddVisit = fc
  .record({
    ...{ address: oddText, agent: oddText, referrer: oddText, acceptLanguage: oddText, purpose: oddText },
    query: fc.oneof(
      oddText,
      oddText.map((text) => `utm_campaign=${text}`),
    ),
    at: fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }),
    trigger: fc.constantFrom("", "qr", "open"),
    rule: oddText,
    variant: oddText,
    isPrivate: fc.boolean(),
    link: fc.record({ url: oddText.map((text) => `https://example.com/?utm_term=${text}`) }),
  })
  .map(visitOf);
const oddOrphan = fc
  .record({ slug: oddText, domain: oddText })
  .map((odd) => visitOf({ trigger: "orphan", link: { ...odd, id: "", url: "" } }));

test("any visit becomes one line with exactly the columns of a click, each of its type", () => {
  const kinds = Object.entries(click()).map(([name, value]) => [name, typeof value]);
  fc.assert(
    fc.property(fc.oneof(oddVisit, oddOrphan), (odd) => {
      const line = lineOf(odd);
      expect(line.indexOf("\n")).toBe(line.length - 1);
      expect(line.isWellFormed()).toBe(true);
      const row = { ...UNKNOWN, ...JSON.parse(line) };
      expect(line.match(/"at":/g)).toHaveLength(1);
      expect(Object.keys(row).sort()).toEqual(kinds.map(([name]) => name ?? "").sort());
      for (const [name = "", kind] of kinds) expect([name, typeof row[name]]).toEqual([name, kind ?? ""]);
      for (const value of Object.values(row))
        if (typeof value === "string") expect(value.isWellFormed()).toBe(true);
    }),
    { numRuns: 500 },
  );
});

describe("the visitor's address", () => {
  const forms = ["203.0.113.77", "2001:db8::dead:beef", "::ffff:203.0.113.77", "198.51.100.4"];

  test.each(forms)("%s is nowhere in the line, nor is its number or its hash without a salt", (address) => {
    const line = lineOf(visitOf({ address }));
    expect(line).not.toContain(address);
    const hash = (name: "sha256" | "blake2b256" | "md5") =>
      new Bun.CryptoHasher(name).update(address).digest("hex");
    const number = address
      .split(".")
      .reduce((sum, octet) => sum * 256 + Number(octet), 0)
      .toString();
    const traces = [Buffer.from(address).toString("hex"), Buffer.from(address).toString("base64"), number];
    for (const trace of [...traces, hash("sha256"), hash("md5"), hash("blake2b256")])
      expect(line).not.toContain(trace);
  });
});

forEachAnalytics("the pipeline's lines", (suite) => {
  let visits: Visit[] = [];
  beforeAll(() => {
    const known = [...BROWSERS, ...APPS, ...[...PREVIEW_AGENTS, ...BOT_AGENTS].map(([agent]) => agent)];
    visits = [
      ...fc.sample(fc.oneof(oddVisit, oddOrphan), { numRuns: 300, seed: 7 }),
      ...known.map((agent) => visitOf({ agent })),
    ];
  });

  test("are taken by the click store, odd ones too, and come back as they were", async () => {
    const at = Date.UTC(2026, 0, 15);
    const lines = visits.map((odd) => lineOf({ ...odd, at, link: { ...odd.link, workspaceId: "ws_odd" } }));
    await suite.analytics.insertClicks(fileOf(lines.join("")), "odd");
    const odd = `select * from ${suite.analytics.clicks} where workspace = 'ws_odd'`;
    const stored = await suite.analytics.query<Record<string, unknown>>(
      `select * except at, toUnixTimestamp64Milli(at) as at from ${withNetworks(suite.analytics, odd)} order by nonce`,
    );
    const sent = lines.map((line) => ({ ...UNKNOWN, ...JSON.parse(line) })).sort((a, b) => a.nonce - b.nonce);
    expect(stored).toEqual(sent);
    // What was classed by today's rules is not classed anew.
    expect(await reclassifyPartition(suite.analytics, "20260101")).toBe(0);
  });
});
