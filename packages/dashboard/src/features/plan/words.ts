import type { Plan, Plans } from "@visoli/contract/plan";
import { formatter } from "../../lib/format.ts";
import type { Language } from "../../lib/language.ts";
import type { Translate } from "../../lib/messages.ts";
import type { MESSAGES } from "./messages.ts";

export type NamedPlan = Plans["data"][number];
type Say = Translate<keyof (typeof MESSAGES)["en"]>;

/** What plans are compared by, in this order. */
export const FEATURES = [
  "linksPerMonth",
  "clicksPerMonth",
  "apiRequestsPerMinute",
  "statistics",
  "statisticsDays",
  "keys",
  "domains",
  "members",
  "webhooks",
  "auditDays",
] as const satisfies readonly (keyof Plan)[];
export type Feature = (typeof FEATURES)[number];

/** `pro` as a name. */
export const planName = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);

/** What a plan has of a feature, in words. */
export function featureWords(plan: Plan, feature: Feature, t: Say, language: Language): string {
  if (feature === "statistics") return t(plan.statistics);
  const count = plan[feature];
  if (count === null) return t("unlimitedValue");
  if (count === 0) return t("none");
  if (feature !== "statisticsDays" && feature !== "auditDays") return formatter(language).number(count);
  return count % 365 === 0 ? t("years", { count: count / 365 }) : t("days", { count });
}

/** An amount in the currency's smallest unit, as Stripe counts. */
export function moneyWords(amount: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A price of the table of plans: whole amounts without cents. */
export function priceWords({ amount, currency }: NonNullable<Plan["price"]>, language: Language): string {
  const minimumFractionDigits = amount.includes(".") ? 2 : 0;
  return new Intl.NumberFormat(language, { style: "currency", currency, minimumFractionDigits }).format(
    Number(amount),
  );
}

/** Whole days until then; 0 where it is over. */
export function daysUntil(iso: string, now = Date.now()): number {
  return Math.max(0, Math.ceil((Date.parse(iso) - now) / 86_400_000));
}
