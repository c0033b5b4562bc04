import { useQuery } from "@tanstack/react-query";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge, type BadgeLook } from "../../ui/badge.tsx";
import { Card } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { MESSAGES } from "./messages.ts";
import { readMetrics } from "./metrics.ts";

const EVERY_MS = 10_000;
const MEGABYTE = 1_048_576;
const ENGINES = ["database", "clickhouse", "journal", "redis"] as const;
const STATES = ["ok", "unavailable", "full", "failing"] as const;
type EngineState = (typeof STATES)[number];
type Readiness = {
  status: "ok" | "degraded" | "unavailable";
  engines: Partial<Record<(typeof ENGINES)[number], EngineState>>;
  reasons?: string[];
};

const LOOKS: Record<Readiness["status"], "good" | "warn" | "alarm"> = {
  ...{ ok: "good", degraded: "warn", unavailable: "alarm" },
};

/** How the parts of the service are. */
export function Health() {
  const t = useMessages(MESSAGES);
  const { data } = useQuery({
    queryKey: ["health"],
    // It answers 503 with the same document.
    queryFn: async ({ signal }) => (await (await fetch("/readyz", { signal })).json()) as Readiness,
    refetchInterval: EVERY_MS,
  });
  return (
    <div className="grid gap-5">
      <Card title={t("health")} description={t("healthText")}>
        {!data && <Skeleton className="h-32 w-full" />}
        {data && (
          <div className="grid gap-3 pt-1">
            <Alert look={LOOKS[data.status]}>
              <p className="font-medium">{t(`status_${data.status}`)}</p>
              {data.reasons?.map((reason) => (
                <p key={reason}>{reason}</p>
              ))}
            </Alert>
            <dl className="grid gap-2 sm:grid-cols-2">
              {ENGINES.filter((engine) => data.engines[engine]).map((engine) => (
                <div
                  key={engine}
                  className="flex items-center justify-between gap-4 rounded-lg border px-3 py-2"
                >
                  <dt>{t(`engine_${engine}`)}</dt>
                  <dd>
                    <State state={data.engines[engine] ?? "ok"} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )}
      </Card>
      <Figures />
    </div>
  );
}

function State({ state }: { state: EngineState }) {
  const t = useMessages(MESSAGES);
  const look: BadgeLook = state === "ok" ? "good" : "alarm";
  return <Badge look={look}>{t(`engine_${state}`)}</Badge>;
}

/** Some of what the process counts; operators may have closed that page to the world. */
function Figures() {
  const t = useMessages(MESSAGES);
  const { number } = useFormat();
  const { data, isPending } = useQuery({
    queryKey: ["metrics"],
    queryFn: async ({ signal }) => readMetrics(await (await fetch("/metrics", { signal })).text()),
    refetchInterval: EVERY_MS,
  });
  const figure = (name: string) => data?.get(`visoli_${name}`) ?? 0;
  const megabytes = (name: string) => t("megabytes", { count: Math.round(figure(name) / MEGABYTE) });
  const figures = [
    ["redirects", number(figure("redirect_requests_total"))],
    ["clicks", number(figure("clicks_ingested_total"))],
    ["journal", megabytes("journal_bytes")],
    ["waiting", t("seconds", { count: Math.round(figure("journal_oldest_seconds")) })],
    ["dropped", number(figure("journal_dropped_clicks_total"))],
    ["memory", megabytes("memory_bytes")],
  ] as const;
  return (
    <Card title={t("figures")} description={t("figuresText")}>
      {isPending && <Skeleton className="h-24 w-full" />}
      {!isPending && !data?.size && <p className="text-soft">{t("noFigures")}</p>}
      {data && data.size > 0 && (
        <dl className="grid grid-cols-2 gap-4 pt-1 sm:grid-cols-3 lg:grid-cols-6">
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt className="text-[0.8125rem] text-soft">{t(name)}</dt>
              <dd className="tabular text-lg font-semibold">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
