import { expect, test } from "bun:test";
import { type Link, LinkCreateSchema } from "@visoli/contract/link";
import { ConditionSchema, DEVICES, type Rule, RuleSchema } from "@visoli/contract/rules";
import fc from "fast-check";
import { changesBetween, createInputOf, draftLike, draftOf, EMPTY, withTemplate } from "./draft.ts";
import { DEVICE_KINDS, draftOfRule, moved, newCondition, ruleOf, TYPES, withScheme } from "./rule-draft.ts";

const LINK = {
  ...{ id: "lnk_1", url: "https://example.com/", domain: "go.example", slug: "a", aliases: ["b"] },
  ...{ title: "A", notes: null, tags: ["x"], folder: "fld_1", externalId: "e", metadata: { n: "v" } },
  ...{ startsAt: null, expiresAt: "2027-01-01T00:00:00.000Z", expiredUrl: null, maxClicks: 5, rules: [] },
  ...{ hasPassword: true, preview: { title: "P" }, redirectStatus: 301, cloak: false, noindex: true },
  ...{ forwardQuery: true, forwardPath: false, trackVisitors: true, clickIdParameter: null },
  ...{ ios: null, android: null, pixels: [{ provider: "meta", id: "12345" }] },
} as unknown as Link;

const values = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1 });
const not = fc.constantFrom({}, { not: true });
const instant = fc.constantFrom("2027-01-01T00:00:00.000Z", "2028-01-01T00:00:00.000Z");
const condition = fc
  .oneof(
    fc.record({
      type: fc.constantFrom("os", "browser", "region", "city", "language", "referrer"),
      in: values,
    }),
    fc.record({ type: fc.constant("device"), in: fc.constant(["mobile"]) }),
    fc.record({ type: fc.constant("country"), in: fc.constant(["DE", "AT"]) }),
    fc.record({ type: fc.constant("continent"), in: fc.constant(["EU"]) }),
    fc.record({
      type: fc.constant("asn"),
      in: fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1 }),
    }),
    fc.record({ type: fc.constant("cidr"), in: fc.constant(["203.0.113.0/24"]) }),
    fc.record(
      { type: fc.constant("query"), name: fc.constant("ref"), in: values },
      { requiredKeys: ["type", "name"] },
    ),
    fc.record({ type: fc.constant("date"), from: instant }),
    fc.record(
      {
        ...{ type: fc.constant("time"), from: fc.constant("08:00"), until: fc.constant("17:00") },
        ...{ timezone: fc.constant("Europe/Berlin"), days: fc.constant(["mon", "tue"]) },
      },
      { requiredKeys: ["type", "from", "until", "timezone"] },
    ),
    fc.record({ type: fc.constant("visitor"), is: fc.constantFrom("human", "bot") }),
  )
  .chain((base) => not.map((more) => ({ ...base, ...more })));
const rule = fc.oneof(
  fc.record({ conditions: fc.array(condition), url: fc.constant("https://a.example/") }),
  fc.record({
    name: fc.constant("N"),
    conditions: fc.array(condition),
    split: fc.constant([
      { url: "https://a.example/", weight: 3, name: "A" },
      { url: "https://b.example/", weight: 1 },
    ]),
  }),
);

test("a rule that is opened and saved is the same rule", () => {
  fc.assert(
    fc.property(rule, (original) => {
      const parsed = RuleSchema.parse(original);
      expect(RuleSchema.parse(ruleOf(draftOfRule(parsed)))).toEqual(parsed);
    }),
    { numRuns: 500 },
  );
});

test("every kind of condition and of device of the API can be chosen", () => {
  const types = ConditionSchema.options.map(({ shape }) => [...shape.type.values][0]);
  expect<unknown[]>([...TYPES].sort()).toEqual(types.sort());
  expect<string[]>([...DEVICE_KINDS].sort()).toEqual([...DEVICES].sort());
  expect(
    ruleOf({ ...draftOfRule({ conditions: [] } as Rule), conditions: [newCondition("time")] }),
  ).toMatchObject({
    conditions: [{ type: "time", from: "09:00", until: "17:00" }],
  });
});

test("what nobody changed is not sent, and what was cleared is null", () => {
  const draft = draftOf(LINK);
  expect(changesBetween(draft, { ...draft })).toEqual({});
  expect(changesBetween(draft, { ...draft, title: " ", maxClicks: "", password: "" })).toEqual({
    title: null,
    maxClicks: null,
  });
  expect(changesBetween(draft, { ...draft, password: null, tags: ["y"] })).toEqual({
    password: null,
    tags: ["y"],
  });
});

test("a new link sends its address and what differs from a plain one", () => {
  expect(createInputOf({ ...EMPTY, url: " example.com/a " })).toEqual({ url: "https://example.com/a" });
  const copy = createInputOf(draftLike(LINK, "localhost"));
  expect(LinkCreateSchema.safeParse(copy).error).toBeUndefined();
  expect(copy).toMatchObject({
    url: LINK.url,
    domain: "go.example",
    tags: ["x"],
    maxClicks: 5,
    forwardQuery: true,
  });
  expect(Object.keys(copy)).not.toContain("slug");
  expect(Object.keys(copy)).not.toContain("externalId");
  expect(createInputOf({ ...EMPTY, url: "https://a.b", slug: "s", slugPrefix: "team" })).toEqual({
    url: "https://a.b",
    slug: "s",
  });
});

test("a template fills in what is free, and joins tags and campaign", () => {
  const draft = { ...EMPTY, url: "https://a.example/?x=1", tags: ["a"], title: "Mine" };
  const fields = {
    title: "Theirs",
    tags: ["b"],
    redirectStatus: 301,
    utm: { source: "mail" },
    cloak: true,
  } as const;
  expect(withTemplate(draft, { ...fields, tags: ["b"] })).toMatchObject({
    ...{ title: "Mine", tags: ["a", "b"], redirectStatus: "301", cloak: true },
    url: "https://a.example/?x=1&utm_source=mail",
  });
});

test("a host gets its scheme, and all else stays", () => {
  expect(withScheme("example.com")).toBe("https://example.com");
  expect(withScheme("bücher.example/a?b")).toBe("https://bücher.example/a?b");
  for (const url of ["http://a.b", "mailto:a@b.c", "nothing", "", "a@b.c", "tel:+49.1"])
    expect(withScheme(url)).toBe(url);
});

test("an entry moves up and down, and stays at the ends", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
});
