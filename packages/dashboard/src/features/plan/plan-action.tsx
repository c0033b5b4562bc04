import type { Billing, PaidPlan } from "@visoli/contract/billing";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ChangePlan } from "./change-plan.tsx";
import { useLeave } from "./leave.ts";
import { MESSAGES } from "./messages.ts";
import { type NamedPlan, planName } from "./words.ts";

const SUBSCRIBED: readonly Billing["status"][] = ["active", "canceling", "past_due", "paused"];

type Props = { plan: NamedPlan; current: string; billing: Billing | undefined; mayPay: boolean };

/** How one comes to a plan, or that one has it. */
export function PlanAction({ plan, current, billing, mayPay }: Props) {
  const t = useMessages(MESSAGES);
  if (plan.name === current) return <Badge look="mark">{t("yourPlan")}</Badge>;
  if (!billing || !mayPay || billing.granted) return null;
  const paid = paidPlanOf(plan);
  const isSubscribed = SUBSCRIBED.includes(billing.status);
  if (!paid) return isSubscribed && <span className="text-[0.8125rem] text-soft">{t("cancelTo")}</span>;
  return isSubscribed ? <Switch plan={paid} /> : <Choose plan={paid} />;
}

/** Plans of the operator's own are sold elsewhere. */
function paidPlanOf({ name }: NamedPlan): PaidPlan | undefined {
  return (["pro", "enterprise"] as const).find((each) => each === name);
}

function Choose({ plan }: { plan: PaidPlan }) {
  const t = useMessages(MESSAGES);
  const { isLeaving, leave } = useLeave();
  return (
    <Button
      look="primary"
      size="small"
      isBusy={isLeaving}
      onClick={() => leave((path) => visoli.billing.checkout({ ...path, plan }))}
    >
      {t("choose", { plan: planName(plan) })}
    </Button>
  );
}

function Switch({ plan }: { plan: PaidPlan }) {
  const t = useMessages(MESSAGES);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t("switchTo", { plan: planName(plan) })}
      </Button>
      {isOpen && <ChangePlan plan={plan} onClose={() => setOpen(false)} />}
    </>
  );
}
