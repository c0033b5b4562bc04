import { useQueryClient } from "@tanstack/react-query";
import type { Key, KeyWithSecret } from "@visoli/contract/key";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { MESSAGES } from "./messages.ts";

const OVERLAPS = ["0", "3600", "86400", "604800"] as const;

/** Puts a new key in the place of one, with some time for whatever uses it. */
export function RotateKey({
  apiKey,
  onClose,
  onMade,
}: {
  apiKey: Key;
  onClose(): void;
  onMade(made: KeyWithSecret): void;
}) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const form = useForm({ overlap: "86400" }, async ({ overlap }) => {
    const made = await visoli.keys.rotate(apiKey.id, { overlapSeconds: Number(overlap) });
    await client.invalidateQueries({ queryKey: ["keys"] });
    onClose();
    onMade(made);
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("rotateTitle", { name: apiKey.name })}
      description={t("rotateText")}
    >
      <form className="grid gap-4" onSubmit={form.submit}>
        <Field label={t("overlap")} fault={form.fault("overlapSeconds")}>
          {(input) => (
            <Select
              {...input}
              value={form.values.overlap}
              onChange={(event) => form.set("overlap", event.target.value)}
            >
              {OVERLAPS.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {t(`overlap_${seconds}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("rotate")}
        </Button>
      </form>
    </Dialog>
  );
}
