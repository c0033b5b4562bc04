import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { confirmed } from "../../lib/confirmation.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { makePasskey } from "./webauthn.ts";

/** Has the browser make a passkey, and keeps its public half. */
export function AddPasskey({ onClose }: { onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { person } = useHere();
  const [isAborted, setAborted] = useState(false);
  const form = useForm({ name: "", password: "" }, async ({ name, password }) => {
    setAborted(false);
    const isSent = await confirmed(async () => {
      const { options } = await visoli.me.passkeys.options(person.hasPassword ? { password } : {});
      const credential = await makePasskey(options);
      setAborted(credential === null);
      if (!credential) return;
      await visoli.me.passkeys.create({ credential, ...(name.trim() && { name: name.trim() }) });
      await queryClient.invalidateQueries({ queryKey: ["security"] });
      onClose();
      toast(t("passkeyAdded"));
    });
    if (!isSent) onClose();
  });
  const { name, password } = form.values;
  return (
    <Dialog isOpen onClose={onClose} title={t("addPasskey")}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <Field label={t("passkeyName")} hint={t("passkeyNameHint")} fault={form.fault("name")}>
          {(input) => (
            <Input
              {...input}
              maxLength={100}
              placeholder={t("passkeyNamePlaceholder")}
              value={name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        {person.hasPassword && (
          <PasswordField
            label={t("yourPassword")}
            value={password}
            onChange={(next) => form.set("password", next)}
            fault={form.fault("password")}
          />
        )}
        {isAborted && <Alert look="warn">{t("passkeyAborted")}</Alert>}
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("addPasskey")}
        </Button>
      </form>
    </Dialog>
  );
}
