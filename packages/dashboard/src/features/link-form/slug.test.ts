import { expect, test } from "bun:test";
import { SlugSchema } from "@visoli/contract/slug";
import fc from "fast-check";
import { isSlug, slugPreview } from "./slug.ts";

test("what the API refuses for its letters is refused here, and what it takes is taken", () => {
  const unit = fc.constantFrom("a", "Z", "9", "-", "_", "/", " ", "ä", "東", "?", "#", ".", "é");
  fc.assert(
    fc.property(fc.string({ unit, minLength: 1, maxLength: 12 }), (slug) => {
      fc.pre(slug.trim() === slug);
      const codes = SlugSchema.safeParse(slug).error?.issues ?? [];
      expect(isSlug(slug)).toBe(!codes.some((issue) => issue.message.startsWith("May hold")));
    }),
    { numRuns: 1_000 },
  );
});

test("the preview says what will be", () => {
  const draft = { domain: "", slug: "", slugLength: "", slugPrefix: "" };
  expect(slugPreview(draft, "vis.example")).toBe("vis.example/•••••••");
  expect(slugPreview({ ...draft, slug: " gro\u0308ße " }, "vis.example")).toBe("vis.example/größe");
  expect(slugPreview({ ...draft, slugPrefix: "team/", slugLength: "4", domain: "go.example" }, "x")).toBe(
    "go.example/team/••••",
  );
});
