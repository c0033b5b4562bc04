import type { Stats } from "@visoli/contract/stats";
import { useFormat } from "../../lib/format.ts";
import { useLanguage } from "../../lib/language.ts";
import { useMessages } from "../../lib/messages.ts";
import { Card } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { MESSAGES } from "./messages.ts";

type Series = NonNullable<Stats["series"]>;

/** How many came in the last minutes, minute by minute. */
export function Minutes({ series }: { series: Series | undefined }) {
  const t = useMessages(MESSAGES);
  const counts = (series ?? []).map(({ start, clicks = 0, scans = 0 }) => ({ start, count: clicks + scans }));
  const sum = (some: typeof counts) => some.reduce((total, { count }) => total + count, 0);
  return (
    <Card>
      <div className="grid gap-4 sm:grid-cols-[auto_1fr] sm:items-end sm:gap-8">
        <dl className="flex gap-8" aria-live="polite">
          <Sum name={t("minutes5")} count={series && sum(counts.slice(-5))} />
          <Sum name={t("minutes30")} count={series && sum(counts)} />
        </dl>
        {series ? <Bars counts={counts} /> : <Skeleton className="h-16 w-full" />}
      </div>
    </Card>
  );
}

function Sum({ name, count }: { name: string; count: number | undefined }) {
  const format = useFormat();
  return (
    <div>
      <dt className="text-[0.8125rem] text-soft">{name}</dt>
      <dd className="tabular text-2xl font-semibold tracking-tight">
        {count === undefined ? <Skeleton className="my-1 h-7 w-12" /> : format.number(count)}
      </dd>
    </div>
  );
}

function Bars({ counts }: { counts: { start: string; count: number }[] }) {
  const t = useMessages(MESSAGES);
  const language = useLanguage();
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short" });
  const most = Math.max(...counts.map(({ count }) => count), 1);
  return (
    <div role="img" aria-label={t("chart")} className="flex h-16 items-end gap-0.5">
      {counts.map(({ start, count }) => (
        <div
          key={start}
          title={t("minuteBar", { time: time.format(Date.parse(start)), count })}
          className={`flex-1 rounded-t-[2px] ${count > 0 ? "bg-mark" : "bg-line"}`}
          style={{ height: `${Math.max((count / most) * 100, 4)}%` }}
        />
      ))}
    </div>
  );
}
