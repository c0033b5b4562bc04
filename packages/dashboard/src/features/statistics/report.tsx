import { useQuery } from "@tanstack/react-query";
import { useHere } from "../../lib/me.ts";
import { ErrorState } from "../../ui/states.tsx";
import { ConversionsCard } from "./conversions-card.tsx";
import { EmptyReport } from "./empty-report.tsx";
import { FullList } from "./full-list.tsx";
import { HeatmapCard } from "./heatmap-card.tsx";
import { ListCard } from "./list-card.tsx";
import { type Totals, totalsOf } from "./metric-cards.tsx";
import { OrphansCard } from "./orphans-card.tsx";
import { PlacesCard } from "./places-card.tsx";
import { PlanNote } from "./plan-note.tsx";
import { currenciesQuery, fruitsQuery, type Headline, headlineQuery } from "./queries.ts";
import { chartIntervals, comparisonOf, hasDimension, spanReaches } from "./question.ts";
import { CARDS } from "./search.ts";
import { SeriesCard } from "./series-card.tsx";
import { useView, useWords } from "./view.tsx";

const VISITS = ["clicks", "visitors", "scans"] as const;

/** What the report's parts share: asked once. */
export function useReport() {
  const { may } = useHere();
  const { search, span, question, level, currency, metric } = useView();
  const intervals = chartIntervals(search, span, level);
  const isHad = spanReaches(level, span);
  const shape = { span, compare: comparisonOf(search, span, level), interval: intervals.chosen };
  const isAsked = isHad && search.view !== "live";
  const main = useQuery({ ...headlineQuery(question, shape), enabled: isAsked });
  const money = useQuery({ ...currenciesQuery, enabled: may("conversions:read") });
  const hasAny = money.data?.hasAny === true;
  const fruits = useQuery({ ...fruitsQuery(question, shape, currency), enabled: isAsked && hasAny });
  const isFruit = metric === "conversions" || metric === "value";
  return { intervals, isHad, main, money, hasAny, fruits, front: isFruit ? fruits : main };
}
export type ReportData = ReturnType<typeof useReport>;

/** The page of numbers: for the workspace, or for a link alone. */
export function Report({ data }: { data: ReportData }) {
  const t = useWords();
  const { may } = useHere();
  const { level, metric, question, search, link } = useView();
  const { intervals, isHad, main, money, hasAny, fruits, front } = data;
  if (!isHad)
    return <PlanNote text={t("plan_days", { plan: level.plan, days: level.statisticsDays ?? 0 })} />;
  if (main.isError && !main.data)
    return <ErrorState error={main.error} onRetry={() => void main.refetch()} />;
  const totals = totalsWith(main.data, fruits.data, hasAny);
  const shown = CARDS.filter((card) =>
    cardIsShown(card, may("conversions:read"), hasAny && money.data !== undefined),
  );
  const isEmpty = main.data !== undefined && VISITS.every((name) => totals[name]?.now === 0);
  const total = totals[metric]?.now ?? 0;
  return (
    <div className="grid grid-cols-1 gap-4">
      <SeriesCard
        {...{ shown, totals }}
        headline={front.data}
        offered={intervals.offered}
        isOld={front.isPlaceholderData}
      />
      {isEmpty && <EmptyReport />}
      {!isEmpty && <Lists total={total} />}
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        {!isEmpty && <HeatmapCard />}
        {may("conversions:read") && (
          <ConversionsCard
            {...{ hasAny, fruits: fruits.data }}
            currencies={money.data?.currencies ?? []}
            visits={(totals.clicks?.now ?? 0) + (totals.scans?.now ?? 0)}
          />
        )}
      </div>
      {!link && <OrphansCard question={question} />}
      {search.list && hasDimension(level, search.list) && <FullList dimension={search.list} total={total} />}
    </div>
  );
}

function Lists({ total }: { total: number }) {
  return (
    <>
      <PlacesCard total={total} />
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
        <ListCard topic="sources" total={total} />
        <ListCard topic="links" total={total} />
        <ListCard topic="devices" total={total} />
        <ListCard topic="parts" total={total} />
      </div>
    </>
  );
}

function totalsWith(main: Headline | undefined, fruits: Headline | undefined, hasAny: boolean): Totals {
  const none = { conversions: { now: 0, before: undefined } };
  const counted = hasAny ? totalsOf(fruits, ["conversions", "value"]) : none;
  return { ...totalsOf(main, VISITS), ...counted };
}

/** Value is money of a currency: without any there is nothing to show. */
function cardIsShown(card: (typeof CARDS)[number], mayRead: boolean, hasMoney: boolean): boolean {
  if (card === "value") return mayRead && hasMoney;
  return card !== "conversions" || mayRead;
}
