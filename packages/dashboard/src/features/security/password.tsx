import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Card } from "../../ui/page.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";

/** The password, and how one changes it. */
export function Password() {
  const t = useMessages(MESSAGES);
  const { person } = useHere();
  const [isOpen, setOpen] = useState(false);
  return (
    <Card
      title={t("password")}
      description={t(person.hasPassword ? "passwordText" : "noPassword")}
      actions={person.hasPassword && <Button onClick={() => setOpen(true)}>{t("change")}</Button>}
    >
      {isOpen && <ChangePassword onClose={() => setOpen(false)} />}
    </Card>
  );
}

function ChangePassword({ onClose }: { onClose(): void }) {
  const t = useMessages(MESSAGES);
  const form = useForm({ password: "", newPassword: "" }, async (values) => {
    await visoli.me.password.change(values);
    await queryClient.invalidateQueries({ queryKey: ["security"] });
    onClose();
    toast(t("changed"));
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("change")}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <PasswordField
          label={t("present")}
          value={form.values.password}
          onChange={(password) => form.set("password", password)}
          fault={form.fault("password")}
        />
        <PasswordField
          isNew
          label={t("new")}
          hint={t("newHint")}
          value={form.values.newPassword}
          onChange={(password) => form.set("newPassword", password)}
          fault={form.fault("newPassword")}
        />
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("change")}
        </Button>
      </form>
    </Dialog>
  );
}
