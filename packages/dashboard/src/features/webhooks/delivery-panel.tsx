import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { DeliveryWithAttempts } from "@visoli/contract/webhook";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { SidePanel } from "../../ui/dialog.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { STATE_LOOKS } from "./delivery-table.tsx";
import { MESSAGES } from "./messages.ts";
import { deliveryQuery, forgetWebhooks } from "./query.ts";

type Props = { webhook: string; id: string; onClose(): void };

/** One delivery: each attempt, and what was sent. */
export function DeliveryPanel({ webhook, id, onClose }: Props) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(deliveryQuery(webhook, id));
  const retry = async () => {
    await visoli.webhooks.deliveries.retry(webhook, id);
    toast(t("retried"));
    await forgetWebhooks(client);
  };
  const footer = may("webhooks:write") && data && (
    <Button look="primary" onClick={() => void retry().catch(toastError)}>
      {t("retry")}
    </Button>
  );
  return (
    <SidePanel isOpen onClose={onClose} title={data?.type ?? t("deliveries")} footer={footer}>
      {data ? (
        <Delivery delivery={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </SidePanel>
  );
}

function Delivery({ delivery }: { delivery: DeliveryWithAttempts }) {
  const t = useMessages(MESSAGES);
  const { relative } = useFormat();
  const { state, attempts, payload, nextAttemptAt } = delivery;
  return (
    <div className="grid grid-cols-1 gap-5">
      <p className="flex flex-wrap items-center gap-2">
        <Badge look={STATE_LOOKS[state]}>{t(`state_${state}`)}</Badge>
        {nextAttemptAt && <span className="text-soft">{t("next", { when: relative(nextAttemptAt) })}</span>}
      </p>
      <section className="grid grid-cols-1 gap-2">
        <h3 className="font-semibold">{t("attemptsHead")}</h3>
        <ol className="grid grid-cols-1 gap-3">
          {attempts.toReversed().map((attempt) => (
            <Attempt key={`${attempt.at} ${attempt.durationMs}`} attempt={attempt} />
          ))}
        </ol>
      </section>
      <section className="grid grid-cols-1 gap-2">
        <h3 className="font-semibold">{t("payload")}</h3>
        <CodeBlock code={JSON.stringify(payload, null, 2)} />
      </section>
    </div>
  );
}

function Attempt({ attempt }: { attempt: DeliveryWithAttempts["attempts"][number] }) {
  const t = useMessages(MESSAGES);
  const { time } = useFormat();
  const { at, status, durationMs, response, error } = attempt;
  return (
    <li className="grid grid-cols-1 gap-1.5 rounded-lg border p-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge look={error ? "alarm" : "good"}>{status ?? t("noAnswer")}</Badge>
        <time dateTime={at}>{time(at)}</time>
        <span className="text-soft">{t("took", { count: durationMs })}</span>
      </p>
      {error && <p className="text-alarm wrap-anywhere">{error}</p>}
      {response && (
        <details>
          <summary className="cursor-pointer text-[0.8125rem] text-soft">{t("response")}</summary>
          <CodeBlock code={response} />
        </details>
      )}
    </li>
  );
}
