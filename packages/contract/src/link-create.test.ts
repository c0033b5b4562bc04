import { expect, test } from "bun:test";
import fc from "fast-check";
import { LinkCreateSchema, LinkPutSchema, LinkUpdateSchema, MetadataSchema } from "./link.ts";

const junk = fc.oneof(
  { depthSize: "small" },
  fc.anything({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(null, true, 0, -1, 1e308, Number.NaN, "", "\0", "\ud800", [], {}, "x".repeat(9_000)),
);
const FIELDS = Object.keys(LinkCreateSchema.shape);
const text = (max: number) => fc.string({ unit: "grapheme", minLength: 1, maxLength: max });
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom("mailto:a@b.c", "tel:+1"),
);
const instant = fc
  .date({ min: new Date("1971-01-01"), max: new Date("9998-01-01"), noInvalidDate: true })
  .map((at) => at.toISOString());
const slug = fc.constantFrom("a", "Größe", "gro\u0308ße/x", "東京", "a/b/c", "-_-");
const condition = fc.oneof(
  fc.record(
    { type: fc.constant("country"), in: fc.constant(["de", "At"]), not: fc.boolean() },
    { requiredKeys: ["type", "in"] },
  ),
  fc.record({ type: fc.constant("os"), in: fc.constant(["iOS", "ANDROID"]) }),
  fc.record({ type: fc.constant("date"), from: instant }, { requiredKeys: ["type"] }),
  fc.record({
    type: fc.constant("time"),
    from: fc.constant("08:00"),
    until: fc.constant("17:30"),
    timezone: fc.constant("europe/berlin"),
  }),
  fc.record({ type: fc.constant("visitor"), is: fc.constantFrom("human", "bot") }),
);
const rule = fc.record(
  { name: text(50), conditions: fc.array(condition, { maxLength: 3 }), url },
  { requiredKeys: ["conditions", "url"] },
);

/** Bodies that are right, or nearly. */
const right = fc.record(
  {
    ...{
      url,
      slug,
      aliases: fc.array(slug, { maxLength: 4 }),
      externalId: fc.option(text(255)),
      title: fc.option(text(100)),
    },
    ...{
      notes: fc.option(fc.string({ unit: "grapheme", minLength: 1 })),
      tags: fc.array(text(50), { maxLength: 5 }),
    },
    ...{
      metadata: fc.option(fc.dictionary(text(50), text(100), { maxKeys: 5 })),
      folder: fc.option(text(50)),
    },
    ...{ utm: fc.option(fc.record({ source: fc.option(text(50)), term: text(50) }, { requiredKeys: [] })) },
    ...{
      startsAt: fc.option(instant),
      expiresAt: fc.option(instant),
      expiredUrl: fc.option(url),
      ios: url,
      android: url,
    },
    ...{
      maxClicks: fc.integer({ min: 1, max: 9 }),
      password: fc.string({ minLength: 4 }),
      domain: fc.constant("GO.Example"),
    },
    ...{
      redirectStatus: fc.constantFrom(301, 302, 307, 308),
      forwardQuery: fc.boolean(),
      cloak: fc.option(fc.boolean()),
    },
    ...{ rules: fc.option(fc.array(rule, { maxLength: 3 })), archived: fc.boolean(), disabled: fc.boolean() },
    ...{
      preview: fc.option(fc.record({ title: fc.option(text(50)) })),
      slugLength: fc.integer({ min: 4, max: 64 }),
    },
    ...{
      slugPrefix: fc.constantFrom("team/", "a/b"),
      ifExists: fc.constantFrom("create", "return"),
      fetchTitle: fc.boolean(),
    },
    ...{ pixels: fc.constant([{ provider: "meta", id: "12345" }]), noindex: fc.option(fc.boolean()) },
    trackVisitors: fc.option(fc.boolean()),
    clickIdParameter: fc.option(fc.constantFrom("vsl_id", "click.id-1")),
  },
  { requiredKeys: ["url"] },
);

for (const [name, schema] of [
  ["LinkCreateSchema", LinkCreateSchema],
  ["LinkUpdateSchema", LinkUpdateSchema],
  ["LinkPutSchema", LinkPutSchema],
] as const) {
  test(`${name} never throws, and names each fault by a field that was given`, () => {
    const body = fc.oneof(
      junk,
      fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), junk),
      fc
        .tuple(right, fc.constantFrom(...FIELDS), junk)
        .map(([base, field, value]) => ({ ...base, [field]: value })),
    );
    fc.assert(
      fc.property(body, (input) => {
        const parsed = schema.safeParse(input);
        if (parsed.success)
          expect(schema.safeParse(parsed.data)).toEqual({ success: true, data: parsed.data });
        else expect(parsed.error.issues.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });
}

test("what is accepted is accepted again unchanged, also after a trip through JSON", () => {
  let accepted = 0;
  fc.assert(
    fc.property(right, (input) => {
      const parsed = LinkCreateSchema.safeParse(input);
      if (!parsed.success) return;
      accepted++;
      expect(LinkCreateSchema.parse(parsed.data)).toEqual(parsed.data);
      expect(LinkCreateSchema.parse(JSON.parse(JSON.stringify(parsed.data)))).toEqual(parsed.data);
      expect(Object.keys(parsed.data).sort()).toEqual(Object.keys(input).sort());
    }),
    { numRuns: 1_000 },
  );
  expect(accepted).toBeGreaterThan(300);
});

test("metadata takes 50 names of any kind, and loses none of them", () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, "v"]));
  expect(MetadataSchema.parse(many(50))).toEqual(many(50));
  expect(MetadataSchema.safeParse(many(51)).success).toBe(false);
  const odd = [
    "constructor",
    "toString",
    "hasOwnProperty",
    "__proto__",
    "0",
    "10",
    "a.b",
    "a:b",
    "a,b",
    "!a",
    "😀",
    " ",
    "$.x",
    "'",
  ];
  for (const name of odd) {
    const metadata = JSON.parse(`{${JSON.stringify(name)}: "v"}`);
    const parsed = MetadataSchema.safeParse(metadata);
    // A name that cannot be kept is refused, not lost.
    if (parsed.success) expect([name, Object.entries(parsed.data)]).toEqual([name, [[name, "v"]]]);
  }
  for (const wrong of [
    { "": "v" },
    { a: "" },
    { a: 1 },
    { a: null },
    { ["x".repeat(51)]: "v" },
    { "a\nb": "v" },
    [],
    "x",
  ])
    expect([wrong, MetadataSchema.safeParse(wrong).success]).toEqual([wrong, false]);
});
