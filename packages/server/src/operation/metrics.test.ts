import { expect, test } from "bun:test";
import { createMetrics } from "./metrics.ts";

function begin() {
  const sources = {
    redirects: { redirect: 3, expired: 2, missing: 1 },
    cache: { hits: 5, misses: 4 },
    apiLog: { written: 16, dropped: 17 },
    ingested: { clicks: 7, damagedLines: 8, missingBytes: 9, refusedSegments: 10 },
    state: {
      heldBytes: 11,
      droppedClicks: 12,
      segments: 13,
      bytes: 14,
      limitBytes: 15,
      oldestAt: 0 as number | null,
    },
  };
  const metrics = createMetrics({ ...sources, journal: () => sources.state });
  const values = async () => {
    const lines = (await metrics.render()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
    );
  };
  return { sources, metrics, values };
}

const CHANGING = ["visoli_memory_bytes", "visoli_journal_oldest_seconds"];

test("tell what is counted, under the promised names", async () => {
  const { metrics, values } = begin();
  const all = await values();
  expect(Object.fromEntries([...all].filter(([name]) => !CHANGING.includes(name)))).toEqual({
    'visoli_redirect_requests_total{outcome="redirect"}': 3,
    'visoli_redirect_requests_total{outcome="expired"}': 2,
    'visoli_redirect_requests_total{outcome="missing"}': 1,
    'visoli_link_cache_total{result="hit"}': 5,
    'visoli_link_cache_total{result="miss"}': 4,
    'visoli_api_log_requests_total{result="written"}': 16,
    'visoli_api_log_requests_total{result="dropped"}': 17,
    visoli_clicks_ingested_total: 7,
    visoli_journal_damaged_lines_total: 8,
    visoli_journal_missing_bytes_total: 9,
    visoli_journal_refused_segments_total: 10,
    visoli_journal_held_bytes: 11,
    visoli_journal_dropped_clicks_total: 12,
    visoli_journal_segments: 13,
    visoli_journal_bytes: 14,
    visoli_journal_limit_bytes: 15,
  });
  // Since 1970.
  expect(all.get("visoli_journal_oldest_seconds")).toBeGreaterThan(1.7e9);
  expect(all.get("visoli_memory_bytes")).toBeGreaterThan(1_000_000);
  expect(metrics.contentType).toStartWith("text/plain");
});

test("asking twice counts nothing twice; what went on since is there", async () => {
  const { sources, values } = begin();
  await values();
  sources.redirects.redirect++;
  sources.cache.hits += 10;
  sources.state = { ...sources.state, heldBytes: 0, segments: 0, oldestAt: null };
  const all = await values();
  expect(all.get('visoli_redirect_requests_total{outcome="redirect"}')).toBe(4);
  expect(all.get('visoli_link_cache_total{result="hit"}')).toBe(15);
  const gauges = ["held_bytes", "segments", "oldest_seconds"].map((name) =>
    all.get(`visoli_journal_${name}`),
  );
  expect(gauges).toEqual([0, 0, 0]);
});

test("API requests are told by method, route and status", async () => {
  const { metrics, values } = begin();
  const request = { method: "GET", route: "/api/v1/links/:id", status: 200, seconds: 0.02 };
  metrics.observe(request);
  metrics.observe({ ...request, seconds: 0.2 });
  metrics.observe({ ...request, status: 404 });
  const all = await values();
  const labels = (status: number) => `method="GET",route="/api/v1/links/:id",status="${status}"`;
  expect(all.get(`visoli_api_request_seconds_count{${labels(200)}}`)).toBe(2);
  expect(all.get(`visoli_api_request_seconds_count{${labels(404)}}`)).toBe(1);
  expect(all.get(`visoli_api_request_seconds_bucket{le="0.025",${labels(200)}}`)).toBe(1);
});

test("every metric says what it is", async () => {
  const text = await begin().metrics.render();
  const named = [...text.matchAll(/^# HELP (\w+) (.+)$/gm)].map(([, name]) => name);
  expect(named.length).toBe(15);
  for (const name of named) expect(text).toContain(`# TYPE ${name} `);
});
