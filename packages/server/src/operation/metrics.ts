import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** Where the numbers are read when somebody asks; the redirect itself only counts up plain numbers. */
export type MetricSources = {
  redirects: Record<string, number>;
  cache: { hits: number; misses: number };
  journal(): JournalFigures;
  ingested: IngestFigures;
  apiLog: { written: number; dropped: number };
};

export type JournalFigures = {
  bytes: number;
  limitBytes: number;
  segments: number;
  oldestAt: number | null;
  heldBytes: number;
  droppedClicks: number;
};
export type IngestFigures = {
  clicks: number;
  damagedLines: number;
  missingBytes: number;
  refusedSegments: number;
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
  registerApiLog(registry, sources.apiLog);
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

function registerApiLog(registry: Registry, counts: MetricSources["apiLog"]): void {
  new Counter({
    name: "visoli_api_log_requests_total",
    help: "Requests for the API log: written to the click store, or dropped where it was away for too long",
    labelNames: ["result"],
    registers: [registry],
    collect() {
      this.reset();
      this.inc({ result: "written" }, counts.written);
      this.inc({ result: "dropped" }, counts.dropped);
    },
  });
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
  for (const [name, help, read] of LEDGER_COUNTERS) counter(name, help, () => read(ingested, journal()));
  for (const [name, help, read] of JOURNAL_GAUGES) gauge(name, help, () => read(journal()));
  gauge("visoli_memory_bytes", "Resident memory of the process", () => process.memoryUsage.rss());
}

const LEDGER_COUNTERS: [
  name: string,
  help: string,
  read: (ingested: IngestFigures, journal: JournalFigures) => number,
][] = [
  ["visoli_clicks_ingested_total", "Clicks handed to the click store", ({ clicks }) => clicks],
  [
    "visoli_journal_dropped_clicks_total",
    "Clicks given up because neither the journal nor memory had room for them",
    (_, { droppedClicks }) => droppedClicks,
  ],
  [
    "visoli_journal_damaged_lines_total",
    "Clicks that were not as they were written, set aside in journal/damaged",
    ({ damagedLines }) => damagedLines,
  ],
  [
    "visoli_journal_missing_bytes_total",
    "How much shorter than written files of the journal were",
    ({ missingBytes }) => missingBytes,
  ],
  [
    "visoli_journal_refused_segments_total",
    "Files of the journal that the click store does not take, set aside in journal/refused",
    ({ refusedSegments }) => refusedSegments,
  ],
];

const JOURNAL_GAUGES: [name: string, help: string, read: (journal: JournalFigures) => number][] = [
  ["visoli_journal_bytes", "Size of the clicks that wait on the disk", ({ bytes }) => bytes],
  ["visoli_journal_limit_bytes", "Size that they may have", ({ limitBytes }) => limitBytes],
  [
    "visoli_journal_segments",
    "Files of the journal that the click store has not taken yet",
    ({ segments }) => segments,
  ],
  [
    "visoli_journal_oldest_seconds",
    "Age of the oldest of them; 0 where there is none",
    ({ oldestAt }) => (oldestAt === null ? 0 : Math.max(0, (Date.now() - oldestAt) / 1_000)),
  ],
  [
    "visoli_journal_held_bytes",
    "Clicks in memory that could not be written to the journal yet",
    ({ heldBytes }) => heldBytes,
  ],
];
