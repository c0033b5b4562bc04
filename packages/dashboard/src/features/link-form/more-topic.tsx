import { Plus, X } from "lucide-react";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import type { Draft } from "./draft.ts";
import { MESSAGES } from "./messages.ts";
import { newKey } from "./rule-draft.ts";
import { TextField, ToggleField } from "./text-field.tsx";

type Props = { form: Form<Draft> };
const STATUSES = ["", "302", "301", "307", "308"] as const;
const PROVIDERS = {
  meta: "Meta",
  google: "Google",
  linkedin: "LinkedIn",
  tiktok: "TikTok",
  x: "X",
} satisfies Record<Draft["pixels"][number]["provider"], string>;

/** How visitors are led on, and what the link does beside. */
export function MoreTopic({ form }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <>
      <Field label={t("redirectStatus")} fault={form.fault("redirectStatus")}>
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
      <ToggleField form={form} name="cloak" label={t("cloak")} hint={t("cloakHint")} />
      <ToggleField form={form} name="noindex" label={t("noindex")} />
      <ToggleField form={form} name="forwardQuery" label={t("forwardQuery")} />
      <ToggleField form={form} name="forwardPath" label={t("forwardPath")} />
      <ToggleField
        form={form}
        name="trackVisitors"
        label={t("trackVisitors")}
        hint={t("trackVisitorsHint")}
      />
      <TextField form={form} name="ios" label={t("ios")} inputMode="url" spellCheck={false} />
      <TextField form={form} name="android" label={t("android")} inputMode="url" spellCheck={false} />
      <TextField
        form={form}
        name="clickIdParameter"
        label={t("clickIdParameter")}
        placeholder="vsl_id"
        spellCheck={false}
      />
      <Pixels form={form} />
    </>
  );
}

function Pixels({ form }: Props) {
  const t = useMessages(MESSAGES);
  const { pixels } = form.values;
  const change = (key: string, changes: Partial<Draft["pixels"][number]>) =>
    form.set(
      "pixels",
      pixels.map((pixel) => (pixel.key === key ? { ...pixel, ...changes } : pixel)),
    );
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-2">
      <legend className="font-medium">{t("pixels")}</legend>
      <p className="text-[0.8125rem] text-soft">{t("pixelsHint")}</p>
      {pixels.map((pixel, index) => (
        <Pixel
          key={pixel.key}
          pixel={pixel}
          index={index}
          fault={form.fault(`pixels.${index}`)}
          onChange={(changes) => change(pixel.key, changes)}
          onRemove={() =>
            form.set(
              "pixels",
              pixels.filter(({ key }) => key !== pixel.key),
            )
          }
        />
      ))}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => form.set("pixels", [...pixels, { key: newKey(), provider: "meta", id: "" }])}
      >
        <Plus size={14} />
        {t("add")}
      </Button>
    </fieldset>
  );
}

function Pixel({
  pixel,
  index,
  fault,
  onChange,
  onRemove,
}: {
  pixel: Draft["pixels"][number];
  index: number;
  fault: string | undefined;
  onChange(changes: Partial<Draft["pixels"][number]>): void;
  onRemove(): void;
}) {
  const t = useMessages(MESSAGES);
  const count = index + 1;
  return (
    <div className="flex items-start gap-2">
      <Select
        aria-label={t("pixelProvider", { count })}
        className="!w-32"
        value={pixel.provider}
        onChange={(event) => onChange({ provider: event.target.value as typeof pixel.provider })}
      >
        {Object.entries(PROVIDERS).map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <div className="min-w-0 flex-1">
        <Field label={t("pixelId", { count })} isLabelHidden fault={fault}>
          {(input) => (
            <Input
              {...input}
              spellCheck={false}
              value={pixel.id}
              onChange={(event) => onChange({ id: event.target.value })}
            />
          )}
        </Field>
      </div>
      <IconButton label={t("remove")} onClick={onRemove}>
        <X size={15} />
      </IconButton>
    </div>
  );
}
