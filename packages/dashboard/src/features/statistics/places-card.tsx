import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { lazyPart } from "../../lib/lazy.ts";
import { Card } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { isChosen } from "./filter.ts";
import { COUNTRIES, ListTabs } from "./list-card.tsx";
import { useCount } from "./list-rows.tsx";
import { useNames } from "./names.ts";
import { countOf } from "./points.ts";
import { listQuery, orderOf } from "./queries.ts";
import { useFilter, useView, useWords } from "./view.tsx";

const World = lazyPart(() => import("./world.tsx"));

/** Where people are: on a map, and as lists of countries, regions and cities. */
export function PlacesCard({ total }: { total: number }) {
  const t = useWords();
  const { question, search, metric, currency } = useView();
  const filter = useFilter();
  const write = useCount();
  const nameOf = useNames("country");
  const { data } = useQuery(listQuery(question, "country", orderOf(metric, COUNTRIES, currency)));
  const counts = new Map((data ?? []).map((entry) => [entry.name, countOf(entry, metric)]));
  const blank = <Skeleton className="aspect-2/1 w-full" />;
  return (
    <Card isFlush>
      <h2 className="sr-only">{t("places")}</h2>
      <div className="grid grid-cols-1 gap-2 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="self-center p-3 sm:p-4">
          <Suspense fallback={blank}>
            {data ? (
              <World
                counts={counts}
                label={t("map", { metric: t(`metric_${metric}`) })}
                describe={(country, count) => `${nameOf(country)}: ${write(count)}`}
                isChosen={(country) => isChosen(search.country, country)}
                onChoose={(country, isExcluded) =>
                  filter("country", country, isExcluded ? "exclude" : "include")
                }
              />
            ) : (
              blank
            )}
          </Suspense>
        </div>
        <ListTabs topic="places" total={total} />
      </div>
    </Card>
  );
}
