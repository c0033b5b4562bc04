import { useFormat } from "../../lib/format.ts";
import { Card } from "../../ui/page.tsx";
import { Segments } from "../../ui/tabs.tsx";
import type { Headline } from "./queries.ts";
import { useView, useWords } from "./view.tsx";

type Props = {
  hasAny: boolean;
  currencies: readonly string[];
  fruits: Headline | undefined;
  /** Clicks and scans of the same time. */
  visits: number;
};

/** What came of the clicks: registrations and sales, and what they were worth. */
export function ConversionsCard({ hasAny, currencies, fruits, visits }: Props) {
  const t = useWords();
  const { currency, change } = useView();
  const switcher = currencies.length > 1 && currency && (
    <Segments
      label={t("currency")}
      options={currencies.slice(0, 5).map((id) => ({ id, label: id }))}
      chosen={currency}
      onChoose={(next) => change({ currency: next }, true)}
    />
  );
  return (
    <Card title={t("conversions")} actions={switcher || undefined}>
      {hasAny ? (
        <Numbers fruits={fruits} visits={visits} />
      ) : (
        <div className="grid gap-2 text-soft">
          <p>{t("noConversions")}</p>
          <a href="/docs" className="justify-self-start font-medium text-mark hover:underline">
            {t("howConversions")}
          </a>
        </div>
      )}
    </Card>
  );
}

function Numbers({ fruits, visits }: Pick<Props, "fruits" | "visits">) {
  const t = useWords();
  const { currency } = useView();
  const format = useFormat();
  const { conversions = 0, leads = 0, sales = 0, value } = fruits?.stats.totals ?? {};
  const lines = [
    { name: t("leads"), text: format.number(leads) },
    { name: t("sales"), text: format.number(sales) },
    ...(currency ? [{ name: t("value"), text: format.money(Number(value ?? 0), currency) }] : []),
    { name: t("rate"), text: visits > 0 ? format.percent(conversions / visits) : "–" },
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
      {lines.map(({ name, text }) => (
        <div key={name} className="min-w-0">
          <dt className="text-[0.8125rem] text-soft">{name}</dt>
          <dd className="tabular truncate text-lg font-semibold">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
