import { expect, test } from "bun:test";
import type { Click } from "@visoli/contract/click";
import { MOST, merged } from "./merged.ts";

const click = (id: number) => ({ id: `clk_${String(id).padStart(24, "0")}` }) as Click;

test("each click once, newest first, and no more than fit", () => {
  expect(
    merged([click(3), click(5)], [click(4), click(3), click(1)]).map(({ id }) => Number(id.slice(4))),
  ).toEqual([...[5, 4, 3, 1]]);
  const many = merged(
    Array.from({ length: MOST }, (_, index) => click(index + 10)),
    [click(1)],
  );
  expect([many.length, many.at(-1)?.id]).toEqual([MOST, click(10).id]);
});
