import { useMessages } from "../../lib/messages.ts";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { More } from "../../ui/more.tsx";
import { Card } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { DeliveryTable } from "./delivery-table.tsx";
import { EVENT_GROUPS } from "./events.ts";
import { MESSAGES } from "./messages.ts";
import { useDeliveries } from "./query.ts";
import { type DeliveriesSearch, readDeliveriesSearch, STATES } from "./search.ts";

type Props = { webhook: string; search: DeliveriesSearch; onChange(search: DeliveriesSearch): void };
const EVENTS = [...Object.values(EVENT_GROUPS).flat(), "webhook.test"];

/** What was sent to a webhook, narrowed down. */
export function Deliveries({ webhook, search, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const set = (name: "state" | "event") => (event: { target: { value: string } }) =>
    onChange(readDeliveriesSearch({ ...search, [name]: event.target.value }));
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <Field label={t("state")}>
          {(input) => (
            <Select {...input} className="w-40" value={search.state ?? ""} onChange={set("state")}>
              <option value="">{t("anyState")}</option>
              {STATES.map((state) => (
                <option key={state} value={state}>
                  {t(`state_${state}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("event")}>
          {(input) => (
            <Select {...input} className="w-56" value={search.event ?? ""} onChange={set("event")}>
              <option value="">{t("anyEvent")}</option>
              {EVENTS.map((event) => (
                <option key={event}>{event}</option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <DeliveryList
        webhook={webhook}
        search={search}
        onOpen={(id) => onChange({ ...search, delivery: id })}
      />
    </>
  );
}

type ListProps = { webhook: string; search: DeliveriesSearch; onOpen(id: string): void };

function DeliveryList({ webhook, search, onOpen }: ListProps) {
  const t = useMessages(MESSAGES);
  const deliveries = useDeliveries(webhook, search);
  if (deliveries.isLoading) return <SkeletonRows />;
  if (deliveries.error) return <ErrorState error={deliveries.error} onRetry={deliveries.retry} />;
  if (deliveries.items.length === 0) {
    const isFiltered = search.state !== undefined || search.event !== undefined;
    return (
      <EmptyState title={t(isFiltered ? "noneFits" : "noDeliveries")}>
        {!isFiltered && t("noDeliveriesMore")}
      </EmptyState>
    );
  }
  return (
    <Card isFlush>
      <DeliveryTable deliveries={deliveries.items} onOpen={onOpen} />
      <More pages={deliveries} />
    </Card>
  );
}
