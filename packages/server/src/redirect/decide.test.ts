import { expect, test } from "bun:test";
import { decide } from "./decide.ts";

const NOW = Date.UTC(2026, 0, 15);
const link = (expiresAt: number | null) =>
  Object.freeze({
    ...{
      id: "lnk_1",
      workspaceId: "ws_1",
      slug: "a",
      url: "https://example.com",
      location: "https://example.com/",
    },
    expiresAt,
  });

test.each([
  [null, "redirect"],
  [NOW + 1, "redirect"],
  [NOW, "expired"],
  [NOW - 1, "expired"],
  [0, "expired"],
])("a link that expires at %p is %s", (expiresAt, kind) => {
  const known = link(expiresAt);
  expect(decide(known, NOW)).toEqual({ kind, link: known } as ReturnType<typeof decide>);
  expect(decide(known, NOW)).toEqual(decide(known, NOW));
});

test("no link is missing", () => {
  expect(decide(null, NOW)).toEqual({ kind: "missing" });
});
