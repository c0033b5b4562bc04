import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

/** A password, the present one or a new one, as password managers know it. */
export function PasswordField({
  label,
  hint,
  value,
  onChange,
  fault,
  isNew = false,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange(value: string): void;
  fault?: string | undefined;
  isNew?: boolean;
}) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(input) => (
        <Input
          {...input}
          type="password"
          autoComplete={isNew ? "new-password" : "current-password"}
          required
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
