import type { Dimension } from "@visoli/contract/dimensions";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { ListRows } from "./list-rows.tsx";
import { PlanNote } from "./plan-note.tsx";
import { countOf } from "./points.ts";
import { orderOf } from "./queries.ts";
import { TABS, type TabsName } from "./search.ts";
import { useList } from "./use-list.ts";
import { useView, useWords } from "./view.tsx";
import { WORDS } from "./words.ts";

export const SHOWN = 9;

/** Top lists of one topic, one of them in front. */
export function ListCard({ topic, total }: { topic: TabsName; total: number }) {
  const t = useWords();
  return (
    <Card isFlush>
      <h2 className="sr-only">{t(topic)}</h2>
      <ListTabs topic={topic} total={total} />
    </Card>
  );
}

/** The lists of a topic, and which one is in front: in the address. */
export function ListTabs({ topic, total }: { topic: TabsName; total: number }) {
  const t = useWords();
  const words = useMessages(WORDS);
  const { search, link, change } = useView();
  // On a link's own page all is of that link; its addresses are what can be told apart.
  const dimensions: readonly Dimension[] = link && topic === "links" ? ["slug", "domain"] : TABS[topic];
  const asked = search[topic];
  const chosen = dimensions.find((each) => each === asked) ?? dimensions[0] ?? "country";
  return (
    <div className="px-2 pt-1 pb-3 [&_[role=tablist]]:px-2">
      <Tabs
        label={t(topic)}
        chosen={chosen}
        onChoose={(id) => change({ [topic]: id === dimensions[0] ? undefined : id }, true)}
        tabs={dimensions.map((id) => ({
          id,
          label: words(id),
          content: <TopList dimension={id} total={total} />,
        }))}
      />
    </div>
  );
}

function TopList({ dimension, total }: { dimension: Dimension; total: number }) {
  const t = useWords();
  const { metric, currency, change } = useView();
  // The map beside it wants all countries: they are asked for together.
  const limit = dimension === "country" ? COUNTRIES : SHOWN + 1;
  const { list, entries, nameOf, isHad } = useList(dimension, orderOf(metric, limit, currency));
  if (!isHad) return <PlanNote />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!entries) return <RowSkeletons />;
  const shown = entries.slice(0, SHOWN).filter((entry) => countOf(entry, metric) > 0);
  const whole =
    dimension === "trigger" ? entries.reduce((sum, each) => sum + countOf(each, metric), 0) : total;
  return (
    <div className="md:min-h-[21.5rem]" aria-busy={list.isPlaceholderData}>
      {shown.length === 0 && <p className="px-2 py-1 text-soft">{t("nothing")}</p>}
      <ListRows {...{ dimension, nameOf }} total={whole} entries={shown} />
      {entries.length > SHOWN && (
        <Button size="small" look="quiet" className="mt-1" onClick={() => change({ list: dimension })}>
          {t("more")}
        </Button>
      )}
    </div>
  );
}

/** More than there are, and room for the hours of a week. */
export const COUNTRIES = 300;

export function RowSkeletons() {
  const t = useWords();
  return (
    <div role="status" aria-label={t("loading")} className="grid min-h-[21.5rem] content-start gap-2 px-2">
      {Array.from({ length: SHOWN }, (_, index) => (
        <Skeleton key={`row ${index + 1}`} className="h-6 w-full" />
      ))}
    </div>
  );
}
