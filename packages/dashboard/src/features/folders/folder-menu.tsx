import type { Folder } from "@visoli/contract/folder";
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
import { FolderForm } from "./folder-form.tsx";
import { FolderMembers } from "./folder-members.tsx";
import { MESSAGES } from "./messages.ts";

/** What can be done with a folder; who does not manage it may look who is in it. */
export function FolderMenu({ folder }: { folder: Folder }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const [open, setOpen] = useState<"edit" | "members" | "delete">();
  const close = () => setOpen(undefined);
  const { id, name } = folder;
  const isManager = folder.role === "manager" && may("links:write");
  const remove = async () => {
    await visoli.folders.delete(id);
    await Promise.all(["folders", "links"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
    toast(t("deleted"));
  };
  const trigger = (
    <IconButton label={t("actions", { name })}>
      <MoreHorizontal size={16} />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        {isManager && <MenuItem onSelect={() => setOpen("edit")}>{t("edit")}</MenuItem>}
        <MenuItem onSelect={() => setOpen("members")}>{t("members")}</MenuItem>
        {isManager && (
          <>
            <MenuLine />
            <MenuItem isDanger onSelect={() => setOpen("delete")}>
              {t("delete")}
            </MenuItem>
          </>
        )}
      </Menu>
      {open === "edit" && <FolderForm folder={folder} onClose={close} />}
      {open === "members" && <FolderMembers folder={folder} isManager={isManager} onClose={close} />}
      <Confirm
        isOpen={open === "delete"}
        onClose={close}
        title={t("deleteTitle", { name })}
        action={t("delete")}
        onConfirm={remove}
      >
        {t("deleteText")}
      </Confirm>
    </>
  );
}
