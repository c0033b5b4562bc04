import { DEVICES, type Rule, RuleSchema } from "@visoli/contract/rules";
import fc from "fast-check";
import { aVisitor, type Told } from "./visitors.ts";

// Few values of each kind, so that visitors and conditions meet.
const OS = ["iOS", "Android", "Windows", "Mac OS", "Ubuntu", "Linux", ""];
const BROWSERS = ["Firefox", "Chrome", "Mobile Safari", ""];
const HOSTS = ["example.com", "news.example.com", "example.org", "com.slack", ""];
const ADDRESSES = [
  "203.0.113.7",
  "198.51.100.1",
  "::ffff:203.0.113.9",
  "2001:db8::1",
  "2001:db9::1",
  "",
  "x",
];
const RANGES = ["203.0.113.0/24", "203.0.113.7", "2001:db8::/32", "::ffff:203.0.113.0/120", "0.0.0.0/0"];
const LANGUAGES = ["de-AT,de;q=0.9", "en;q=0.5,pt-BR;q=0.8", "*", "", "fr", "de;q=0,en;q=0.1", ";;q=9"];
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
const CLOCKS = ["00:00", "02:30", "06:00", "12:00", "22:00", "23:59"];
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const QUERIES = ["", "a=1", "a=2&a=1", "b", "A=1", "a=%"];
const PLACES = [
  ...[{}, { continent: "EU", country: "DE", region: "Bavaria", city: "München" }],
  ...[
    { continent: "NA", country: "US" },
    { continent: "SA", country: "BR", city: "São Paulo" },
  ],
];

export const START = Date.UTC(2026, 0, 1);
export const END = Date.UTC(2028, 0, 1);
export const instants = fc.integer({ min: START, max: END });

const some = <T>(...values: T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const known = (values: string[]) => some(...values.filter((value) => value !== ""));
const not = fc.option(fc.boolean(), { nil: undefined });
const oneOf = (type: string, list: fc.Arbitrary<unknown>) =>
  fc.record({ type: fc.constant(type), in: list, not });
const when = fc.option(
  instants.map((at) => new Date(at).toISOString()),
  { nil: undefined },
);

/** A condition of any kind, as the contract reads it. */
export const conditions = fc.oneof(
  oneOf("device", some(...DEVICES)),
  oneOf("os", some("ios", "android", "macOS", "windows", "linux", "Mac OS X")),
  oneOf("browser", known(BROWSERS)),
  oneOf("continent", some("EU", "na", "SA")),
  oneOf("country", some("DE", "us", "BR")),
  oneOf("region", some("bavaria", "BAVARIA", "x")),
  oneOf("city", some("münchen", "são paulo".normalize("NFD"), "x")),
  oneOf("language", some("de", "pt-br", "en", "fr-CH")),
  oneOf("referrer", some("example.com", "www.example.org", "news.example.com", "slack")),
  oneOf("asn", some(1, 3320, 64_500)),
  oneOf("cidr", some(...RANGES)),
  fc.record({
    type: fc.constant("query"),
    name: fc.constantFrom("a", "b"),
    in: fc.option(some("1", "2", ""), { nil: undefined }).map((list) => list?.filter(Boolean)),
    not,
  }),
  fc.record({ type: fc.constant("date"), from: when, until: when, not }),
  fc.record({
    type: fc.constant("time"),
    from: fc.constantFrom(...CLOCKS),
    until: fc.constantFrom(...CLOCKS),
    timezone: fc.constantFrom(...ZONES),
    days: fc.option(some(...DAYS), { nil: undefined }),
    not,
  }),
  fc.record({ type: fc.constant("visitor"), is: fc.constantFrom("human", "bot"), not }),
);

const url = fc.integer({ min: 0, max: 9 }).map((n) => `https://example.com/${n}`);
const name = fc.option(fc.constantFrom("first", "ios", "1"), { nil: undefined });
const variant = fc.record({ url, weight: fc.integer({ min: 1, max: 10 }), name });
const where = fc.oneof(
  fc.record({ url }),
  fc.record({ split: fc.array(variant, { minLength: 2, maxLength: 5 }) }),
);

/** Rules that the contract takes. */
export const rules: fc.Arbitrary<Rule[]> = fc.array(
  fc
    .tuple(fc.record({ name, conditions: fc.array(conditions, { maxLength: 3 }) }), where)
    .map(([rule, to]) => RuleSchema.safeParse({ ...rule, ...to }).data)
    .filter((rule) => rule !== undefined),
  { maxLength: 6 },
);

export const tolds: fc.Arbitrary<Told> = fc.record({
  agent: fc.record({
    os: fc.constantFrom(...OS),
    browser: fc.constantFrom(...BROWSERS),
    device: fc.constantFrom("", ...DEVICES),
    class: fc.constantFrom("human", "bot", "preview"),
  }),
  place: fc.constantFrom(...PLACES),
  asn: fc.constantFrom(0, 1, 3320),
  address: fc.constantFrom(...ADDRESSES),
  referrerHost: fc.constantFrom(...HOSTS),
  acceptLanguage: fc.oneof(fc.constantFrom(...LANGUAGES), fc.string()),
  query: fc.constantFrom(...QUERIES),
  share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  hasPassword: fc.boolean(),
  wantsPreview: fc.boolean(),
  restOfPath: fc.oneof(fc.constantFrom("", "", "", "a/b", "..", "a//b"), fc.string()),
});
export const visitors = tolds.map(aVisitor);
