import { useQueryClient } from "@tanstack/react-query";
import type { Webhook } from "@visoli/contract/webhook";
import { MoreHorizontal, Send } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { forgetWebhooks } from "./query.ts";
import { ShownSecret } from "./shown-secret.tsx";
import { EditWebhook } from "./webhook-panel.tsx";

type Props = { webhook: Webhook; onGone(): void };

/** What can be done with a webhook. */
export function WebhookActions({ webhook: { id, url }, onGone }: Props) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const [open, setOpen] = useState<"edit" | "rotate" | "remove">();
  const [secret, setSecret] = useState<string>();
  const close = () => setOpen(undefined);
  const test = async () => {
    await visoli.webhooks.test(id);
    toast(t("tested"));
    await forgetWebhooks(client);
  };
  const remove = async () => {
    await visoli.webhooks.delete(id);
    onGone();
    toast(t("removed"));
    await client.invalidateQueries({ queryKey: ["webhooks"], exact: true });
  };
  return (
    <>
      <Button onClick={() => void test().catch(toastError)}>
        <Send size={15} />
        {t("test")}
      </Button>
      <Button onClick={() => setOpen("edit")}>{t("edit")}</Button>
      <Menu
        trigger={
          <IconButton label={t("actions")}>
            <MoreHorizontal size={16} />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setOpen("rotate")}>{t("rotate")}</MenuItem>
        <MenuLine />
        <MenuItem isDanger onSelect={() => setOpen("remove")}>
          {t("remove")}
        </MenuItem>
      </Menu>
      {open === "edit" && <EditWebhook id={id} onClose={close} />}
      {open === "rotate" && <RotateSecret id={id} onClose={close} onMade={setSecret} />}
      {secret && <ShownSecret secret={secret} onClose={() => setSecret(undefined)} />}
      <Confirm
        isOpen={open === "remove"}
        onClose={close}
        title={t("removeTitle")}
        action={t("remove")}
        onConfirm={remove}
      >
        {t("removeText", { url })}
      </Confirm>
    </>
  );
}

const OVERLAPS = ["0", "1", "24", "168"] as const;

function RotateSecret({
  id,
  onClose,
  onMade,
}: {
  id: string;
  onClose(): void;
  onMade(secret: string): void;
}) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const form = useForm({ overlap: "24" }, async ({ overlap }) => {
    const { secret } = await visoli.webhooks.rotateSecret(id, { overlapHours: Number(overlap) });
    await forgetWebhooks(client);
    onClose();
    onMade(secret);
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("rotate")} description={t("rotateText")}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <Field label={t("overlap")} fault={form.fault("overlapHours")}>
          {(input) => (
            <Select
              {...input}
              value={form.values.overlap}
              onChange={(event) => form.set("overlap", event.target.value)}
            >
              {OVERLAPS.map((hours) => (
                <option key={hours} value={hours}>
                  {t(`overlap_${hours}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("rotate")}
        </Button>
      </form>
    </Dialog>
  );
}
