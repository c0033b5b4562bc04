import { expect, test } from "bun:test";
import fc from "fast-check";
import { createByteCache } from "./byte-cache.ts";

test("is what a list of the last ones is, whatever is put and asked", () => {
  const Step = fc.record({ key: fc.constantFrom("a", "b", "c", "d", "e"), length: fc.option(fc.nat(12)) });
  fc.assert(
    fc.property(fc.array(Step, { maxLength: 60 }), (steps) => {
      const limits = { maxEntries: 3, maxBytes: 20 };
      const cache = createByteCache<string>(limits, (text) => text.length);
      let model: [string, string][] = [];
      for (const { key, length } of steps) {
        const known = model.find(([each]) => each === key);
        model = model.filter(([each]) => each !== key);
        if (length === null) {
          expect(cache.get(key)).toBe(known?.[1]);
          if (known) model.push(known);
        } else {
          cache.put(key, "x".repeat(length));
          model.push([key, "x".repeat(length)]);
          const size = () => model.reduce((sum, [, text]) => sum + text.length, 0);
          while (model.length > limits.maxEntries || size() > limits.maxBytes) model.shift();
        }
      }
      for (const [key, text] of model) expect(cache.get(key)).toBe(text);
    }),
  );
});

test("what is larger than everything is not kept, and does not stay in the way", () => {
  const cache = createByteCache<string>({ maxEntries: 3, maxBytes: 10 }, (text) => text.length);
  cache.put("large", "x".repeat(11));
  expect(cache.get("large")).toBeUndefined();
  cache.put("small", "x");
  expect(cache.get("small")).toBe("x");
});
