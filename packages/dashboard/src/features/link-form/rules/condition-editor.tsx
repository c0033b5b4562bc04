import { X } from "lucide-react";
import { useFormat } from "../../../lib/format.ts";
import { useMessages } from "../../../lib/messages.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/input.tsx";
import { TokenInput } from "../../../ui/token-input.tsx";
import { type ConditionType, type DraftCondition, newCondition, TYPES } from "../rule-draft.ts";
import { MESSAGES } from "./messages.ts";
import { DateParts, QueryParts, TimeParts } from "./special-conditions.tsx";
import { CLOSED, optionsOf } from "./words.ts";

type Props = {
  condition: DraftCondition;
  index: number;
  fault: string | undefined;
  onChange(condition: DraftCondition): void;
  onRemove(): void;
};

/** A condition: its kind, whether it is or is not, and what it asks for. */
export function ConditionEditor(props: Props) {
  const t = useMessages(MESSAGES);
  const { condition, index, onChange, onRemove } = props;
  const count = index + 1;
  return (
    <div className="grid grid-cols-1 gap-2 rounded-lg border bg-surface p-2">
      <div className="flex items-center gap-2">
        <Select
          aria-label={t("kind", { count })}
          className="flex-1"
          value={condition.type}
          onChange={(event) => {
            const next = newCondition(event.target.value as ConditionType);
            onChange({ ...next, key: condition.key, not: condition.not });
          }}
        >
          {TYPES.map((type) => (
            <option key={type} value={type}>
              {t(`type_${type}`)}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t("isOrNot")}
          className="!w-auto"
          value={condition.not ? "not" : ""}
          onChange={(event) => onChange({ ...condition, not: event.target.value === "not" })}
        >
          <option value="">{t("is")}</option>
          <option value="not">{t("isNot")}</option>
        </Select>
        <IconButton label={t("removeCondition", { count })} onClick={onRemove}>
          <X size={15} />
        </IconButton>
      </div>
      <Parts {...props} />
    </div>
  );
}

function Parts(props: Props) {
  const t = useMessages(MESSAGES);
  const { condition, fault, onChange } = props;
  const change = (changes: Partial<DraftCondition>) => onChange({ ...condition, ...changes });
  const alarm = fault && (
    <p role="alert" className="text-[0.8125rem] font-medium text-alarm">
      {fault}
    </p>
  );
  switch (condition.type) {
    case "visitor":
      return (
        <Select
          aria-label={t("class")}
          value={condition.is}
          onChange={(event) => change({ is: event.target.value as "human" | "bot" })}
        >
          <option value="human">{t("human")}</option>
          <option value="bot">{t("bot")}</option>
        </Select>
      );
    case "date":
      return (
        <>
          <DateParts condition={condition} onChange={change} />
          {alarm}
        </>
      );
    case "time":
      return (
        <>
          <TimeParts condition={condition} onChange={change} />
          {alarm}
        </>
      );
    case "query":
      return (
        <>
          <QueryParts condition={condition} onChange={change} />
          <Values {...props} />
        </>
      );
    default:
      return <Values {...props} />;
  }
}

const EXAMPLES: Partial<Record<ConditionType, string>> = {
  referrer: "t.co",
  region: "Bavaria",
  city: "Vienna",
  asn: "3320",
  cidr: "203.0.113.0/24",
};

function Values({ condition, index, fault, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const { type, values } = condition;
  const placeholder = type === "query" ? t("anyValue") : EXAMPLES[type];
  return (
    <Field label={t("values", { count: index + 1 })} isLabelHidden fault={fault}>
      {(input) => (
        <TokenInput
          {...input}
          tokens={values}
          onChange={(next) => onChange({ ...condition, values: next })}
          options={optionsOf(type, t, format)}
          isClosed={CLOSED.has(type)}
          maxLength={255}
          {...(placeholder && { placeholder })}
        />
      )}
    </Field>
  );
}
