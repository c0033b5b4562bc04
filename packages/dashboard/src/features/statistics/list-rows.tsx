import { Link } from "@tanstack/react-router";
import type { Dimension } from "@visoli/contract/dimensions";
import { clsx } from "clsx";
import { ArrowUpRight, CircleSlash2 } from "lucide-react";
import { useFormat } from "../../lib/format.ts";
import type { Entry } from "./batch.ts";
import { isChosen } from "./filter.ts";
import type { NameOf } from "./names.ts";
import { countOf } from "./points.ts";
import type { CardMetric } from "./search.ts";
import { useFilter, useView, useWords } from "./view.tsx";

type Props = {
  dimension: Dimension;
  entries: readonly Entry[];
  nameOf: NameOf;
  /** Of all entries together, for shares. */
  total: number;
};

/** Values with how often they came, as bars; a click keeps one of them alone, with Alt it is left out. */
export function ListRows({ dimension, entries, nameOf, total }: Props) {
  const { metric } = useView();
  const most = Math.max(...entries.map((entry) => countOf(entry, metric)), 1);
  return (
    <ol className="grid grid-cols-1 gap-0.5">
      {entries.map((entry) => (
        <Row
          key={entry.name}
          {...{ dimension, total, most }}
          value={entry.name}
          name={nameOf(entry.name)}
          count={countOf(entry, metric)}
        />
      ))}
    </ol>
  );
}

type RowProps = {
  dimension: Dimension;
  value: string;
  name: string;
  count: number;
  total: number;
  most: number;
};

function Row({ dimension, value, name, count, total, most }: RowProps) {
  const t = useWords();
  const { search } = useView();
  const filter = useFilter();
  const write = useCount();
  const format = useFormat();
  const isOn = isChosen(search[dimension], value);
  return (
    <li className="group relative flex items-center rounded-md focus-within:bg-sunken hover:bg-sunken">
      <button
        type="button"
        aria-pressed={isOn}
        aria-label={t("filterBy", { name })}
        title={name}
        className="relative flex h-8 min-w-0 flex-1 items-center rounded-md px-2 text-left"
        onClick={(event) => filter(dimension, value, event.altKey ? "exclude" : "include")}
      >
        <span
          aria-hidden
          className={clsx("absolute inset-y-0.5 left-0 rounded-md", isOn ? "bg-mark/30" : "bg-mark-soft")}
          style={{ width: `${(count / most) * 100}%` }}
        />
        <span className="relative truncate">{name}</span>
      </button>
      <span className="absolute right-30 flex bg-sunken opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:static pointer-coarse:bg-transparent pointer-coarse:opacity-100">
        {dimension === "link" && <OpenLink id={value} name={name} />}
        <button
          type="button"
          aria-label={t("exclude", { name })}
          title={t("exclude", { name })}
          className="grid size-7 place-items-center rounded-md text-soft hover:text-ink"
          onClick={() => filter(dimension, value, "exclude")}
        >
          <CircleSlash2 size={14} aria-hidden />
        </button>
      </span>
      <span className="tabular w-16 shrink-0 text-right font-medium">{write(count)}</span>
      <span className="tabular w-14 shrink-0 pr-2 text-right text-[0.8125rem] text-soft">
        {total > 0 ? format.percent(count / total) : ""}
      </span>
    </li>
  );
}

function OpenLink({ id, name }: { id: string; name: string }) {
  const t = useWords();
  return (
    <Link
      to="/links/$linkId"
      params={{ linkId: id }}
      search={{}}
      aria-label={t("openLink", { name })}
      title={t("openLink", { name })}
      className="grid size-7 place-items-center rounded-md text-soft hover:text-ink"
    >
      <ArrowUpRight size={15} aria-hidden />
    </Link>
  );
}

/** How a number of the chosen metric is written in little room. */
export function useCount(): (count: number, metric?: CardMetric) => string {
  const { metric: chosen, currency } = useView();
  const format = useFormat();
  return (count, metric = chosen) => {
    if (metric === "value") return format.money(count, currency ?? "EUR");
    return count < 100_000 ? format.number(count) : format.compact(count);
  };
}
