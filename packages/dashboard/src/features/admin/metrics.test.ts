import { expect, test } from "bun:test";
import { readMetrics } from "./metrics.ts";
import { readAdminSearch } from "./search.ts";

test("figures are summed over their labels; comments and nonsense are left out", () => {
  const page = `# HELP visoli_redirect_requests_total By outcome
# TYPE visoli_redirect_requests_total counter
visoli_redirect_requests_total{outcome="redirected"} 40
visoli_redirect_requests_total{outcome="not_found"} 2
visoli_memory_bytes 1.5e+8
visoli_journal_bytes NaN
<html>`;
  expect([...readMetrics(page)]).toEqual([
    ["visoli_redirect_requests_total", 42],
    ["visoli_memory_bytes", 150_000_000],
  ]);
});

test("an address keeps what fits", () => {
  expect(readAdminSearch({ tab: "links", state: "closed", q: 7 })).toEqual({ tab: "links", q: "7" });
});
