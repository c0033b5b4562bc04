import type { Stats } from "@visoli/contract/stats";
import type { MailContent } from "../core/mail.ts";

export type SummaryFacts = {
  workspace: string;
  rhythm: "daily" | "weekly";
  /** The day, or the first and the last day, as people say it. */
  days: string;
  stats: Stats;
  /** Short addresses by the link's id. */
  addresses: Map<string, string>;
  stopUrl: string;
};

const LISTED = 5;

/** A summary in the words of a mail. */
export function summaryMail(facts: SummaryFacts): MailContent & { subject: string } {
  const { workspace, rhythm, days, stats, addresses, stopUrl } = facts;
  const { clicks = 0, scans = 0, visitors = 0 } = stats.totals;
  const parts = [
    counted(clicks, "click") + change(clicks, stats.previous?.totals.clicks, rhythm),
    ...(scans > 0 ? [counted(scans, "scan of a QR code", "scans of QR codes")] : []),
    `${counted(visitors, "visitor")}${change(visitors, stats.previous?.totals.visitors, rhythm)}`,
  ];
  const lists = [
    listOf("Most followed", stats, "link", (id) => addresses.get(id) ?? "a deleted link"),
    listOf("Countries", stats, "country", countryName),
    listOf("Referrers", stats, "referrer", (host) => host || "none, or not said"),
  ];
  return {
    subject: `${workspace}: ${counted(clicks, "click")} ${rhythm === "daily" ? "yesterday" : "last week"}`,
    title: `${workspace}, ${days}`,
    paragraphs: [`${parts.join("\n")}`, ...lists.filter((text) => text !== "")],
    footer: `You asked for this summary. No more of them: ${stopUrl}`,
  };
}

/** `12,345 clicks` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

function change(now: number, before: number | undefined, rhythm: "daily" | "weekly"): string {
  const then = rhythm === "daily" ? "the day before" : "the week before";
  if (before === undefined || (before === 0 && now === 0)) return "";
  if (before === 0) return ` (none ${then})`;
  const percent = Math.round((now / before - 1) * 100);
  if (percent === 0) return ` (as ${then})`;
  return ` (${percent > 0 ? "+" : "−"}${Math.abs(percent).toLocaleString("en-US")} % on ${then})`;
}

function listOf(title: string, stats: Stats, by: string, name: (value: string) => string): string {
  const groups: Record<string, unknown>[] = stats.lists?.[by as keyof typeof stats.lists] ?? [];
  const lines = groups
    .slice(0, LISTED)
    .filter((group) => Number(group.clicks) > 0)
    .map((group) => `${name(String(group[by]))}: ${Number(group.clicks).toLocaleString("en-US")}`);
  return lines.length > 0 ? `${title}\n${lines.join("\n")}` : "";
}

const countries = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : "not known";
}
