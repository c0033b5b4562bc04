import { expect, test } from "bun:test";
import { RuleSchema } from "@visoli/contract/rules";
import { TrySchema } from "@visoli/contract/try";
import type { VisitorSources } from "../core/ctx.ts";
import { agentReader } from "../lib/agent.ts";
import { madeUpVisitor } from "./made-up-visitor.ts";
import { explainRules } from "./rules/explain.ts";
import { visitorReader } from "./visitor.ts";

const NOW = Date.UTC(2027, 0, 15, 12);
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";

const sources: VisitorSources = {
  geo: {
    place: (address) => ({ continent: "EU", country: "DE", region: "Berlin", city: address }),
    network: () => ({ asn: 3320, name: "", domain: "", type: "" }),
  },
  readAgent: agentReader(),
  secret: "secret",
};
const madeUp = (input: object) => madeUpVisitor(sources, TrySchema.parse(input));

// One of each kind, that few visitors meet.
const conditions = [
  { type: "device", in: ["xr"] },
  ...["os", "browser", "region", "city", "language", "referrer"].map((type) => ({ type, in: ["x"] })),
  { type: "continent", in: ["AN"] },
  { type: "country", in: ["XX"] },
  { type: "asn", in: [1] },
  { type: "cidr", in: ["192.0.2.1"] },
  { type: "query", name: "a" },
  { type: "date" },
  { type: "time", from: "00:00", until: "01:00", timezone: "Asia/Kolkata" },
  { type: "visitor", is: "bot" },
];
const rule = RuleSchema.parse({ conditions, url: "https://example.com/" });

/** What each condition saw, by its type. */
function saw(input: object): Record<string, string | null> {
  const [asked] = explainRules([rule], madeUp(input), NOW);
  return Object.fromEntries(asked?.conditions.map(({ condition, saw }) => [condition.type, saw]) ?? []);
}

test("of whom nothing is told is a person, and all but the time is unknown or read off no address", () => {
  expect(saw({})).toEqual({
    ...{
      device: null,
      os: null,
      browser: null,
      continent: "EU",
      country: "DE",
      region: "Berlin",
      city: null,
    },
    ...{ language: null, referrer: null, asn: "3320", cidr: null, query: null, visitor: "human" },
    ...{ date: "2027-01-15T12:00:00.000Z", time: "fri 17:30" },
  });
});

test("is read as a real one is", () => {
  const input = { userAgent: IPHONE, ip: "203.0.113.7", language: "de-AT,de;q=0.9", query: "a=1&a=2" };
  expect(saw({ ...input, referrer: "https://www.news.example/x" })).toMatchObject({
    ...{ device: "mobile", os: "iOS", browser: "Mobile Safari", city: "203.0.113.7", cidr: "203.0.113.7" },
    ...{ language: "de-at", referrer: "news.example", query: "1, 2", visitor: "human" },
  });
  const program = { visitor: "bot", referrer: "news.example" };
  expect(saw({ userAgent: "curl/8.0", referrer: "news.example" })).toMatchObject(program);
  expect(saw({ userAgent: "curl/8.0", referrer: "news.example:8080/x" })).toMatchObject(program);
});

test("is what is told, before what is read", () => {
  const input = { userAgent: IPHONE, ip: "203.0.113.7", class: "bot", os: "Windows", device: "desktop" };
  expect(saw({ ...input, browser: "X", asn: 1, city: "Graz" })).toMatchObject({
    ...{
      visitor: "bot",
      os: "Windows",
      device: "desktop",
      browser: "X",
      asn: "1",
      city: "Graz",
      country: "DE",
    },
  });
  // The city of the address is not one of the country that was told.
  expect(saw({ ip: "203.0.113.7", country: "br" })).toMatchObject({
    ...{ country: "BR", continent: "SA", region: null, city: null },
  });
});

test("has the share, and so the variant, of the same real one", () => {
  const read = visitorReader({ ...sources, hasPassword: () => false });
  const headers = new Headers({ "user-agent": IPHONE });
  const real = read({
    address: () => "203.0.113.7",
    headers,
    query: "",
    restOfPath: "",
    wantsPreview: false,
  });
  const same = madeUp({ userAgent: IPHONE, ip: "203.0.113.7" });
  for (const id of ["lnk_1/1", "lnk_1/2", "lnk_2/1"]) expect(same.share(id)).toBe(real.share(id));
});

test("may say anything that the contract takes", () => {
  const odd = {
    userAgent: "\u{1F600}",
    referrer: "\u{1F600}://",
    language: "\u{1F600}",
    path: "%",
    query: "%&=&&",
  };
  expect(saw(odd)).toMatchObject({ referrer: null, language: null, query: null });
  expect(madeUp({ path: "/a/b" }).restOfPath).toBe("a/b");
});
