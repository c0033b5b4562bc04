import { clsx } from "clsx";
import { useMessages } from "../../../lib/messages.ts";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { instantOf, localOf } from "../local-time.ts";
import { DAYS, type DraftCondition, ownTimeZone } from "../rule-draft.ts";
import { MESSAGES } from "./messages.ts";

type Props = { condition: DraftCondition; onChange(changes: Partial<DraftCondition>): void };
const ENDS = ["from", "until"] as const;

/** From one instant to another; either may be open. */
export function DateParts({ condition, onChange }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      {ENDS.map((end) => (
        <Field key={end} label={t(end)}>
          {(input) => (
            <Input
              {...input}
              type="datetime-local"
              value={localOf(condition[end])}
              onChange={(event) => onChange({ [end]: instantOf(event.target.value) })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

/** From one time of day to another, on some days or all. */
export function TimeParts({ condition, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const zones = [
    ...new Set([condition.timezone, ownTimeZone(), "UTC", ...Intl.supportedValuesOf("timeZone")]),
  ];
  return (
    <div className="grid gap-2">
      <div className="grid grid-cols-2 gap-2">
        {ENDS.map((end) => (
          <Field key={end} label={t(end)}>
            {(input) => (
              <Input
                {...input}
                type="time"
                value={condition[end]}
                onChange={(event) => onChange({ [end]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <Field label={t("zone")}>
        {(input) => (
          <Select
            {...input}
            value={condition.timezone}
            onChange={(event) => onChange({ timezone: event.target.value })}
          >
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        )}
      </Field>
      <Days condition={condition} onChange={onChange} />
    </div>
  );
}

function Days({ condition, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const { days } = condition;
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="mb-1.5 font-medium">{t("days")}</legend>
      {DAYS.map((day) => (
        <button
          key={day}
          type="button"
          aria-pressed={days.includes(day)}
          onClick={() => onChange({ days: DAYS.filter((each) => (each === day) !== days.includes(each)) })}
          className={clsx(
            "rounded-md border px-2 py-1 text-[0.8125rem]",
            days.includes(day) ? "border-mark bg-mark-soft" : "text-soft hover:text-ink",
          )}
        >
          {t(`day_${day}`)}
        </button>
      ))}
    </fieldset>
  );
}

/** The parameter's name; its values come after. */
export function QueryParts({ condition, onChange }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <Field label={t("parameter")}>
      {(input) => (
        <Input
          {...input}
          maxLength={255}
          placeholder="ref"
          spellCheck={false}
          value={condition.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      )}
    </Field>
  );
}
