import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Usage } from "@visoli/contract/usage";
import { useEffect } from "react";
import { Comparison } from "../features/plan/comparison.tsx";
import { MESSAGES } from "../features/plan/messages.ts";
import { PlanAction } from "../features/plan/plan-action.tsx";
import { billingQuery, plansQuery, usageQuery } from "../features/plan/queries.ts";
import { Returned } from "../features/plan/returned.tsx";
import { FailedPayment, Subscription } from "../features/plan/subscription.tsx";
import { UsageCard, UsageSkeleton, UsageWarnings } from "../features/plan/usage.tsx";
import { SettingsFrame } from "../features/settings/frame.tsx";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { queryClient } from "../lib/query.ts";
import { Alert } from "../ui/alert.tsx";
import { useUiMessages } from "../ui/messages.ts";
import { ErrorState, Skeleton } from "../ui/states.tsx";

const route = getRouteApi("/settings/plan");
/** Stripe tells the service a moment after it has led back here. */
const AWAIT_MS = 2_000;

export function PlanPage() {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  const { may } = useHere();
  const usage = useQuery({ ...usageQuery, enabled: may("usage:read") });
  return (
    <SettingsFrame title={t("title")} description={t("description")}>
      {!may("usage:read") && <Alert>{ui("noAccess")}</Alert>}
      {usage.error && <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />}
      {usage.isLoading && <UsageSkeleton />}
      {usage.data && <Plan usage={usage.data} />}
    </SettingsFrame>
  );
}

function Plan({ usage }: { usage: Usage }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const plans = useQuery(plansQuery);
  const { billing, checkout } = useBilling(plans.data?.isBillingOn === true);
  const forSale = plans.data?.data.filter(({ name, price }) => price !== null || name === usage.plan) ?? [];
  const isCompared = plans.data?.isBillingOn || usage.plan !== "unlimited";
  const more = isCompared && (
    <a href="#plans" className="font-medium whitespace-nowrap underline">
      {t("seePlans")}
    </a>
  );
  return (
    <>
      {billing && <Returned billing={billing} {...(checkout && { checkout })} />}
      {billing && <FailedPayment billing={billing} />}
      <UsageWarnings usage={usage} more={more} />
      <UsageCard usage={usage} />
      {plans.isPending && <Skeleton className="h-80 w-full rounded-xl" />}
      {billing && <Subscription billing={billing} />}
      {plans.data && isCompared && (
        <Comparison
          plans={forSale}
          actionOf={(plan) => (
            <PlanAction {...{ plan, billing }} current={usage.plan} mayPay={may("billing:write")} />
          )}
        />
      )}
      {plans.data && !plans.data.isBillingOn && isCompared && <p className="text-soft">{t("notSold")}</p>}
    </>
  );
}

function useBilling(isOn: boolean) {
  const { checkout } = route.useSearch();
  const { data: billing } = useQuery({
    ...billingQuery,
    enabled: isOn,
    refetchInterval: ({ state }) => checkout === "done" && state.data?.status === "none" && AWAIT_MS,
  });
  const plan = billing?.plan;
  useEffect(() => {
    if (plan) void queryClient.invalidateQueries({ queryKey: ["usage"] });
  }, [plan]);
  return { billing, checkout };
}
