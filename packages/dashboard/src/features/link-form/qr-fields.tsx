import { useMessages } from "../../lib/messages.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { Checkbox } from "../../ui/toggle.tsx";
import { MESSAGES } from "./messages.ts";

export type QrLook = {
  size: string;
  margin: string;
  /** `#rrggbb` */
  color: string;
  background: string;
  isTransparent: boolean;
  errorCorrection: "L" | "M" | "Q" | "H";
  logo: boolean;
};
type Props = { look: QrLook; onChange(changes: Partial<QrLook>): void };
const SIZES = ["256", "512", "1024", "2048", "4096"];
const MARGINS = ["0", "1", "2", "4", "8"];
const CORRECTIONS = { L: "7 %", M: "15 %", Q: "25 %", H: "30 %" };

export function QrFields({ look, onChange }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <div className="grid content-start gap-3">
      <div className="grid grid-cols-2 gap-3">
        <Color label={t("qrColor")} value={look.color} onChange={(color) => onChange({ color })} />
        <Color
          label={t("qrBackground")}
          value={look.background}
          onChange={(background) => onChange({ background, isTransparent: false })}
        />
        <Choice
          label={t("qrSize")}
          value={look.size}
          options={SIZES}
          onChange={(size) => onChange({ size })}
        />
        <Choice
          label={t("qrMargin")}
          value={look.margin}
          options={MARGINS}
          onChange={(margin) => onChange({ margin })}
        />
      </div>
      <Field label={t("qrCorrection")}>
        {(input) => (
          <Select
            {...input}
            disabled={look.logo}
            value={look.logo ? "H" : look.errorCorrection}
            onChange={(event) =>
              onChange({ errorCorrection: event.target.value as QrLook["errorCorrection"] })
            }
          >
            {Object.entries(CORRECTIONS).map(([id, share]) => (
              <option key={id} value={id}>
                {id} ({share})
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Checkbox
        label={t("qrTransparent")}
        isOn={look.isTransparent}
        onChange={(isTransparent) => onChange({ isTransparent })}
      />
      <Checkbox label={t("qrLogo")} isOn={look.logo} onChange={(logo) => onChange({ logo })} />
    </div>
  );
}

type FieldProps = { label: string; value: string; onChange(value: string): void };

function Color({ label, value, onChange }: FieldProps) {
  return (
    <Field label={label}>
      {(input) => (
        <Input
          {...input}
          type="color"
          className="!px-1 py-1"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

function Choice({ label, value, options, onChange }: FieldProps & { options: string[] }) {
  return (
    <Field label={label}>
      {(input) => (
        <Select {...input} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}
