import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** Where the numbers are read when somebody asks; the redirect itself only counts up plain numbers. */
export type MetricSources = {
  redirects: Record<string, number>;
  cache: { hits: number; misses: number };
  journal(): { heldBytes: number; lostLines: number; segments: number };
  ingested: { clicks: number };
};

export type Metrics = {
  /** One API request, done: `route` is the pattern, not the path. */
  observe(request: { method: string; route: string; status: number; seconds: number }): void;
  /** All metrics in Prometheus' text format. */
  render(): Promise<string>;
  contentType: string;
};

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const api = new Histogram({
    name: "visoli_api_request_seconds",
    help: "Time taken by API requests",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  registerRedirects(registry, sources);
  registerLedger(registry, sources);
  return {
    observe: ({ method, route, status, seconds }) => api.observe({ method, route, status }, seconds),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function registerRedirects(registry: Registry, { redirects, cache }: MetricSources): void {
  const byLabel = (name: string, help: string, label: string, values: () => Record<string, number>) =>
    new Counter({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        this.reset();
        for (const [value, count] of Object.entries(values())) this.inc({ [label]: value }, count);
      },
    });
  byLabel(
    "visoli_redirect_requests_total",
    "Requests for short links, by outcome",
    "outcome",
    () => redirects,
  );
  byLabel("visoli_link_cache_total", "Look-ups in the cache of links", "result", () => ({
    hit: cache.hits,
    miss: cache.misses,
  }));
}

function registerLedger(registry: Registry, { journal, ingested }: MetricSources): void {
  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  counter("visoli_clicks_ingested_total", "Clicks handed to the click store", () => ingested.clicks);
  counter(
    "visoli_clicks_lost_total",
    "Clicks given up because the journal could not be written",
    () => journal().lostLines,
  );
  gauge(
    "visoli_journal_held_bytes",
    "Clicks in memory that could not be written to the journal yet",
    () => journal().heldBytes,
  );
  gauge(
    "visoli_journal_segments",
    "Files of the journal that the click store has not taken yet",
    () => journal().segments,
  );
  gauge("visoli_memory_bytes", "Resident memory of the process", () => process.memoryUsage.rss());
}
