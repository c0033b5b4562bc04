import { expect, test } from "bun:test";
import { translator } from "../../lib/messages.ts";
import { MESSAGES } from "./messages.ts";
import { readPlanSearch } from "./search.ts";
import { daysUntil, featureWords, moneyWords, type NamedPlan, priceWords } from "./words.ts";

const plan: NamedPlan = {
  ...{ name: "pro", apiRequestsPerMinute: 120, linksPerMonth: 5_000, clicksPerMonth: null, keys: 0 },
  ...{ statistics: "breakdowns", statisticsDays: 1_095, domains: 3, members: 3, webhooks: 3, auditDays: 90 },
  price: { amount: "9.99", currency: "USD" },
};

test("what a plan has is said in words", () => {
  const say = (feature: Parameters<typeof featureWords>[1]) =>
    featureWords(plan, feature, translator(MESSAGES, "de"), "de");
  expect([say("linksPerMonth"), say("clicksPerMonth"), say("keys")]).toEqual(["5.000", "Unbegrenzt", "–"]);
  expect([say("statisticsDays"), say("auditDays")]).toEqual(["3 Jahre", "90 Tage"]);
  expect(say("statistics")).toBe("Alle Aufschlüsselungen");
});

test("money is counted in the currency's smallest unit", () => {
  expect(moneyWords(999, "USD", "en")).toBe("$9.99");
  expect(moneyWords(500, "JPY", "en")).toBe("¥500");
  expect(moneyWords(-1_234, "EUR", "de")).toBe("-12,34\u00a0€");
  expect(priceWords({ amount: "0", currency: "USD" }, "en")).toBe("$0");
  expect(priceWords({ amount: "49.9", currency: "USD" }, "en")).toBe("$49.90");
});

test("days of grace are counted up, and end at none", () => {
  const now = Date.UTC(2027, 0, 15);
  expect(
    [1, 86_400_000, 86_400_001, -1].map((ms) => daysUntil(new Date(now + ms).toISOString(), now)),
  ).toEqual([...[1, 1, 2, 0]]);
});

test("an address says how one came back from paying, or nothing", () => {
  expect(readPlanSearch({ checkout: "done" })).toEqual({ checkout: "done" });
  for (const checkout of ["paid", 7, undefined, ["done"]]) expect(readPlanSearch({ checkout })).toEqual({});
});
