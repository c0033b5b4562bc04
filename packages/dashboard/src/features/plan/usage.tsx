import type { Usage, Used } from "@visoli/contract/usage";
import type { ReactNode } from "react";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Meter } from "../../ui/meter.tsx";
import { Card } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { MESSAGES } from "./messages.ts";
import { planName } from "./words.ts";

const MONTHLY = ["links", "clicks"] as const;
const STANDING = ["keys", "domains", "members", "webhooks"] as const;

/** What is nearly or wholly used up, with what follows from it. */
export function UsageWarnings({ usage, more }: { usage: Usage; more: ReactNode }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  return MONTHLY.map((name) => {
    const { limit, used, left, resetsAt } = usage[name];
    if (limit === null || used === null || left === null || limit === 0 || used < limit * 0.8) return null;
    const until = { date: date(resetsAt ?? "") };
    return (
      <Alert key={name} look={left === 0 ? "alarm" : "warn"}>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <span>{left === 0 ? t(`${name}Spent`, until) : t(`${name}Near`, { ...until, count: left })}</span>
          {more}
        </div>
      </Alert>
    );
  });
}

/** How much of each limit is used. */
export function UsageCard({ usage }: { usage: Usage }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const isUnlimited = [...MONTHLY, ...STANDING].every((name) => usage[name].limit === null);
  const { resetsAt } = usage.links;
  return (
    <Card
      title={t("usage")}
      description={isUnlimited ? t("unlimited") : resetsAt && t("thisMonth", { date: date(resetsAt) })}
      actions={<p className="font-medium">{t("usageOf", { plan: planName(usage.plan) })}</p>}
    >
      <div className="grid gap-x-8 gap-y-5 pt-2 sm:grid-cols-2">
        {MONTHLY.map((name) => (
          <Bar key={name} label={t(name)} of={usage[name]} />
        ))}
      </div>
      <div className="mt-5 grid gap-x-8 gap-y-5 border-t pt-5 sm:grid-cols-2 lg:grid-cols-4">
        {STANDING.map((name) => (
          <Bar key={name} label={t(name)} of={usage[name]} />
        ))}
      </div>
    </Card>
  );
}

function Bar({ label, of: { limit, used, left } }: { label: string; of: Used }) {
  const t = useMessages(MESSAGES);
  const { number } = useFormat();
  if (used === null) return <Line label={label} value={t("unknown")} />;
  if (limit === null) return <Line label={label} value={number(used)} hint={t("noLimit")} />;
  if (limit === 0 && used === 0) return <Line label={label} value={t("notIncluded")} />;
  return (
    <Line
      label={label}
      value={t("usedOf", { used, limit })}
      hint={left === 0 ? t("usedUp") : t("left", { count: left ?? 0 })}
    >
      <Meter label={label} used={used} limit={limit} />
    </Line>
  );
}

function Line({
  label,
  value,
  hint,
  children,
}: {
  label: string;
  value: string;
  hint?: string;
  children?: ReactNode;
}) {
  return (
    <div className="grid content-start gap-1.5">
      <p className="text-soft">{label}</p>
      <p className="flex items-baseline justify-between gap-2">
        <span className="tabular font-semibold">{value}</span>
        {hint && <span className="tabular text-[0.8125rem] text-soft">{hint}</span>}
      </p>
      {children}
    </div>
  );
}

/** The card's place while it is loading. */
export function UsageSkeleton() {
  return <Skeleton className="h-61 w-full rounded-xl" />;
}
