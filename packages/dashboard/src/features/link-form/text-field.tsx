import type { InputHTMLAttributes, ReactNode } from "react";
import type { Form } from "../../lib/use-form.ts";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import type { Draft } from "./draft.ts";

/** The names of the draft whose values are of a kind. */
export type NamesOf<Kind> = { [Name in keyof Draft]: Draft[Name] extends Kind ? Name : never }[keyof Draft];

type Props = { form: Form<Draft>; name: NamesOf<string>; label: string; hint?: ReactNode };

/** A text of the link; its name in the draft is its name in the API. */
export function TextField({
  form,
  name,
  label,
  hint,
  ...rest
}: Props & Omit<InputHTMLAttributes<HTMLInputElement>, "form" | "name">) {
  return (
    <Field label={label} hint={hint} fault={form.fault(name)}>
      {(input) => (
        <Input
          {...input}
          {...rest}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  );
}

export function ToggleField({ form, name, label, hint }: Omit<Props, "name"> & { name: NamesOf<boolean> }) {
  return (
    <Toggle label={label} hint={hint} isOn={form.values[name]} onChange={(isOn) => form.set(name, isOn)} />
  );
}
