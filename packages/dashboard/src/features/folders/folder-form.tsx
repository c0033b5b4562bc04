import type { Folder } from "@visoli/contract/folder";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { Problem } from "../../ui/problem.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { DEFAULT_ROLES } from "./roles.ts";

const NEW: Pick<Folder, "name" | "defaultRole"> = { name: "", defaultRole: "editor" };

/** Makes a folder, or changes the one that is given. */
export function FolderForm({ folder, onClose }: { folder?: Folder; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { name, defaultRole } = folder ?? NEW;
  const form = useForm({ name, defaultRole }, async (values) => {
    if (folder) await visoli.folders.update(folder.id, values);
    else await visoli.folders.create(values);
    await queryClient.invalidateQueries({ queryKey: ["folders"] });
    onClose();
    toast(folder ? t("saved") : t("made", { name: values.name }));
  });
  return (
    <Dialog isOpen onClose={onClose} title={folder ? t("editTitle", { name }) : t("create")}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <Field label={t("name")} fault={form.fault("name")}>
          {(input) => (
            <Input
              {...input}
              required
              maxLength={100}
              placeholder={t("namePlaceholder")}
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        <Field label={t("defaultRole")} fault={form.fault("defaultRole")}>
          {(input) => (
            <Select
              {...input}
              value={form.values.defaultRole}
              onChange={(event) => form.set("defaultRole", event.target.value as Folder["defaultRole"])}
            >
              {DEFAULT_ROLES.map((role) => (
                <option key={role} value={role}>
                  {t(`default_${role}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Problem form={form} />
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t(folder ? "save" : "make")}
        </Button>
      </form>
    </Dialog>
  );
}
