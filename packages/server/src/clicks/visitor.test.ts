import { describe, expect, test } from "bun:test";
import { visit as visitOf } from "../../../../test/clicks.ts";
import type { Visit } from "../core/visit.ts";
import { createSalts, newSalt } from "./salts.ts";
import { visitorHash } from "./visitor.ts";

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 0, 15, 12);
const MIDNIGHT = Date.UTC(2026, 0, 16);

const visit = (part: Parameters<typeof visitOf>[0] = {}, workspaceId = "ws_1"): Visit =>
  visitOf({
    ...{ at: NOON, address: "203.0.113.7", agent: "Firefox" },
    ...part,
    link: { workspaceId, ...part.link },
  });

describe("the visitor's hash", () => {
  const salts = createSalts();
  const hash = (part?: Parameters<typeof visit>[0], workspaceId?: string) =>
    visitorHash(salts, visit(part, workspaceId));

  test("is the same all day, whichever link and however the visit came about", () => {
    const other = {
      link: { id: "lnk_2", slug: "b" },
      referrer: "https://example.org",
      trigger: "qr" as const,
    };
    expect(hash({ at: MIDNIGHT - 1 })).toBe(hash());
    expect(hash({ at: MIDNIGHT - DAY })).toBe(hash());
    expect(hash(other)).toBe(hash());
  });

  test("is another on another day, in another workspace, from another address, by another agent", () => {
    const hashes = [
      hash(),
      hash({ at: MIDNIGHT }),
      hash({ at: MIDNIGHT - DAY - 1 }),
      hash({}, "ws_2"),
      hash({ address: "203.0.113.8" }),
      hash({ address: "" }),
      hash({ agent: "Chrome" }),
      hash({ agent: "" }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test("does not take parts of one for parts of another", () => {
    expect(hash({ address: "1.2.3.4", agent: "5" })).not.toBe(hash({ address: "1.2.3.45", agent: "" }));
    expect(hash({ address: "1" }, "ws_11")).not.toBe(hash({ address: "11" }, "ws_1"));
  });

  test("is 52 bits, evenly: exact as a number in JavaScript and JSON", () => {
    const hashes = Array.from({ length: 4_000 }, (_, index) =>
      hash({ address: `10.0.${index >> 8}.${index & 255}` }),
    );
    expect(hashes.every((one) => Number.isSafeInteger(one) && one >= 0 && one < 2 ** 52)).toBe(true);
    expect(new Set(hashes).size).toBe(4_000);
    for (let bit = 0; bit < 52; bit++) {
      const ones = hashes.filter((one) => Math.floor(one / 2 ** bit) % 2 === 1).length;
      // Six standard deviations around the half.
      expect([bit, Math.abs(ones - 2_000) < 190]).toEqual([bit, true]);
    }
  });

  test("under another salt is another: without the salt nobody can work it out", () => {
    expect(visitorHash(createSalts(), visit())).not.toBe(hash());
  });
});

describe("salts", () => {
  const day = Math.floor(NOON / DAY);

  test("a day keeps its salt; an unknown one gets its own at once", () => {
    const salts = createSalts();
    expect(salts.of(NOON)).toMatch(/^[0-9a-f]{32}$/);
    expect(salts.of(NOON + 1)).toBe(salts.of(NOON));
    expect(salts.of(MIDNIGHT)).not.toBe(salts.of(NOON));
  });

  test("what is set is used, from the first to the last millisecond of the UTC day", () => {
    const salts = createSalts();
    salts.set(day, "today");
    salts.set(day + 1, "tomorrow");
    expect([MIDNIGHT - DAY, MIDNIGHT - 1, MIDNIGHT].map(salts.of)).toEqual(["today", "today", "tomorrow"]);
  });

  test("what is dropped does not come back", () => {
    const salts = createSalts();
    salts.set(day - 1, "yesterday");
    salts.set(day, "today");
    salts.keepFrom(day);
    expect(salts.of(NOON)).toBe("today");
    expect(salts.of(NOON - DAY)).not.toBe("yesterday");
  });

  test("new ones are 128 random bits", () => {
    const salts = Array.from({ length: 100 }, newSalt);
    expect(new Set(salts).size).toBe(100);
    expect(salts.every((salt) => /^[0-9a-f]{32}$/.test(salt))).toBe(true);
  });
});
