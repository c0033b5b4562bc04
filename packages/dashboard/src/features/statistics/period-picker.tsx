import { Calendar, Check, ChevronDown, Lock } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useLanguage } from "../../lib/language.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { Popover } from "../../ui/popover.tsx";
import { spanOf } from "./period.ts";
import { spanReaches } from "./question.ts";
import { PERIODS, type Period } from "./search.ts";
import { useView, useWords } from "./view.tsx";
import { dayOf, ownZone } from "./zone.ts";

/** Which time is shown, and by which clocks. */
export function PeriodPicker() {
  const t = useWords();
  const { span } = useView();
  const [isOpen, setOpen] = useState(false);
  const text = usePeriodText();
  const trigger = (
    <Button size="small" aria-label={`${t("period")}: ${text}`}>
      <Calendar size={15} aria-hidden />
      <span className="truncate">{text}</span>
      <ChevronDown size={14} aria-hidden className="text-soft" />
    </Button>
  );
  return (
    <Popover trigger={trigger} isOpen={isOpen} onOpenChange={setOpen}>
      <div className="grid gap-3">
        <Named onDone={() => setOpen(false)} />
        <OwnDates key={`${span.from} ${span.to}`} onDone={() => setOpen(false)} />
        <ZoneField />
      </div>
    </Popover>
  );
}

function usePeriodText(): string {
  const t = useWords();
  const { span } = useView();
  const language = useLanguage();
  if (span.period) return t(`period_${span.period}`);
  const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  return format.formatRange(Date.parse(span.from ?? span.to), Date.parse(span.to));
}

function Named({ onDone }: { onDone(): void }) {
  const t = useWords();
  const { search, span, level, change } = useView();
  const choose = (period: Period) => {
    change({ period, from: undefined, to: undefined, interval: undefined });
    onDone();
  };
  return (
    <fieldset className="grid grid-cols-2 gap-0.5">
      <legend className="sr-only">{t("period")}</legend>
      {PERIODS.map((period) => {
        const isHad = spanReaches(level, spanOf({ ...search, from: undefined, to: undefined, period }));
        const isChosen = span.period === period;
        return (
          <button
            key={period}
            type="button"
            aria-pressed={isChosen}
            disabled={!isHad}
            title={isHad ? undefined : t("locked")}
            onClick={() => choose(period)}
            className="flex items-center gap-1.5 rounded-md px-2 py-1.5 text-left hover:bg-sunken disabled:text-soft aria-pressed:bg-mark-soft aria-pressed:font-medium"
          >
            <span className="flex-1">{t(`period_${period}`)}</span>
            {isChosen && <Check size={14} aria-hidden className="text-mark" />}
            {!isHad && <Lock size={13} aria-hidden />}
          </button>
        );
      })}
    </fieldset>
  );
}

function OwnDates({ onDone }: { onDone(): void }) {
  const t = useWords();
  const { span, change } = useView();
  const [from, setFrom] = useState(span.from ?? span.to);
  const [to, setTo] = useState(span.to);
  const today = dayOf(span.zone, Date.now());
  const isGood = from !== "" && to !== "" && from <= to;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isGood) return;
    change({ from, to, period: undefined, interval: undefined });
    onDone();
  };
  return (
    <form onSubmit={submit} className="grid gap-2 border-t pt-3">
      <p className="font-medium">{t("own")}</p>
      <div className="grid grid-cols-2 gap-2">
        <Field label={t("from")}>
          {(input) => (
            <Input
              {...input}
              type="date"
              required
              max={today}
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("to")}>
          {(input) => (
            <Input
              {...input}
              type="date"
              required
              min={from}
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button type="submit" size="small" disabled={!isGood} className="justify-self-end">
        {t("apply")}
      </Button>
    </form>
  );
}

function ZoneField() {
  const t = useWords();
  const { span, change } = useView();
  const own = ownZone();
  const zones = [...new Set([own, "UTC", span.zone, ...Intl.supportedValuesOf("timeZone")])];
  return (
    <div className="border-t pt-3">
      <Field label={t("zone")}>
        {(input) => (
          <Select
            {...input}
            value={span.zone}
            onChange={({ target: { value } }) => change({ zone: value === own ? undefined : value }, true)}
          >
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {zone === own ? t("zoneOwn", { zone }) : zone}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
