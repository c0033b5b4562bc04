import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";

type Props = { id: string; link: string; reason: string; onClose(): void };

/** Closes a report by blocking its link. */
export function BlockReported({ id, link, reason, onClose }: Props) {
  const t = useMessages(MESSAGES);
  const form = useForm({ reason }, async (values) => {
    await visoli.admin.reports.close(id, { state: "blocked", ...values });
    await queryClient.invalidateQueries({ queryKey: ["reports"] });
    onClose();
    toast(t("blocked"));
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("blockTitle", { link })} description={t("blockText")}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <Field label={t("reasonShown")} fault={form.fault("reason")}>
          {(input) => (
            <Input
              {...input}
              required
              maxLength={200}
              value={form.values.reason}
              onChange={(event) => form.set("reason", event.target.value)}
            />
          )}
        </Field>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="danger" isBusy={form.isBusy} className="justify-self-end">
          {t("block")}
        </Button>
      </form>
    </Dialog>
  );
}
