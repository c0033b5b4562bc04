import { useQuery } from "@tanstack/react-query";
import { useFormat } from "../../lib/format.ts";
import { useLanguage } from "../../lib/language.ts";
import { Card } from "../../ui/page.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { COUNTRIES } from "./list-card.tsx";
import { useNames } from "./names.ts";
import { weekdayOf } from "./plain-name.ts";
import { PlanNote } from "./plan-note.tsx";
import { countOf } from "./points.ts";
import { listQuery, orderOf } from "./queries.ts";
import { hasDimension } from "./question.ts";
import { useView, useWords } from "./view.tsx";

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When people come: a week's hours, darker where more came. */
export function HeatmapCard() {
  const t = useWords();
  const { question, level, span, metric, currency } = useView();
  const isHad = hasDimension(level, "hourOfWeek");
  // With the countries in one question: the same order, and room for both.
  const query = listQuery(question, "hourOfWeek", orderOf(metric, COUNTRIES, currency));
  const list = useQuery({ ...query, enabled: isHad });
  const counts = new Map((list.data ?? []).map((entry) => [Number(entry.name), countOf(entry, metric)]));
  return (
    <Card title={t("heatmap")} description={t("heatmapAbout", { zone: span.zone })}>
      {!isHad && <PlanNote />}
      {isHad && list.isPending && <Skeleton className="h-52 w-full" />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && <Heatmap counts={counts} isOld={list.isPlaceholderData} />}
    </Card>
  );
}

function Heatmap({ counts, isOld }: { counts: ReadonlyMap<number, number>; isOld: boolean }) {
  const t = useWords();
  const language = useLanguage();
  const nameOf = useNames("hourOfWeek");
  const format = useFormat();
  const most = Math.max(...counts.values(), 1);
  return (
    <table
      aria-label={t("heatmap")}
      aria-busy={isOld}
      className="w-full table-fixed border-separate border-spacing-px sm:border-spacing-0.5"
    >
      <thead>
        <tr className="text-xs text-soft">
          <th scope="col" className="w-8 sm:w-10">
            <span className="sr-only">{t("weekday")}</span>
          </th>
          {HOURS.map((hour) => (
            <th
              key={hour}
              scope="col"
              className="overflow-visible pb-1 text-left font-normal whitespace-nowrap"
            >
              <span className={hour % 6 === 0 ? undefined : "sr-only"}>{hour}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {DAYS.map((day) => (
          <tr key={day}>
            <th scope="row" className="text-left text-xs font-normal text-soft">
              <span aria-hidden>{weekdayOf(day, language, "short")}</span>
              <span className="sr-only">{weekdayOf(day, language)}</span>
            </th>
            {HOURS.map((hour) => {
              const place = (day - 1) * 24 + hour;
              const count = counts.get(place) ?? 0;
              const text = format.number(count);
              return (
                <Cell key={hour} title={`${nameOf(`${place}`)}: ${text}`} text={text} share={count / most} />
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ title, text, share }: { title: string; text: string; share: number }) {
  const colour = `color-mix(in oklab, var(--mark) ${Math.round(share * 90) + 10}%, var(--surface))`;
  return (
    <td
      title={title}
      className="h-6 rounded-[3px] p-0"
      style={{ background: share === 0 ? "var(--sunken)" : colour }}
    >
      <span className="sr-only">{text}</span>
    </td>
  );
}
