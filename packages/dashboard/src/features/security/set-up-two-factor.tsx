import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { MESSAGES } from "./messages.ts";
import { Qr } from "./qr.tsx";
import { secretOf } from "./secret.ts";

type Props = { uri: string; onClose(): void; onConfirmed(): Promise<void> };

/** Brings the secret into an app; it is on once a code of it was sent back. */
export function SetUpTwoFactor({ uri, onClose, onConfirmed }: Props) {
  const t = useMessages(MESSAGES);
  const form = useForm({ code: "" }, async ({ code }) => {
    await visoli.me.twoFactor.confirm({ code: code.replace(/\s/g, "") });
    await onConfirmed();
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("scan")} description={t("scanHint")}>
      <form className="grid grid-cols-1 gap-4" onSubmit={form.submit}>
        <div className="justify-self-center">
          <Qr text={uri} label={t("qrAlt")} />
        </div>
        <div className="grid min-w-0 gap-1.5">
          <p className="font-medium">{t("secret")}</p>
          <CodeBlock code={secretOf(uri)} />
        </div>
        <Field label={t("code")} fault={form.fault("code")}>
          {(input) => (
            <Input
              {...input}
              required
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              className="tabular w-40"
              value={form.values.code}
              onChange={(event) => form.set("code", event.target.value)}
            />
          )}
        </Field>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("confirmCode")}
        </Button>
      </form>
    </Dialog>
  );
}
