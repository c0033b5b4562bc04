import type { Billing } from "@visoli/contract/billing";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { MESSAGES } from "./messages.ts";
import type { PlanSearch } from "./search.ts";
import { planName } from "./words.ts";

/** What came of paying, for who has just come back from there. */
export function Returned({ checkout, billing }: PlanSearch & { billing: Billing }) {
  const t = useMessages(MESSAGES);
  if (checkout === "canceled") return <Alert>{t("checkoutCanceled")}</Alert>;
  if (checkout !== "done") return null;
  const isPaid = billing.status === "active";
  return (
    <Alert look={isPaid ? "good" : "note"}>
      {isPaid ? t("checkoutPaid", { plan: planName(billing.plan) }) : t("checkoutDone")}
    </Alert>
  );
}
