import { COUNTRIES } from "../../../lib/countries.ts";
import { type Format, useFormat } from "../../../lib/format.ts";
import { useLanguage } from "../../../lib/language.ts";
import { type Translate, useMessages } from "../../../lib/messages.ts";
import type { TokenOption } from "../../../ui/token-input.tsx";
import {
  CONTINENTS,
  type ConditionType,
  DEVICE_KINDS,
  type DraftCondition,
  type DraftRule,
} from "../rule-draft.ts";
import { MESSAGES } from "./messages.ts";

type T = Translate<keyof (typeof MESSAGES)["en"]>;
const SYSTEMS = ["iOS", "Android", "Windows", "macOS", "Linux"];
const BROWSERS = [
  "Chrome",
  "Mobile Chrome",
  "Safari",
  "Mobile Safari",
  "Firefox",
  "Edge",
  "Opera",
  "Samsung Internet",
];
const LANGUAGES =
  "en de fr es it pt nl pl cs sk sv da nb fi uk ru tr el ro hu bg hr sr sl lt lv et ar he fa hi bn ur id ms vi th zh ja ko".split(
    " ",
  );
/** Kinds whose values are those that are offered, and no others. */
export const CLOSED: ReadonlySet<ConditionType> = new Set(["device", "country", "continent"]);

/** Values that a kind of condition knows, with their names. */
export function optionsOf(type: ConditionType, t: T, format: Format): TokenOption[] {
  switch (type) {
    case "country":
      return COUNTRIES.map((value) => ({ value, label: format.country(value) }));
    case "device":
      return DEVICE_KINDS.map((value) => ({ value, label: t(`device_${value}`) }));
    case "continent":
      return CONTINENTS.map((value) => ({ value, label: t(`continent_${value}`) }));
    case "os":
      return SYSTEMS.map((label) => ({ value: label.toLowerCase(), label }));
    case "browser":
      return BROWSERS.map((label) => ({ value: label.toLowerCase(), label }));
    case "language":
      return LANGUAGES.map((value) => ({ value, label: format.language(value) }));
    default:
      return [];
  }
}

/** Says rules in words. */
export function useRuleWords() {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const language = useLanguage();
  const list = (items: string[], type: "conjunction" | "disjunction") =>
    new Intl.ListFormat(language, { type }).format(items);
  const valuesOf = ({ type, values }: DraftCondition) => {
    const options = optionsOf(type, t, format);
    const name = (value: string) => options.find((option) => option.value === value)?.label ?? value;
    return list(values.map(name), "disjunction") || "…";
  };
  const conditionWords = (condition: DraftCondition) => wordsOf(condition, t, format, valuesOf);
  const ruleWords = ({ conditions }: DraftRule) =>
    conditions.length === 0
      ? t("always")
      : t("if", { conditions: list(conditions.map(conditionWords), "conjunction") });
  return { conditionWords, ruleWords };
}

function wordsOf(
  condition: DraftCondition,
  t: T,
  format: Format,
  valuesOf: (one: DraftCondition) => string,
): string {
  const { type, not, name, values, is } = condition;
  const what = t(`type_${type}`);
  switch (type) {
    case "visitor":
      return t(not ? "sumIsNot" : "sumIs", { what, values: t(is) });
    case "query": {
      const parameter = `${what} ${name || "…"}`;
      if (values.length === 0) return t(not ? "sumAnyNot" : "sumAny", { what: parameter });
      return t(not ? "sumIsNot" : "sumIs", { what: parameter, values: valuesOf(condition) });
    }
    case "date":
      return spanWords(condition, t, (iso) => format.time(iso));
    case "time":
      return timeWords(condition, t);
    default:
      return t(not ? "sumIsNot" : "sumIs", { what, values: valuesOf(condition) });
  }
}

function spanWords({ from, until, not }: DraftCondition, t: T, write: (time: string) => string): string {
  const said = { from: from && write(from), until: until && write(until) };
  const kind = from && until ? "sumBetween" : from ? "sumAfter" : "sumBefore";
  return t(not ? `${kind}Not` : kind, { ...said, until: said.until || "…" });
}

function timeWords(condition: DraftCondition, t: T): string {
  const { days, timezone } = condition;
  const span = spanWords(condition, t, (time) => time);
  const names = days.map((day) => t(`day_${day as "mon"}`)).join(", ");
  return [span, `(${timezone})`, names && t("sumOn", { days: names })].filter(Boolean).join(" ");
}
