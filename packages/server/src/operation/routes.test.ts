import { expect, test } from "bun:test";
import { ERRORS } from "@visoli/contract/errors";
import { Hono } from "hono";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { openStatsWorld } from "../../../../test/stats-world.ts";
import { openAnalytics } from "../analytics/client.ts";
import { ProblemError } from "../core/errors.ts";
import type { Engines } from "./health.ts";
import { createMetrics } from "./metrics.ts";
import { operationRoutes } from "./routes.ts";

forEachAnalytics("what operators ask", (suite) => {
  async function begin(part: Partial<Engines> = {}) {
    const world = await openStatsWorld(suite.analytics, Date.UTC(2026, 0, 1));
    const metrics = createMetrics({
      redirects: { redirect: 1 },
      cache: { hits: 0, misses: 0 },
      apiLog: { written: 0, dropped: 0 },
      ingested: { clicks: 0, damagedLines: 0, missingBytes: 0, refusedSegments: 0 },
      journal: () => ({
        ...{ heldBytes: 0, droppedClicks: 0, segments: 0 },
        ...{ bytes: 0, limitBytes: 0, oldestAt: null },
      }),
    });
    const engines = {
      pingDatabase: async () => {},
      analytics: suite.analytics,
      journal: () => ({ status: "ok" as const }),
    };
    const app = new Hono().route("/", operationRoutes({ ...engines, ...part }, metrics));
    app.onError((error, c) =>
      error instanceof ProblemError ? c.text(error.code, 404) : c.text("failed", 500),
    );
    return { world, ask: async (path: string) => app.request(path) };
  }

  test("healthz is the process alone", async () => {
    const away = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    const { ask } = await begin({ analytics: away, journal: () => ({ status: "failing" }) });
    const response = await ask("/healthz");
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  });

  test("readyz is 200 while links redirect, else 503", async () => {
    const away = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    const answer = async (part: Partial<Engines>) => {
      const response = await (await begin(part)).ask("/readyz");
      const { status } = (await response.json()) as { status: string };
      return [response.status, status];
    };
    expect(await answer({})).toEqual([200, "ok"]);
    expect(await answer({ analytics: away })).toEqual([200, "degraded"]);
    expect(await answer({ journal: () => ({ status: "full" }) })).toEqual([200, "degraded"]);
    expect(await answer({ journal: () => ({ status: "failing" }) })).toEqual([200, "degraded"]);
    expect(await answer({ pingDatabase: () => Promise.reject(new Error("away")) })).toEqual([
      503,
      "unavailable",
    ]);
  });

  test("metrics are Prometheus' text", async () => {
    const response = await (await begin()).ask("/metrics");
    expect(response.headers.get("content-type")).toStartWith("text/plain");
    expect(await response.text()).toContain('visoli_redirect_requests_total{outcome="redirect"} 1');
  });

  test("the contract is there for machines", async () => {
    const response = await (await begin()).ask("/api/openapi.json");
    expect(response.headers.get("content-type")).toStartWith("application/json");
    expect(await response.json()).toMatchObject({ openapi: "3.1.0", info: { title: "Visoli" } });
  });

  test("every error has its page, and nothing else has", async () => {
    const { ask } = await begin();
    for (const code of Object.keys(ERRORS)) {
      const response = await ask(`/docs/errors/${code}`);
      expect([code, response.status]).toEqual([code, 200]);
      expect((await response.text()).length).toBeGreaterThan(100);
    }
    const others = [
      "none",
      "__proto__",
      "toString",
      "README",
      "..%2f..%2fREADME",
      "%00",
      "link.not_found.md",
    ];
    for (const other of others)
      expect([other, (await ask(`/docs/errors/${other}`)).status]).toEqual([other, 404]);
  });
});
