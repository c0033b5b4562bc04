import { useQueries } from "@tanstack/react-query";
import { DIMENSIONS, type Dimension } from "@visoli/contract/dimensions";
import { X } from "lucide-react";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { type Choice, valuesOf } from "./filter.ts";
import { useNames } from "./names.ts";
import { linkNameQuery } from "./queries.ts";
import { useFilter, useView, useWords } from "./view.tsx";
import { WORDS } from "./words.ts";

/** The filters that are set, each with a way out. */
export function Chips() {
  const t = useWords();
  const { search, change } = useView();
  const set = DIMENSIONS.filter((dimension) => search[dimension] !== undefined);
  if (set.length === 0) return null;
  const none = Object.fromEntries(set.map((dimension) => [dimension, undefined]));
  return (
    <ul aria-label={t("filters")} className="flex flex-wrap items-center gap-2">
      {set.map((dimension) => (
        <Chip key={dimension} dimension={dimension} />
      ))}
      <li>
        <Button size="small" look="quiet" onClick={() => change(none)}>
          {t("clear")}
        </Button>
      </li>
    </ul>
  );
}

/** The values of a filter. */
function Chip({ dimension }: { dimension: Dimension }) {
  const { search } = useView();
  const values = valuesOf(search[dimension]);
  const links = dimension === "link" ? values.map(({ value }) => value) : [];
  const names = useQueries({ queries: links.map(linkNameQuery) });
  const known = new Map(links.flatMap((id, index) => [[id, names[index]?.data ?? id] as const]));
  const nameOf = useNames(dimension, known);
  return values.map(({ value, choice }) => (
    <Value key={`${choice} ${value}`} {...{ dimension, value, choice }} name={nameOf(value)} />
  ));
}

type ValueProps = { dimension: Dimension; value: string; choice: Choice; name: string };

function Value({ dimension, value, choice, name }: ValueProps) {
  const t = useWords();
  const words = useMessages(WORDS);
  const filter = useFilter();
  const text = t(choice === "include" ? "is" : "isNot", { dimension: words(dimension), name });
  return (
    <li className="flex max-w-full min-w-0 items-center rounded-lg bg-mark-soft pl-2.5">
      <span className="min-w-0 truncate py-1 text-[0.8125rem] font-medium" title={text}>
        {text}
      </span>
      <button
        type="button"
        aria-label={`${t("remove")}: ${text}`}
        title={t("remove")}
        className="grid size-7 shrink-0 place-items-center rounded-lg text-soft hover:text-ink"
        onClick={() => filter(dimension, value, choice)}
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}
