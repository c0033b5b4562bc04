import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { MESSAGES } from "./messages.ts";

type Props = {
  title: string;
  text: string;
  /** On the button. */
  action: string;
  isDanger?: boolean;
  onClose(): void;
  /** Sends the password along with what is to be done. */
  send(password: string): Promise<unknown>;
};

/** A step that takes the password along. */
export function AskPassword({ title, text, action, isDanger = false, onClose, send }: Props) {
  const t = useMessages(MESSAGES);
  const form = useForm({ password: "" }, ({ password }) => send(password));
  return (
    <Dialog isOpen onClose={onClose} title={title} description={text}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <PasswordField
          label={t("yourPassword")}
          value={form.values.password}
          onChange={(password) => form.set("password", password)}
          fault={form.fault("password")}
        />
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button
          type="submit"
          look={isDanger ? "danger" : "primary"}
          isBusy={form.isBusy}
          className="justify-self-end"
        >
          {action}
        </Button>
      </form>
    </Dialog>
  );
}
