import { describe, expect, test } from "bun:test";
import type { Rule } from "@visoli/contract/rules";
import fc from "fast-check";
import { instants, rules, tolds } from "../../../../test/rules.ts";
import { aLink, aVisitor, type Told } from "../../../../test/visitors.ts";
import type { LinkSettings } from "../db/link-settings.ts";
import type { FoundLink } from "../db/lookup.ts";
import { decide, type Outcome } from "./decide.ts";

const NOW = Date.UTC(2026, 0, 15);
const URL_A = "https://example.com/";
const pixels: LinkSettings["pixels"] = [{ provider: "meta", id: "12345" }];
const passwordHash = "$argon2id$";

type Row = Partial<FoundLink>;

/** The outcome without the link. */
function outcome(
  settings: LinkSettings | null,
  told: Told = {},
  row: Row = {},
  now = NOW,
): Record<string, unknown> {
  const link = aLink(settings, row);
  const decided: Outcome = decide(link, aVisitor(told), now);
  if (decided.kind !== "missing") expect(decided.link).toBe(link);
  return Object.fromEntries(Object.entries(decided).filter(([name]) => name !== "link"));
}

const to = (kind: string, location = URL_A, rule = "", variant = "") => ({ kind, location, rule, variant });

describe("before a destination is looked for", () => {
  test("no link is missing", () => {
    expect(decide(null, aVisitor(), NOW)).toEqual({ kind: "missing" });
  });

  test.each([
    [{}, to("redirect")],
    [{ expiresAt: NOW + 1 }, to("redirect")],
    [{ expiresAt: NOW }, { kind: "expired", location: null }],
    [{ expiresAt: 0 }, { kind: "expired", location: null }],
    [{ startsAt: NOW }, to("redirect")],
    [{ startsAt: NOW + 1 }, { kind: "not_started" }],
    [{ disabledAt: NOW }, { kind: "disabled" }],
    [{ blockedAt: NOW }, { kind: "blocked" }],
    // What weighs more goes before.
    [{ blockedAt: 1, disabledAt: 1, startsAt: NOW + 2, expiresAt: 1 }, { kind: "blocked" }],
    [{ disabledAt: 1, startsAt: NOW + 2, expiresAt: 1 }, { kind: "disabled" }],
    [{ startsAt: NOW + 2, expiresAt: 1 }, { kind: "not_started" }],
  ] as [Row, Record<string, unknown>][])("%j is %j, with settings and without", (row, expected) => {
    expect(outcome(null, {}, row)).toEqual(expected);
    expect(outcome({ noindex: false }, {}, row)).toEqual(expected);
  });

  test("an expired link leads to where its owner wants", () => {
    const location = "https://example.com/over";
    const settings = { expiredUrl: location, passwordHash };
    expect(outcome(settings, {}, { expiresAt: NOW })).toEqual({ kind: "expired", location });
  });

  test("a password is asked for until it is shown, whoever asks", () => {
    const settings: LinkSettings = { passwordHash, cloak: true, maxClicks: 1, preview: { title: "x" } };
    for (const told of [{}, { wantsPreview: true }, { agent: { class: "preview" } }] as Told[])
      expect(outcome(settings, told)).toEqual({ kind: "password" });
    expect(outcome({ passwordHash }, { hasPassword: true })).toEqual(to("redirect"));
    expect(outcome({ passwordHash }, {}, { expiresAt: NOW })).toEqual({ kind: "expired", location: null });
  });
});

