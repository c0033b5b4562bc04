import type { TryInput } from "@visoli/contract/try";
import type { ReactNode } from "react";
import { COUNTRIES } from "../../../lib/countries.ts";
import { useFormat } from "../../../lib/format.ts";
import { useMessages } from "../../../lib/messages.ts";
import { Field } from "../../../ui/field.tsx";
import { Input, Select } from "../../../ui/input.tsx";
import { Checkbox } from "../../../ui/toggle.tsx";
import { DEVICE_KINDS } from "../rule-draft.ts";
import { MESSAGES } from "./messages.ts";

/** A visitor that somebody makes up; "" is not known. */
export type Visitor = {
  country: string;
  device: string;
  os: string;
  browser: string;
  language: string;
  referrer: string;
  query: string;
  at: string;
  class: "" | NonNullable<TryInput["class"]>;
  password: boolean;
};
export const NOBODY: Visitor = {
  ...{ country: "", device: "", os: "", browser: "", language: "", referrer: "", query: "", at: "" },
  ...{ class: "", password: false },
};
type Props = { visitor: Visitor; onChange(changes: Partial<Visitor>): void };

const TEXTS = {
  os: "iOS",
  browser: "Mobile Safari",
  language: "de-AT",
  referrer: "https://t.co/",
  query: "ref=mail",
} as const;

export function VisitorFields({ visitor, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const countries = COUNTRIES.map((code) => [code, format.country(code)] as const).toSorted(([, a], [, b]) =>
    a.localeCompare(b),
  );
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Choice label={t("country")} value={visitor.country} onChange={(country) => onChange({ country })}>
        {countries.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice label={t("device")} value={visitor.device} onChange={(device) => onChange({ device })}>
        {DEVICE_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`device_${kind}`)}
          </option>
        ))}
      </Choice>
      <Texts visitor={visitor} onChange={onChange} />
      <Field label={t("at")}>
        {(input) => (
          <Input
            {...input}
            type="datetime-local"
            value={visitor.at}
            onChange={(event) => onChange({ at: event.target.value })}
          />
        )}
      </Field>
      <Choice
        label={t("class")}
        value={visitor.class}
        onChange={(kind) => onChange({ class: kind as Visitor["class"] })}
      >
        <option value="human">{t("human")}</option>
        <option value="bot">{t("bot")}</option>
        <option value="preview">{t("preview")}</option>
      </Choice>
      <div className="self-end pb-2">
        <Checkbox
          label={t("knowsPassword")}
          isOn={visitor.password}
          onChange={(password) => onChange({ password })}
        />
      </div>
    </div>
  );
}

function Texts({ visitor, onChange }: Props) {
  const t = useMessages(MESSAGES);
  return (Object.keys(TEXTS) as (keyof typeof TEXTS)[]).map((name) => (
    <Field key={name} label={t(name)}>
      {(input) => (
        <Input
          {...input}
          placeholder={TEXTS[name]}
          spellCheck={false}
          value={visitor[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  ));
}

function Choice({
  label,
  value,
  onChange,
  children,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
  children: ReactNode;
}) {
  const t = useMessages(MESSAGES);
  return (
    <Field label={label}>
      {(input) => (
        <Select {...input} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t("unknown")}</option>
          {children}
        </Select>
      )}
    </Field>
  );
}
