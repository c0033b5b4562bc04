import type { Member } from "@visoli/contract/member";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { mayChange } from "./roles.ts";

/** What can be done with another member. */
export function MemberMenu({ member }: { member: Member }) {
  const t = useMessages(MESSAGES);
  const { may, person, workspace } = useHere();
  const [open, setOpen] = useState<"transfer" | "remove">();
  if (member.id === person.id || !may("members:write") || !mayChange(workspace.role, member)) return null;
  const close = () => setOpen(undefined);
  const trigger = (
    <IconButton label={t("actions", { name: member.name })}>
      <MoreHorizontal size={16} />
    </IconButton>
  );
  const isOwner = workspace.role === "owner";
  return (
    <>
      <Menu trigger={trigger}>
        {isOwner && member.role !== "owner" && (
          <>
            <MenuItem onSelect={() => setOpen("transfer")}>{t("transfer")}</MenuItem>
            <MenuLine />
          </>
        )}
        <MenuItem isDanger onSelect={() => setOpen("remove")}>
          {t("remove")}
        </MenuItem>
      </Menu>
      <Transfer member={member} isOpen={open === "transfer"} onClose={close} />
      <Remove member={member} isOpen={open === "remove"} onClose={close} />
    </>
  );
}

type Props = { member: Member; isOpen: boolean; onClose(): void };

function Transfer({ member: { id, name }, isOpen, onClose }: Props) {
  const t = useMessages(MESSAGES);
  const { workspace } = useHere();
  const transfer = async () => {
    await visoli.workspace.transfer({ memberId: id });
    await Promise.all(["members", "me"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
    toast(t("transferred", { name }));
  };
  return (
    <Confirm
      isOpen={isOpen}
      onClose={onClose}
      title={t("transferTitle", { name, workspace: workspace.name })}
      action={t("transfer")}
      onConfirm={transfer}
      typed={workspace.name}
    >
      {t("transferText", { name })}
    </Confirm>
  );
}

function Remove({ member: { id, name }, isOpen, onClose }: Props) {
  const t = useMessages(MESSAGES);
  const remove = async () => {
    await visoli.members.delete(id);
    await Promise.all(
      ["members", "invitations", "usage"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
    );
    toast(t("removed", { name }));
  };
  return (
    <Confirm
      isOpen={isOpen}
      onClose={onClose}
      title={t("removeTitle", { name })}
      action={t("remove")}
      onConfirm={remove}
    >
      {t("removeText")}
    </Confirm>
  );
}
