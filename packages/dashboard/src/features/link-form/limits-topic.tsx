import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import type { Draft } from "./draft.ts";
import { instantOf, localOf, offsetOf } from "./local-time.ts";
import { MESSAGES } from "./messages.ts";
import { ownTimeZone } from "./rule-draft.ts";
import { TextField } from "./text-field.tsx";

const DAYS = [1, 7, 30, 90] as const;

/** From when to when the link works, and for how many. */
export function LimitsTopic({ form }: { form: Form<Draft> }) {
  const t = useMessages(MESSAGES);
  const inDays = (count: number) => {
    const at = new Date();
    at.setDate(at.getDate() + count);
    at.setSeconds(0, 0);
    form.set("expiresAt", at.toISOString());
  };
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <TimeField form={form} name="startsAt" />
        <TimeField form={form} name="expiresAt" />
      </div>
      <p className="-mt-2 text-[0.8125rem] text-soft">
        {t("zone", { zone: ownTimeZone(), offset: offsetOf(new Date(form.values.expiresAt || Date.now())) })}{" "}
        {form.values.expiresAt && t("inUtc", { time: utcOf(form.values.expiresAt) })}
      </p>
      <div className="flex flex-wrap gap-2">
        {DAYS.map((count) => (
          <Button key={count} size="small" onClick={() => inDays(count)}>
            {t("inDays", { count })}
          </Button>
        ))}
      </div>
      <TextField
        form={form}
        name="expiredUrl"
        label={t("expiredUrl")}
        hint={t("expiredUrlHint")}
        inputMode="url"
        spellCheck={false}
      />
      <TextField
        form={form}
        name="maxClicks"
        label={t("maxClicks")}
        hint={t("maxClicksHint")}
        type="number"
        min={1}
      />
    </>
  );
}

const utcOf = (iso: string) => iso.slice(0, 16).replace("T", " ");

function TimeField({ form, name }: { form: Form<Draft>; name: "startsAt" | "expiresAt" }) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const iso = form.values[name];
  return (
    <Field label={t(name)} fault={form.fault(name)} hint={iso ? format.relative(iso) : undefined}>
      {(input) => (
        <Input
          {...input}
          type="datetime-local"
          value={localOf(iso)}
          onChange={(event) => form.set(name, instantOf(event.target.value))}
        />
      )}
    </Field>
  );
}
