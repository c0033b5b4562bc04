import { visoli } from "../lib/api.ts";
import { useQuestion } from "../lib/confirmation.ts";
import { useHere } from "../lib/me.ts";
import { defineMessages, useMessages } from "../lib/messages.ts";
import { signIn } from "../lib/query.ts";
import { useForm } from "../lib/use-form.ts";
import { Alert } from "./alert.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

const MESSAGES = defineMessages(
  {
    title: "Is it still you?",
    text: "You signed in a while ago, and this is hard to take back. Your password is enough for the next 10 minutes.",
    noPassword:
      "You signed in a while ago, and this is hard to take back. Sign in once more, then do it again.",
    password: "Password",
    confirm: "Confirm",
    again: "Sign in once more",
  },
  {
    title: "Bist du es noch?",
    text: "Du hast dich vor einer Weile angemeldet, und das hier lässt sich schwer zurücknehmen. Dein Passwort gilt dann für die nächsten 10 Minuten.",
    noPassword:
      "Du hast dich vor einer Weile angemeldet, und das hier lässt sich schwer zurücknehmen. Melde dich noch einmal an und tu es dann erneut.",
    password: "Passwort",
    confirm: "Bestätigen",
    again: "Noch einmal anmelden",
  },
);

/** Asks for the password wherever the service wants to know that it is still the same person (`confirmed`); once on the page. */
export function PasswordDialog() {
  const question = useQuestion();
  return question && <Ask answer={question.answer} />;
}

function Ask({ answer }: { answer(isConfirmed: boolean): void }) {
  const t = useMessages(MESSAGES);
  const { person } = useHere();
  const form = useForm({ password: "" }, async (values) => {
    await visoli.me.confirm(values);
    answer(true);
  });
  const again = async () => {
    await visoli.auth.signOut();
    signIn();
  };
  return (
    <Dialog
      isOpen
      onClose={() => answer(false)}
      title={t("title")}
      description={t(person.hasPassword ? "text" : "noPassword")}
    >
      {person.hasPassword ? (
        <form className="grid gap-4" onSubmit={form.submit}>
          <Field label={t("password")} fault={form.fault("password")}>
            {(input) => (
              <Input
                {...input}
                type="password"
                autoComplete="current-password"
                required
                value={form.values.password}
                onChange={(event) => form.set("password", event.target.value)}
              />
            )}
          </Field>
          {form.problem && <Alert look="alarm">{form.problem}</Alert>}
          <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
            {t("confirm")}
          </Button>
        </form>
      ) : (
        <Button look="primary" onClick={() => void again()}>
          {t("again")}
        </Button>
      )}
    </Dialog>
  );
}
