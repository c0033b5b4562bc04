import type { Tag } from "@visoli/contract/tag";
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

/** Gives a tag another name, on all its links. */
export function RenameTag({ tag: { id, name }, onClose }: { tag: Tag; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const form = useForm({ name }, async (values) => {
    const after = await visoli.tags.update(id, values);
    await Promise.all(["tags", "links"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
    onClose();
    toast(t("renamed", { name: after.name }));
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("renameOf", { name })}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <Field label={t("newName")} fault={form.fault("name")}>
          {(input) => (
            <Input
              {...input}
              required
              maxLength={50}
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("save")}
        </Button>
      </form>
    </Dialog>
  );
}
