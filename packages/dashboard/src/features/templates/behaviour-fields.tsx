import { useMessages } from "../../lib/messages.ts";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { Section, TextField } from "./describing-fields.tsx";
import { SWITCHES, type SwitchName, type TemplateForm } from "./draft.ts";
import { MESSAGES } from "./messages.ts";

const STATUSES = ["", "301", "302", "307", "308"] as const;

/** What a link of it does beyond leading somewhere. */
export function BehaviourFields({ form }: { form: TemplateForm }) {
  const t = useMessages(MESSAGES);
  return (
    <Section title={t("behaves")}>
      {(Object.keys(SWITCHES) as SwitchName[]).map((name) => (
        <Toggle
          key={name}
          label={t(name)}
          hint={name === "trackVisitors" && t("trackVisitorsHint")}
          isOn={form.values[name]}
          onChange={(isOn) => form.set(name, isOn)}
        />
      ))}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField form={form} name="slugLength" type="number" />
        <TextField form={form} name="slugPrefix" />
        <Field label={t("redirectStatus")} fault={form.fault("fields.redirectStatus")}>
          {(input) => (
            <Select
              {...input}
              value={form.values.redirectStatus}
              onChange={(event) => form.set("redirectStatus", event.target.value)}
            >
              {STATUSES.map((status) => (
                <option key={status} value={status}>
                  {t(`status_${status}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <TextField form={form} name="maxClicks" type="number" />
      </div>
      <TextField form={form} name="clickIdParameter" hint={t("clickIdHint")} />
    </Section>
  );
}