describe("the destination", () => {
  const rule = (letter: string, os: string): Rule => ({
    conditions: [{ type: "os", in: [os] }],
    url: `https://example.com/${letter}`,
  });

  test("is that of the first rule that holds, else of the phone, else the link's own", () => {
    const settings: LinkSettings = {
      rules: [rule("a", "windows"), rule("b", "ios"), rule("c", "ios")],
      ios: "https://apps.example/ios",
      android: "https://apps.example/android",
    };
    const on = (os: string) => outcome(settings, { agent: { os } });
    expect(on("iOS")).toEqual(to("redirect", "https://example.com/b", "2"));
    expect(on("Windows")).toEqual(to("redirect", "https://example.com/a", "1"));
    expect(on("Android")).toEqual(to("redirect", "https://apps.example/android", "android"));
    expect(on("Mac OS")).toEqual(to("redirect"));
    expect(outcome({ ...settings, rules: [] }, { agent: { os: "iOS" } })).toEqual(
      to("redirect", "https://apps.example/ios", "ios"),
    );
    expect(outcome({ android: URL_A }, { agent: { os: "iOS" } })).toEqual(to("redirect"));
  });

  test("of a split is recorded with its variant", () => {
    const split = ["x", "y"].map((letter) => ({ url: `https://example.com/${letter}`, weight: 1 }));
    const settings: LinkSettings = { rules: [{ name: "test", conditions: [], split }] };
    expect(outcome(settings, { share: 0.4 })).toEqual(to("redirect", "https://example.com/x", "test", "A"));
    expect(outcome(settings, { share: 0.6 })).toEqual(to("redirect", "https://example.com/y", "test", "B"));
  });

  test("in an app has the web beside it, where the link has that", () => {
    const told: Told = { agent: { os: "iOS" }, query: "a=1" };
    const settings: LinkSettings = { ios: "myapp://open?x=1", forwardQuery: true, pixels, cloak: true };
    expect(outcome(settings, told)).toEqual({
      ...to("app", "myapp://open?x=1", "ios"),
      webLocation: "https://example.com/?a=1",
    });
    const mail = { url: "mailto:a@example.com" };
    expect(outcome({ ios: "myapp://open" }, told, mail)).toEqual(to("redirect", "myapp://open", "ios"));
  });
});

describe("how it is shown", () => {
  test("a preview goes before all of it, and shows where this visitor would go", () => {
    const settings: LinkSettings = {
      ...{ pixels, cloak: true, maxClicks: 1, preview: { title: "x" }, forwardQuery: true },
      rules: [{ conditions: [{ type: "country", in: ["DE"] }], url: "https://example.com/de" }],
    };
    const told: Told = { wantsPreview: true, place: { country: "DE" }, query: "a=1" };
    const shown = to("preview", "https://example.com/de?a=1", "1");
    for (const kind of ["human", "bot", "preview"] as const)
      expect(outcome(settings, { ...told, agent: { class: kind } })).toEqual(shown);
    expect(outcome(null, { wantsPreview: true })).toEqual(to("preview"));
    expect(outcome({ ios: "myapp://x" }, { wantsPreview: true, agent: { os: "iOS" } })).toEqual(
      to("preview", "myapp://x", "ios"),
    );
  });

  test.each([
    [{ preview: { title: "x" } }, "preview", { kind: "card" }],
    [{ maxClicks: 5 }, "preview", { kind: "card" }],
    [{ preview: { title: "x" } }, "bot", to("redirect")],
    [{ maxClicks: 5 }, "human", to("redirect")],
    [{ noindex: false }, "preview", to("redirect")],
    [{ pixels }, "human", to("consent")],
    [{ pixels, cloak: true }, "human", to("consent")],
    [{ pixels }, "bot", to("redirect")],
    [{ pixels, cloak: true }, "bot", to("frame")],
    [{ cloak: true }, "human", to("frame")],
  ] as [LinkSettings, "human" | "bot" | "preview", Record<string, unknown>][])(
    "%j for a %s is %j",
    (settings, kind, expected) => {
      expect(outcome(settings, { agent: { class: kind } })).toEqual(expected);
    },
  );

  test.each([
    [{ maxClicks: 5 }, 26_211, { kind: "card" }],
    [{ preview: { title: "x" } }, 30_031, { kind: "card" }],
    [{ maxClicks: 5 }, 3_320, to("redirect")],
    [{ noindex: false }, 26_211, to("redirect")],
  ] as [LinkSettings, number, Record<string, unknown>][])(
    "%j for a browser of AS%d, which may be one that scans mail, is %j",
    (settings, asn, expected) => {
      expect(outcome(settings, { asn })).toEqual(expected);
    },
  );

  test("only the web is framed", () => {
    expect(outcome({ cloak: true }, {}, { url: "mailto:a@example.com" })).toEqual(
      to("redirect", "mailto:a@example.com"),
    );
  });
});

