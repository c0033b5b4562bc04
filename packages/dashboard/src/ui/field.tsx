import { type ReactNode, useId } from "react";

/** What ties an input to its label, hint and fault. */
export type FieldInput = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
};

type Props = {
  label: ReactNode;
  hint?: ReactNode;
  fault?: string | undefined;
  /** The label is read aloud alone. */
  isLabelHidden?: boolean;
  children: (input: FieldInput) => ReactNode;
};

/** A labelled input: `<Field label="Name" fault={form.fault("name")}>{(input) => <Input {...input} />}</Field>`. */
export function Field({ label, hint, fault, isLabelHidden = false, children }: Props) {
  const id = useId();
  const said = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ");
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "font-medium"}>
        {label}
      </label>
      {children({ id, "aria-describedby": said || undefined, "aria-invalid": fault ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-soft">
          {hint}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} role="alert" className="text-[0.8125rem] font-medium text-alarm">
          {fault}
        </p>
      )}
    </div>
  );
}
