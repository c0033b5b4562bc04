import type { Dimension } from "@visoli/contract/dimensions";
import { useState } from "react";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import type { Entry } from "./batch.ts";
import { useCount } from "./list-rows.tsx";
import type { NameOf } from "./names.ts";
import { countOf } from "./points.ts";
import { orderOf } from "./queries.ts";
import type { CardMetric } from "./search.ts";
import { useList } from "./use-list.ts";
import { useFilter, useView, useWords } from "./view.tsx";
import { WORDS } from "./words.ts";

export const MOST = 1_000;
const STEP = 100;
const VISITS: CardMetric[] = ["clicks", "visitors", "scans"];

/** All of a list, to search in. */
export function FullList({ dimension, total }: { dimension: Dimension; total: number }) {
  const t = useWords();
  const words = useMessages(WORDS);
  const { metric, currency, change } = useView();
  const columns = VISITS.includes(metric) ? VISITS : [metric];
  const { list, entries, nameOf } = useList(dimension, orderOf(metric, MOST, currency, columns));
  const close = () => change({ list: undefined }, true);
  return (
    <Dialog isOpen onClose={close} title={words(dimension)} width="wide">
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows rows={10} />}
      {entries && <Found {...{ dimension, nameOf, total, entries }} metrics={columns} />}
      {entries?.length === MOST && <p className="mt-3 text-soft">{t("atMost")}</p>}
    </Dialog>
  );
}

type Props = {
  dimension: Dimension;
  entries: readonly Entry[];
  nameOf: NameOf;
  total: number;
  metrics: readonly CardMetric[];
};

function Found({ dimension, entries, nameOf, total, metrics }: Props) {
  const t = useWords();
  const [text, setText] = useState("");
  const [count, setCount] = useState(STEP);
  const columns = useColumns({ dimension, nameOf, total, metrics });
  const sought = text.trim().toLowerCase();
  const found = sought ? entries.filter(({ name }) => nameOf(name).toLowerCase().includes(sought)) : entries;
  return (
    <div className="grid gap-3">
      <Field label={t("search")} isLabelHidden>
        {(input) => (
          <Input
            {...input}
            type="search"
            placeholder={t("search")}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <p aria-live="polite" className="text-[0.8125rem] text-soft">
        {t("found", { count: found.length })}
      </p>
      <Table
        label={t("found", { count: found.length })}
        columns={columns}
        rows={found.slice(0, count)}
        keyOf={({ name }) => name}
      />
      {found.length > count && (
        <Button className="justify-self-center" onClick={() => setCount(count + STEP)}>
          {t("showMore")}
        </Button>
      )}
    </div>
  );
}

function useColumns({ dimension, nameOf, total, metrics }: Omit<Props, "entries">): Column<Entry>[] {
  const t = useWords();
  const words = useMessages(WORDS);
  const { metric } = useView();
  const filter = useFilter();
  const write = useCount();
  const format = useFormat();
  return [
    {
      ...{ id: "name", head: words(dimension) },
      cell: ({ name }) => (
        <button
          type="button"
          title={nameOf(name)}
          className="block max-w-[min(24rem,45vw)] truncate text-left hover:text-mark hover:underline"
          onClick={(event) => filter(dimension, name, event.altKey ? "exclude" : "include")}
        >
          {nameOf(name)}
        </button>
      ),
    },
    ...metrics.map((each) => ({
      ...{ id: each, head: t(`metric_${each}`), isNumber: true, isExtra: each !== metric },
      cell: (entry: Entry) => write(countOf(entry, each), each),
    })),
    {
      ...{ id: "share", head: t("share"), isNumber: true },
      cell: (entry) => (total > 0 ? format.percent(countOf(entry, metric) / total) : ""),
    },
  ];
}
