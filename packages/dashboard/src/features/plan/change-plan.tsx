import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { PaidPlan, Preview } from "@visoli/contract/billing";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useLanguage } from "../../lib/language.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useUiMessages } from "../../ui/messages.ts";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { moneyWords, planName } from "./words.ts";

/** Says what another plan costs now, and switches to it. */
export function ChangePlan({ plan, onClose }: { plan: PaidPlan; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  const client = useQueryClient();
  const preview = useQuery({
    queryKey: ["billing", "preview", plan],
    queryFn: ({ signal }) => visoli.billing.preview({ plan }, { signal }),
    gcTime: 0,
  });
  const form = useForm({}, async () => {
    client.setQueryData(["billing"], await visoli.billing.changePlan({ plan }));
    await client.invalidateQueries({ queryKey: ["usage"] });
    onClose();
    toast(t("changed", { plan: planName(plan) }));
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("changeTitle", { plan: planName(plan) })}
      description={t("changeNow")}
      footer={
        <>
          <Button onClick={onClose}>{ui("cancel")}</Button>
          <Button look="primary" isBusy={form.isBusy} disabled={!preview.data} onClick={() => form.submit()}>
            {t("change")}
          </Button>
        </>
      }
    >
      {preview.isPending && <SkeletonRows rows={2} />}
      {preview.error && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.data && <Costs preview={preview.data} />}
      {form.problem && <Alert look="alarm">{form.problem}</Alert>}
    </Dialog>
  );
}

function Costs({ preview }: { preview: Preview }) {
  const t = useMessages(MESSAGES);
  const language = useLanguage();
  const { date } = useFormat();
  const { price, currency, proration, nextInvoiceAmount, nextInvoiceAt } = preview;
  const money = (amount: number, of = currency) => moneyWords(amount, of, language);
  const next = money(nextInvoiceAmount);
  const rows = [
    price && [
      t("newPrice"),
      t("price", {
        price: money(price.amount, price.currency),
        interval: intervalWords(price.interval, t),
      }),
    ],
    [t(proration < 0 ? "credit" : "rest"), money(Math.abs(proration))],
    [t("next"), nextInvoiceAt ? t("nextAt", { amount: next, date: date(nextInvoiceAt) }) : next],
  ].filter((row) => row !== null);
  return (
    <dl className="grid gap-2 rounded-lg bg-sunken p-3">
      {rows.map(([name, value]) => (
        <div key={name} className="flex flex-wrap justify-between gap-x-4">
          <dt className="text-soft">{name}</dt>
          <dd className="tabular font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Interval = "day" | "week" | "month" | "year";

/** What a price is paid for each. */
export function intervalWords(interval: string, t: (key: `interval_${Interval}`) => string): string {
  const known = (["day", "week", "month", "year"] as const).find((each) => each === interval);
  return known ? t(`interval_${known}`) : interval;
}
