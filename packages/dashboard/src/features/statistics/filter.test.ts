import { expect, test } from "bun:test";
import { FilterSchema } from "@visoli/contract/filter";
import fc from "fast-check";
import { isChosen, readFilters, toggled, valuesOf } from "./filter.ts";

/** One that begins so would be taken for one to leave out. */
const value = fc.string({ maxLength: 20 }).filter((text) => !text.startsWith("!") && !/[\\\0]/.test(text));
const choice = fc.constantFrom("include" as const, "exclude" as const);

test("what is chosen is what the API reads", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(value, choice), { minLength: 1, maxLength: 5, selector: ([v]) => v }),
      (chosen) => {
        let text: string | undefined;
        for (const [name, how] of chosen) text = toggled(text, name, how);
        expect(valuesOf(text)).toEqual(chosen.map(([name, how]) => ({ value: name, choice: how })));
        const read = FilterSchema.safeParse(text);
        const of = (how: string) => chosen.filter((each) => each[1] === how).map(([name]) => name);
        if (read.success) expect(read.data).toEqual({ include: of("include"), exclude: of("exclude") });
      },
    ),
  );
});

test("the same choice again takes it back, the other one turns it round", () => {
  expect(toggled("DE,AT", "DE", "include")).toBe("AT");
  expect(toggled("DE", "DE", "include")).toBeUndefined();
  expect(toggled("DE,AT", "DE", "exclude")).toBe("AT,!DE");
  expect(toggled(undefined, "", "include")).toBe("");
  expect([isChosen("", ""), isChosen("!a", "a"), isChosen(undefined, "")]).toEqual([true, false, false]);
});

test("an address is read with care", () => {
  const read = readFilters({
    ...{ country: "DE", hour: 9, weekday: "8", city: "", hourOfWeek: "a", region: ["x"], x: "y" },
    ...{ slug: true, tag: "x".repeat(4_001), asn: 3320 },
  });
  expect(read).toEqual({ country: "DE", hour: "9", city: "", slug: "true", asn: "3320" });
});
