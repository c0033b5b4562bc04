import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { confirmed } from "../../lib/confirmation.ts";
import { download } from "../../lib/download.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Card } from "../../ui/page.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";

/** All that is kept of the person, to take along; and the end of the account. */
export function OwnData() {
  const t = useMessages(MESSAGES);
  const [isDeleting, setDeleting] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    try {
      const kept = JSON.stringify(await visoli.me.export(), null, 2);
      download(new Blob([kept], { type: "application/json" }), "visoli-account.json");
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t("data")}>
      <div className="grid gap-4 pt-1">
        <Row text={t("dataText")}>
          <Button isBusy={isBusy} onClick={() => void take()}>
            {t("download")}
          </Button>
        </Row>
        <div className="border-t pt-4">
          <Row text={t("deleteText")}>
            <Button look="danger" onClick={() => setDeleting(true)}>
              {t("delete")}
            </Button>
          </Row>
        </div>
      </div>
      {isDeleting && <DeleteAccount onClose={() => setDeleting(false)} />}
    </Card>
  );
}

function Row({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <p className="max-w-xl text-soft">{text}</p>
      {children}
    </div>
  );
}

function DeleteAccount({ onClose }: { onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { me, person } = useHere();
  const form = useForm({ email: "", password: "" }, async ({ password }) => {
    const remove = () => visoli.me.delete(person.hasPassword ? { password } : {});
    if (await confirmed(remove)) location.assign("/");
  });
  const { email, password } = form.values;
  return (
    <Dialog isOpen onClose={onClose} title={t("deleteTitle")} description={t("deleteMore")}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <p className="text-soft wrap-anywhere">
          {t("deleteWorkspaces", { names: me.workspaces.map(({ name }) => name).join(", ") })}
        </p>
        <Field label={t("typeEmail", { email: person.email })}>
          {(input) => (
            <Input {...input} value={email} onChange={(event) => form.set("email", event.target.value)} />
          )}
        </Field>
        {person.hasPassword && (
          <PasswordField
            label={t("password")}
            value={password}
            onChange={(next) => form.set("password", next)}
            fault={form.fault("password")}
          />
        )}
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="danger" isBusy={form.isBusy} disabled={email !== person.email}>
            {t("delete")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
