import type { Plan, PlanLimit, PlanTable } from "@visoli/contract/plan";
import type { Language } from "../core/language.ts";
import { escapeHtml } from "../core/page.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";

/** Where "Start" leads to, by whether the plan is to be paid for. */
export type StartPath = (isPaid: boolean) => string;

type Key = keyof (typeof MESSAGES)["en"];
const ROWS: [limit: PlanLimit | "statistics", label: Key][] = [
  ["linksPerMonth", "linksPerMonth"],
  ["clicksPerMonth", "clicksPerMonth"],
  ["apiRequestsPerMinute", "apiRequestsPerMinute"],
  ["statistics", "statistics"],
  ["statisticsDays", "statisticsDays"],
  ["keys", "keys"],
  ["domains", "domainCount"],
  ["members", "members"],
  ["webhooks", "webhooks"],
  ["auditDays", "auditDays"],
];

/** The plans that are for sale, side by side. */
export function pricing(plans: PlanTable, language: Language, startPath: StartPath): string {
  const say = words(MESSAGES, language);
  const cards = Object.entries(plans).map(([name, plan]) => card(name, plan, language, startPath));
  return `<section id="pricing"><h2>${say.html("pricing")}</h2>
<p class="about soft">${say.html("pricingText")}</p>
<div class="plans">\n${cards.filter(Boolean).join("\n")}\n</div></section>`;
}

function card(name: string, plan: Plan, language: Language, startPath: StartPath): string | null {
  const { price } = plan;
  if (price === null) return null;
  const say = words(MESSAGES, language);
  const rows = ROWS.map(
    ([limit, label]) =>
      `<div><dt>${MESSAGES[language][label]}</dt><dd>${escapeHtml(shownValue(plan, limit, language))}</dd></div>`,
  );
  const isPaid = Number(price.amount) > 0;
  const button = `<a class="${isPaid ? "button" : "button quiet"}" href="${escapeHtml(startPath(isPaid))}" aria-label="${say.html("startWith", { plan: name })}">${say.html("start")}</a>`;
  return `<div class="card"><h3>${escapeHtml(name)}</h3>
<p class="price"><strong>${escapeHtml(money(price, language))}</strong> ${say.html("aMonth")}</p>
<dl>\n${rows.join("\n")}\n</dl>
${button}</div>`;
}

function money({ amount, currency }: { amount: string; currency: string }, language: Language): string {
  const minimumFractionDigits = amount.includes(".") ? 2 : 0;
  const style = { style: "currency", currency, minimumFractionDigits } as const;
  return new Intl.NumberFormat(language, style).format(Number(amount));
}

function shownValue(plan: Plan, limit: PlanLimit | "statistics", language: Language): string {
  const say = words(MESSAGES, language);
  if (limit === "statistics") return say(plan.statistics);
  const count = plan[limit];
  if (count === null) return say("unlimited");
  if (count === 0) return say("none");
  const number = new Intl.NumberFormat(language);
  if (limit !== "statisticsDays" && limit !== "auditDays") return number.format(count);
  if (count % 365 !== 0) return say("days", { count: number.format(count) });
  return count === 365 ? say("year") : say("years", { count: count / 365 });
}
