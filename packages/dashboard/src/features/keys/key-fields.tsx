import type { Scope } from "@visoli/contract/scopes";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select, Textarea } from "../../ui/input.tsx";
import { Checkbox } from "../../ui/toggle.tsx";
import { MESSAGES } from "./messages.ts";
import { PRESETS, type Preset, SCOPE_WORDS } from "./scope-words.ts";

/** What a key's form holds; `expiry` is days from now, or `never`, or `keep`. */
export type KeyValues = {
  name: string;
  preset: Preset;
  chosen: Scope[];
  expiry: string;
  networks: string;
};
export type KeyForm = Form<KeyValues>;

const EXPIRIES = ["never", "30", "90", "365"] as const;

/** The fields that a new key and a changed one have in common. */
export function KeyFields({ form, keeps }: { form: KeyForm; keeps?: string | null }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  return (
    <>
      <Field label={t("name")} hint={t("nameHint")} fault={form.fault("name")}>
        {(input) => (
          <Input
            {...input}
            required
            maxLength={100}
            placeholder={t("namePlaceholder")}
            value={form.values.name}
            onChange={(event) => form.set("name", event.target.value)}
          />
        )}
      </Field>
      <ScopeFields form={form} />
      <Field label={t("expiry")} fault={form.fault("expiresAt")}>
        {(input) => (
          <Select
            {...input}
            value={form.values.expiry}
            onChange={(event) => form.set("expiry", event.target.value)}
          >
            {keeps && <option value="keep">{t("expiry_keep", { date: date(keeps) })}</option>}
            {EXPIRIES.map((days) => (
              <option key={days} value={days}>
                {t(`expiry_${days}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("networks")} hint={t("networksHint")} fault={form.fault("allowedAddresses")}>
        {(input) => (
          <Textarea
            {...input}
            rows={2}
            className="font-mono"
            value={form.values.networks}
            onChange={(event) => form.set("networks", event.target.value)}
          />
        )}
      </Field>
    </>
  );
}

function ScopeFields({ form }: { form: KeyForm }) {
  const t = useMessages(MESSAGES);
  const { me } = useHere();
  const { preset, chosen } = form.values;
  const toggle = (scope: Scope, isOn: boolean) =>
    form.set("chosen", isOn ? [...chosen, scope] : chosen.filter((each) => each !== scope));
  return (
    <>
      <Field label={t("preset")} fault={form.fault("scopes")}>
        {(input) => (
          <Select
            {...input}
            value={preset}
            onChange={(event) => form.set("preset", event.target.value as Preset)}
          >
            {PRESETS.map((each) => (
              <option key={each} value={each}>
                {t(`preset_${each}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {preset === "choose" && (
        <fieldset className="grid gap-2 rounded-lg border p-3 sm:grid-cols-2">
          <legend className="sr-only">{t("preset_choose")}</legend>
          {me.scopes.map((scope) => (
            <Checkbox
              key={scope}
              label={t(SCOPE_WORDS[scope])}
              isOn={chosen.includes(scope)}
              onChange={(isOn) => toggle(scope, isOn)}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}