describe("what is forwarded", () => {
  test("an address below a link's own is nobody's, unless it forwards paths", () => {
    const told: Told = { restOfPath: "a/b" };
    const missing = { kind: "missing" };
    expect(outcome(null, told)).toEqual(missing);
    expect(outcome({ forwardQuery: true }, told)).toEqual(missing);
    expect(outcome(null, told, { blockedAt: 1 })).toEqual(missing);
    expect(outcome({ forwardPath: true }, told)).toEqual(to("redirect", "https://example.com/a/b"));
    expect(outcome({ forwardPath: true }, { restOfPath: "a/../b" })).toEqual(missing);
  });

  test("path and parameters go wherever the link leads, but never to what is not the web", () => {
    const settings: LinkSettings = {
      ...{ forwardPath: true, forwardQuery: true, ios: "https://apps.example/x?b=0" },
      rules: [{ conditions: [{ type: "query", name: "r" }], url: "myapp://open" }],
    };
    const told: Told = { restOfPath: "p", query: "a=1&b=2" };
    expect(outcome(settings, told)).toEqual(to("redirect", "https://example.com/p?a=1&b=2"));
    expect(outcome(settings, { ...told, agent: { os: "iOS" } })).toEqual(
      to("redirect", "https://apps.example/x/p?b=0&a=1", "ios"),
    );
    expect(outcome(settings, { ...told, query: "r" })).toEqual(to("redirect", "myapp://open", "1"));
  });

  test("without forwardQuery parameters stay behind", () => {
    expect(outcome({ noindex: true }, { query: "a=1" })).toEqual(to("redirect"));
  });
});

const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const yes = sometimes(fc.boolean());
const phone = sometimes(fc.constantFrom("myapp://open", "https://apps.example/x", "intent://x#Intent;end"));
const settingsOf: fc.Arbitrary<LinkSettings> = fc
  .record({
    expiredUrl: sometimes(fc.constant("https://example.com/over")),
    maxClicks: sometimes(fc.constant(1)),
    passwordHash: sometimes(fc.constant(passwordHash)),
    rules: sometimes(rules),
    preview: sometimes(fc.constant({ title: "x" })),
    pixels: sometimes(fc.constant(pixels ?? [])),
    ...{ forwardQuery: yes, forwardPath: yes, cloak: yes, ios: phone, android: phone },
  })
  .map((settings) => JSON.parse(JSON.stringify(settings)) as LinkSettings);
const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 9 }, { arbitrary: value, weight: 1 });
const rowsOf: fc.Arbitrary<Row> = fc.record({
  ...{ startsAt: rarely(instants), expiresAt: rarely(instants) },
  disabledAt: rarely(fc.constant(1)),
  blockedAt: rarely(fc.constant(1)),
  url: fc.constantFrom(URL_A, "https://example.com/base?x=1#part", "mailto:a@example.com"),
});

describe("for any link, visitor and instant", () => {
  test("there is an outcome, the same each time, and nothing is changed", () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(sometimes(settingsOf), rowsOf, tolds, instants, (settings, row, told, now) => {
        const link = Object.freeze(aLink(settings ?? null, row));
        if (link.behaviour) Object.freeze(link.behaviour);
        const decided = decide(link, Object.freeze(aVisitor(told)), now);
        expect(decide(link, aVisitor(told), now)).toEqual(decided);
        kinds.add(decided.kind);
      }),
      { numRuns: 2_000 },
    );
    // Every outcome was among them.
    expect(kinds.size).toBe(12);
  });

  test("no rule that holds is no rule: the outcome is that of the link without rules", () => {
    fc.assert(
      fc.property(settingsOf, rowsOf, tolds, instants, (settings, row, told, now) => {
        const never: Rule = {
          conditions: [{ type: "date", until: new Date(0).toISOString() }],
          url: "https://example.com/never",
        };
        const { rules: _, ...without } = settings;
        const plain = outcome({ ...without, noindex: true }, told, row, now);
        expect(outcome({ ...without, noindex: true, rules: [never, never] }, told, row, now)).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });

  test("rules behind one that holds change nothing", () => {
    fc.assert(
      fc.property(rules, rules, tolds, instants, (before, after, told, now) => {
        const winner: Rule = { name: "winner", conditions: [], url: "https://example.com/won" };
        const first = outcome({ rules: [...before, winner] }, told, {}, now);
        expect(outcome({ rules: [...before, winner, ...after] }, told, {}, now)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });
});
