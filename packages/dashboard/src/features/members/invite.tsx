import type { InvitationWithUrl } from "@visoli/contract/member";
import type { Role } from "@visoli/contract/role";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Problem } from "../../ui/problem.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { RoleChoice } from "./role-choice.tsx";

const START: { email: string; role: Role } = { email: "", role: "member" };

/** Invites somebody by their address; where the service sends no mail, the address to hand on is shown. */
export function Invite({ onClose }: { onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { workspace } = useHere();
  const [made, setMade] = useState<InvitationWithUrl>();
  const form = useForm(START, async (values) => {
    const invitation = await visoli.members.invitations.create(values);
    await queryClient.invalidateQueries({ queryKey: ["invitations"] });
    if (invitation.url !== null) return setMade(invitation);
    onClose();
    toast(t("invited", { email: invitation.email }));
  });
  if (made) return <HandOn invitation={made} onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} title={t("inviteTitle")} description={t("inviteText")}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <Field label={t("email")} fault={form.fault("email")}>
          {(input) => (
            <Input
              {...input}
              type="email"
              required
              value={form.values.email}
              onChange={(event) => form.set("email", event.target.value)}
            />
          )}
        </Field>
        <RoleChoice
          own={workspace.role}
          role={form.values.role}
          onChange={(role) => form.set("role", role)}
        />
        <Problem form={form} />
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("send")}
        </Button>
      </form>
    </Dialog>
  );
}

/** Where an invitation is accepted, this once. */
export function HandOn({
  invitation: { email, url },
  onClose,
}: {
  invitation: InvitationWithUrl;
  onClose(): void;
}) {
  const t = useMessages(MESSAGES);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      mustAnswer
      title={t("handOn")}
      description={t("handOnText", { email })}
      footer={
        <Button look="primary" onClick={onClose}>
          {t("done")}
        </Button>
      }
    >
      <CodeBlock code={url ?? ""} what={t("theAddress")} />
    </Dialog>
  );
}
