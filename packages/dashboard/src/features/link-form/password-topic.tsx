import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import type { Draft } from "./draft.ts";
import { MESSAGES } from "./messages.ts";

/** What visitors are asked for; one that is set is never shown again. */
export function PasswordTopic({ form, isSet }: { form: Form<Draft>; isSet: boolean }) {
  const t = useMessages(MESSAGES);
  const { password } = form.values;
  const isKept = isSet && password === undefined;
  if (isKept)
    return (
      <div className="grid gap-3">
        <p className="text-soft">{t("passwordIs")}</p>
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => form.set("password", "")}>
            {t("passwordChange")}
          </Button>
          <Button size="small" look="danger" onClick={() => form.set("password", null)}>
            {t("passwordRemove")}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="grid gap-3">
      {password === null ? (
        <Alert look="warn">{t("passwordRemoved")}</Alert>
      ) : (
        <Field
          label={isSet ? t("passwordNew") : t("topic_password")}
          hint={t("passwordHint")}
          fault={form.fault("password")}
        >
          {(input) => (
            <Input
              {...input}
              type="text"
              autoComplete="off"
              spellCheck={false}
              maxLength={255}
              value={password ?? ""}
              onChange={(event) => form.set("password", event.target.value)}
            />
          )}
        </Field>
      )}
      {isSet && (
        <Button size="small" className="justify-self-start" onClick={() => form.set("password", undefined)}>
          {t("passwordKeep")}
        </Button>
      )}
    </div>
  );
}
