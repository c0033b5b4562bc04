import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Card } from "../../ui/page.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { ChangeEmail } from "./change-email.tsx";
import { MESSAGES } from "./messages.ts";

/** What one is called, and by which address one is known. */
export function Profile() {
  const t = useMessages(MESSAGES);
  const { person } = useHere();
  const client = useQueryClient();
  const form = useForm({ name: person.name }, async ({ name }) => {
    await visoli.me.update({ name });
    await client.invalidateQueries({ queryKey: ["me"] });
    form.reset({ name });
    toast(t("saved"));
  });
  return (
    <Card title={t("profile")}>
      <form className="grid max-w-xl gap-4 pt-1" onSubmit={form.submit}>
        <Field label={t("name")} fault={form.fault("name")}>
          {(input) => (
            <Input
              {...input}
              required
              maxLength={100}
              autoComplete="name"
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button
          type="submit"
          look="primary"
          isBusy={form.isBusy}
          disabled={!form.isChanged}
          className="justify-self-start"
        >
          {t("save")}
        </Button>
      </form>
      <Address />
    </Card>
  );
}

function Address() {
  const t = useMessages(MESSAGES);
  const { person } = useHere();
  const [isOpen, setOpen] = useState(false);
  const resend = async () => {
    try {
      await visoli.auth.resendVerification({ email: person.email });
      toast(t("resent"));
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <div className="mt-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t pt-4">
      <div className="min-w-0">
        <p className="font-medium">{t("email")}</p>
        <p className="flex flex-wrap items-center gap-2">
          <span className="wrap-anywhere">{person.email}</span>
          <Badge look={person.isEmailVerified ? "good" : "warn"}>
            {t(person.isEmailVerified ? "verified" : "unverified")}
          </Badge>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {!person.isEmailVerified && <Button onClick={() => void resend()}>{t("resend")}</Button>}
        <Button onClick={() => setOpen(true)}>{t("changeEmail")}</Button>
      </div>
      {isOpen && <ChangeEmail onClose={() => setOpen(false)} />}
    </div>
  );
}
