import { expect, test } from "bun:test";
import { contrastOf as contrastOfApi, QrQuerySchema } from "@visoli/contract/qr";
import fc from "fast-check";
import { contrastOf, LEAST_CONTRAST } from "./contrast.ts";
import { optionsOf, PLAIN } from "./design.ts";

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const rgba = (text: string) => {
  const channel = (at: number) => Number.parseInt(text.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5), 255] as const;
};

test("colours are too near here where they are for the service", () => {
  fc.assert(
    fc.property(color, color, (one, other) => {
      expect(contrastOf(one, other)).toBeCloseTo(contrastOfApi(rgba(one), rgba(other)), 10);
      const { success } = QrQuerySchema.safeParse(
        Object.fromEntries(
          Object.entries(optionsOf({ ...PLAIN, color: one, background: other }, "svg")).map(
            ([name, value]) => [name, `${value}`],
          ),
        ),
      );
      expect(success).toBe(contrastOf(one, other) >= LEAST_CONTRAST);
    }),
  );
});

test("sizes out of bounds are drawn at the nearest", () => {
  const { size, margin } = optionsOf({ ...PLAIN, size: "99999", margin: "-3" }, "png");
  expect([size, margin]).toEqual([4_096, 0]);
  expect(optionsOf({ ...PLAIN, size: "", margin: "x", isTransparent: true }, "png")).toMatchObject({
    ...{ size: 512, margin: 4, background: "transparent" },
  });
});
