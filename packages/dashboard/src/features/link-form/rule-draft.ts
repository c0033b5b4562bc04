import type { Condition, Rule } from "@visoli/contract/rules";

export type ConditionType = Condition["type"];

/** A condition as it is edited: whatever its kind, all that a form could ask for. */
export type DraftCondition = {
  key: string;
  type: ConditionType;
  not: boolean;
  values: string[];
  /** Of a query parameter. */
  name: string;
  /** An instant or a time of day, as the kind has it; "" for none. */
  from: string;
  until: string;
  timezone: string;
  days: string[];
  is: "human" | "bot";
};
export type DraftVariant = { key: string; url: string; weight: string; name: string };
export type DraftRule = {
  key: string;
  name: string;
  conditions: DraftCondition[];
  isSplit: boolean;
  url: string;
  split: DraftVariant[];
};

let keys = 0;
/** Tells entries apart that have no id of their own. */
export const newKey = (): string => `k${++keys}`;

export const TYPES = [
  ...(["country", "device", "os", "language", "browser", "referrer", "query", "date", "time"] as const),
  ...(["visitor", "continent", "region", "city", "asn", "cidr"] as const),
] satisfies readonly ConditionType[];
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const DEVICE_KINDS = [
  ...(["desktop", "mobile", "tablet", "smarttv", "console", "wearable", "xr", "embedded"] as const),
];
export const CONTINENTS = ["AF", "AN", "AS", "EU", "NA", "OC", "SA"] as const;

export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export function newCondition(type: ConditionType = "country"): DraftCondition {
  const isTime = type === "time";
  return {
    ...{ key: newKey(), type, not: false, values: [], name: "" },
    ...{ from: isTime ? "09:00" : "", until: isTime ? "17:00" : "" },
    ...{ timezone: ownTimeZone(), days: [], is: "human" },
  };
}

export function newVariant(url = ""): DraftVariant {
  return { key: newKey(), url, weight: "1", name: "" };
}

export function newRule(): DraftRule {
  return { key: newKey(), name: "", conditions: [newCondition()], isSplit: false, url: "", split: [] };
}

export function draftOfRule(rule: Rule): DraftRule {
  return {
    key: newKey(),
    name: rule.name ?? "",
    conditions: rule.conditions.map(draftOfCondition),
    isSplit: rule.split !== undefined,
    url: rule.url ?? "",
    split: (rule.split ?? []).map(({ url, weight, name = "" }) => ({
      ...{ key: newKey(), url, name },
      weight: String(weight),
    })),
  };
}

function draftOfCondition(condition: Condition): DraftCondition {
  const { type, not = false } = condition;
  const begun = { ...newCondition(type), not, from: "", until: "" };
  switch (condition.type) {
    case "date":
      return { ...begun, from: condition.from ?? "", until: condition.until ?? "" };
    case "time":
      return {
        ...begun,
        ...{ from: condition.from, until: condition.until, timezone: condition.timezone },
        days: condition.days ?? [],
      };
    case "visitor":
      return { ...begun, is: condition.is };
    case "query":
      return { ...begun, name: condition.name, values: condition.in ?? [] };
    default:
      return { ...begun, values: condition.in.map(String) };
  }
}

/** The rule for the API, which says what is wrong with it. */
export function ruleOf({ name, conditions, isSplit, url, split }: DraftRule): Rule {
  return {
    ...(name.trim() && { name: name.trim() }),
    conditions: conditions.map(conditionOf),
    ...(isSplit ? { split: split.map(variantOf) } : { url: withScheme(url) }),
  };
}

function variantOf({ url, weight, name }: DraftVariant) {
  return { url: withScheme(url), weight: Number(weight), ...(name.trim() && { name: name.trim() }) };
}

function conditionOf(condition: DraftCondition): Condition {
  const { type, values, name, from, until, timezone, days, is } = condition;
  const not = condition.not && { not: true };
  switch (type) {
    case "date":
      return { type, ...(from && { from }), ...(until && { until }), ...not };
    case "time":
      return { type, from, until, timezone, ...(days.length > 0 && { days: days as never }), ...not };
    case "visitor":
      return { type, is, ...not };
    case "query":
      return { type, name, ...(values.length > 0 && { in: values }), ...not };
    case "asn":
      return { type, in: values.map((value) => Number(value.replace(/^AS/i, ""))), ...not };
    default:
      return { type, in: values, ...not } as Condition;
  }
}

/** An address as somebody types it: a host alone gets its scheme. */
export function withScheme(url: string): string {
  const trimmed = url.trim();
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]|$)/u.test(trimmed) ? `https://${trimmed}` : trimmed;
}

/** The list with the entry moved by so many places. */
export function moved<Entry>(list: readonly Entry[], index: number, by: number): Entry[] {
  const next = [...list];
  const [entry] = next.splice(index, 1);
  if (entry !== undefined) next.splice(Math.max(0, Math.min(next.length, index + by)), 0, entry);
  return next;
}

/** What part of the visitors a weight stands for. */
export function shareOf(split: readonly { weight: string }[], weight: string): string {
  const sum = split.reduce((total, each) => total + (Number(each.weight) || 0), 0);
  return sum > 0 ? `${Math.round(((Number(weight) || 0) / sum) * 1_000) / 10} %` : "–";
}
