import { useMessages } from "../../lib/messages.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import type { Design } from "./design.ts";
import { MESSAGES } from "./messages.ts";

const CORRECTIONS = ["L", "M", "Q", "H"] as const;

type Props = { design: Design; onChange(changes: Partial<Design>): void };

/** What there is to choose of a QR code's looks. */
export function DesignFields({ design, onChange }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <NumberField name="size" least={64} most={4_096} {...{ design, onChange }} />
        <NumberField name="margin" least={0} most={16} hint={t("marginHint")} {...{ design, onChange }} />
        <ColorField name="color" {...{ design, onChange }} />
        <ColorField name="background" isDisabled={design.isTransparent} {...{ design, onChange }} />
      </div>
      <Toggle
        label={t("transparent")}
        hint={t("transparentHint")}
        isOn={design.isTransparent}
        onChange={(isTransparent) => onChange({ isTransparent })}
      />
      <Field label={t("correction")}>
        {(input) => (
          <Select
            {...input}
            disabled={design.logo}
            value={design.logo ? "H" : design.errorCorrection}
            onChange={({ target: { value } }) =>
              onChange({ errorCorrection: CORRECTIONS.find((each) => each === value) ?? "M" })
            }
          >
            {CORRECTIONS.map((each) => (
              <option key={each} value={each}>
                {t(`correction_${each}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Toggle
        label={t("logo")}
        hint={t("logoHint")}
        isOn={design.logo}
        onChange={(logo) => onChange({ logo })}
      />
    </>
  );
}

function NumberField({
  name,
  least,
  most,
  hint,
  design,
  onChange,
}: Props & { name: "size" | "margin"; least: number; most: number; hint?: string }) {
  const t = useMessages(MESSAGES);
  return (
    <Field label={t(name)} hint={hint}>
      {(input) => (
        <Input
          {...input}
          type="number"
          min={least}
          max={most}
          value={design[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}

function ColorField({
  name,
  isDisabled = false,
  design,
  onChange,
}: Props & { name: "color" | "background"; isDisabled?: boolean }) {
  const t = useMessages(MESSAGES);
  return (
    <Field label={t(name)}>
      {(input) => (
        <div className="flex items-center gap-2">
          <Input
            {...input}
            type="color"
            className="!w-14 shrink-0 cursor-pointer !px-1 py-1"
            disabled={isDisabled}
            value={design[name]}
            onChange={(event) => onChange({ [name]: event.target.value })}
          />
          <span className="font-mono text-[0.8125rem] text-soft">{design[name]}</span>
        </div>
      )}
    </Field>
  );
}
