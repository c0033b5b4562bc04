import { useQueryClient } from "@tanstack/react-query";
import type { Billing } from "@visoli/contract/billing";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useLanguage } from "../../lib/language.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge, type BadgeLook } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Card } from "../../ui/page.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { intervalWords } from "./change-plan.tsx";
import { useLeave } from "./leave.ts";
import { MESSAGES } from "./messages.ts";
import { daysUntil, moneyWords, planName } from "./words.ts";

const LOOKS: Record<Billing["status"], BadgeLook> = {
  ...{
    none: "plain",
    incomplete: "warn",
    active: "good",
    canceling: "warn",
    past_due: "alarm",
    paused: "warn",
  },
};

/** Says that a payment failed, and until when the plan stays. */
export function FailedPayment({ billing: { graceEndsAt } }: { billing: Billing }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const { isLeaving, leave } = useLeave();
  if (!graceEndsAt) return null;
  const count = daysUntil(graceEndsAt);
  return (
    <Alert look="alarm">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span>{count > 0 ? t("failed", { count }) : t("failedOver")}</span>
        {may("billing:write") && (
          <Button
            size="small"
            isBusy={isLeaving}
            onClick={() => leave((path) => visoli.billing.portal(path))}
          >
            {t("pay")}
          </Button>
        )}
      </div>
    </Alert>
  );
}

/** What is paid for, and what can be done about it. */
export function Subscription({ billing }: { billing: Billing }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const { status, subscribedPlan } = billing;
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          {t("subscription")}
          {subscribedPlan && <span className="font-normal text-soft">{planName(subscribedPlan)}</span>}
          <Badge look={LOOKS[status]}>{t(`status_${status}`)}</Badge>
        </span>
      }
    >
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <Facts billing={billing} />
        {may("billing:write") && <Actions billing={billing} />}
      </div>
      {!may("billing:write") && <p className="mt-2 text-[0.8125rem] text-soft">{t("ownerOnly")}</p>}
    </Card>
  );
}

function Facts({ billing }: { billing: Billing }) {
  const t = useMessages(MESSAGES);
  const language = useLanguage();
  const { date } = useFormat();
  const { status, price, currentPeriodEnd, cancelAt, granted } = billing;
  if (granted) return <p className="max-w-2xl text-soft">{t("granted")}</p>;
  if (status === "none") return <p className="text-soft">{t("nothingPaid")}</p>;
  return (
    <div className="grid max-w-2xl gap-0.5">
      {price && (
        <p className="tabular font-medium">
          {t("price", {
            price: moneyWords(price.amount, price.currency, language),
            interval: intervalWords(price.interval, t),
          })}
        </p>
      )}
      <p className="text-soft">
        {status === "incomplete" && t("incompleteText")}
        {status === "paused" && t("pausedText")}
        {status === "canceling" && cancelAt && t("ends", { date: date(cancelAt) })}
        {status === "active" && currentPeriodEnd && t("renews", { date: date(currentPeriodEnd) })}
      </p>
    </div>
  );
}

function Actions({ billing }: { billing: Billing }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const { isLeaving, leave } = useLeave();
  const [isCanceling, setCanceling] = useState(false);
  const { status } = billing;
  const resume = async () => {
    try {
      client.setQueryData(["billing"], await visoli.billing.resume());
      toast(t("resumed"));
    } catch (error) {
      toastError(error);
    }
  };
  if (status === "none") return null;
  return (
    <div className="flex flex-wrap gap-2">
      <Button isBusy={isLeaving} onClick={() => leave((path) => visoli.billing.portal(path))}>
        {t("portal")}
      </Button>
      {status === "canceling" && (
        <Button look="primary" onClick={() => void resume()}>
          {t("resume")}
        </Button>
      )}
      {(status === "active" || status === "past_due") && (
        <Button look="danger" onClick={() => setCanceling(true)}>
          {t("cancel")}
        </Button>
      )}
      <Cancel billing={billing} isOpen={isCanceling} onClose={() => setCanceling(false)} />
    </div>
  );
}

function Cancel({ billing, isOpen, onClose }: { billing: Billing; isOpen: boolean; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const client = useQueryClient();
  const cancel = async () => {
    client.setQueryData(["billing"], await visoli.billing.cancel());
    toast(t("canceled"));
  };
  const { currentPeriodEnd } = billing;
  return (
    <Confirm
      isOpen={isOpen}
      onClose={onClose}
      title={t("cancelTitle")}
      action={t("cancel")}
      onConfirm={cancel}
    >
      {t("cancelText", { date: currentPeriodEnd ? date(currentPeriodEnd) : "" })}
    </Confirm>
  );
}
