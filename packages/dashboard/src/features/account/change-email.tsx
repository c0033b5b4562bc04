import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { MESSAGES } from "./messages.ts";

/** Asks for another address; it counts once the mail to it was answered. */
export function ChangeEmail({ onClose }: { onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { person } = useHere();
  const [asked, setAsked] = useState<string>();
  const form = useForm({ email: "", password: "" }, async (values) => {
    await visoli.me.update(values);
    setAsked(values.email);
  });
  if (!person.hasPassword)
    return (
      <Dialog isOpen onClose={onClose} title={t("changeEmail")}>
        <p>{t("noPasswordEmail")}</p>
      </Dialog>
    );
  return (
    <Dialog isOpen onClose={onClose} title={t("changeEmail")} description={t("changeEmailText")}>
      {asked ? (
        <Alert look="good">{t("asked", { email: asked })}</Alert>
      ) : (
        <form className="grid gap-4" onSubmit={form.submit}>
          <Field label={t("newEmail")} fault={form.fault("email")}>
            {(input) => (
              <Input
                {...input}
                type="email"
                required
                autoComplete="email"
                value={form.values.email}
                onChange={(event) => form.set("email", event.target.value)}
              />
            )}
          </Field>
          <PasswordField
            label={t("password")}
            value={form.values.password}
            onChange={(password) => form.set("password", password)}
            fault={form.fault("password")}
          />
          {form.problem && <Alert look="alarm">{form.problem}</Alert>}
          <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
            {t("changeEmail")}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
