import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ClickListOptions, ClickStreamOptions } from "@visoli/sdk/clicks";
import { Pause, Play, Radio } from "lucide-react";
import { useEffect, useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge, type BadgeLook } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { ClickRows } from "./click-rows.tsx";
import { MOST } from "./merged.ts";
import { MESSAGES } from "./messages.ts";
import { Minutes } from "./minutes.tsx";
import { isOfPlan, type Live, type LiveState, useLive } from "./use-live.ts";

/** What the stream and the list know, without a time. */
export type LiveFilters = ClickStreamOptions;

const LOOKS: Record<LiveState, BadgeLook> = {
  ...{ connected: "good", connecting: "plain", away: "warn", paused: "plain" },
};

function recentQuery(filters: ClickListOptions) {
  return queryOptions({
    queryKey: ["clicks", "recent", filters],
    queryFn: ({ signal }) => visoli.clicks.list({ ...filters, period: "24h", limit: 50 }, { signal }),
    // The stream goes on from there: asked again, it would be the same with what came since.
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
  });
}

function minutesQuery(filters: ClickStreamOptions) {
  return queryOptions({
    queryKey: ["stats", "minutes", filters],
    queryFn: ({ signal }) => {
      const start = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 29 * 60_000).toISOString();
      const { lastEventId: _, ...those } = filters;
      return visoli.stats.get(
        { ...those, start, interval: "minute", metrics: ["clicks", "scans"] },
        { signal },
      );
    },
    placeholderData: keepPreviousData,
    ...{ refetchInterval: 30_000, staleTime: 0 },
  });
}

/** Clicks as they come, and how many in the last minutes. */
export function LiveClicks({ filters }: { filters: LiveFilters }) {
  const [isHeld, setHeld] = useState(false);
  const recent = useQuery(recentQuery(filters));
  const live = useLive(filters, recent.data?.data, isHeld);
  const minutes = useQuery({ ...minutesQuery(filters), enabled: recent.data !== undefined });
  useFollow(live, filters);
  const problem = recent.error ?? live.problem;
  if (isOfPlan(problem)) return <NotInPlan detail={problem.detail} />;
  if (problem) return <ErrorState error={problem} onRetry={() => void recent.refetch()} />;
  return (
    <div className="grid grid-cols-1 gap-4">
      <Minutes series={minutes.data?.series} />
      <Stream {...{ live, isHeld }} isLoading={recent.isPending} onHold={() => setHeld(!isHeld)} />
    </div>
  );
}

/** The numbers are asked again when clicks came, every few seconds at most. */
function useFollow({ clicks }: Live, filters: LiveFilters): void {
  const client = useQueryClient();
  const newest = clicks[0]?.id;
  useEffect(() => {
    const timer = setTimeout(
      () => void client.invalidateQueries({ queryKey: minutesQuery(filters).queryKey }),
      1_500,
    );
    return () => clearTimeout(timer);
  }, [newest]);
}

type StreamProps = { live: Live; isHeld: boolean; isLoading: boolean; onHold(): void };

function Stream({ live, isHeld, isLoading, onHold }: StreamProps) {
  const t = useMessages(MESSAGES);
  const actions = (
    <div className="flex items-center gap-2">
      <span role="status">
        <Badge look={LOOKS[live.state]}>{t(isHeld ? "held" : live.state)}</Badge>
      </span>
      <Button size="small" look="quiet" onClick={onHold}>
        {isHeld ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        {t(isHeld ? "goOn" : "hold")}
      </Button>
    </div>
  );
  return (
    <Card title={t("clicks")} actions={actions} isFlush>
      {live.hasMissed && <p className="px-4 pb-2 text-warn">{t("missed")}</p>}
      {isLoading && (
        <div className="px-4 pb-3">
          <SkeletonRows rows={6} />
        </div>
      )}
      {!isLoading && live.clicks.length === 0 && (
        <EmptyState icon={<Radio size={20} />} title={t("connected")}>
          {t("waiting")}
        </EmptyState>
      )}
      {live.clicks.length > 0 && <ClickRows clicks={live.clicks} />}
      {live.clicks.length >= MOST && (
        <p className="px-4 py-3 text-[0.8125rem] text-soft">{t("capped", { count: MOST })}</p>
      )}
    </Card>
  );
}

function NotInPlan({ detail }: { detail: string | undefined }) {
  const t = useMessages(MESSAGES);
  return (
    <Card>
      <EmptyState
        icon={<Radio size={20} />}
        title={t("plan")}
        action={
          <Link to="/settings/plan" search={{}} className={buttonClass("primary")}>
            {t("plans")}
          </Link>
        }
      >
        {detail}
      </EmptyState>
    </Card>
  );
}
