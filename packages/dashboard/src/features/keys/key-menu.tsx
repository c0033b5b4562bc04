import { useQueryClient } from "@tanstack/react-query";
import type { Key, KeyWithSecret } from "@visoli/contract/key";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { toast } from "../../ui/toast.tsx";
import { EditKey } from "./edit-key.tsx";
import { MESSAGES } from "./messages.ts";
import { RotateKey } from "./rotate-key.tsx";
import { ShownKey } from "./shown-key.tsx";

/** What can be done with a key that works. */
export function KeyMenu({ apiKey }: { apiKey: Key }) {
  const t = useMessages(MESSAGES);
  const [open, setOpen] = useState<"edit" | "rotate" | "revoke">();
  const [shown, setShown] = useState<KeyWithSecret>();
  const close = () => setOpen(undefined);
  const trigger = (
    <IconButton label={t("actions", { name: apiKey.name })}>
      <MoreHorizontal size={16} />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem onSelect={() => setOpen("edit")}>{t("edit")}</MenuItem>
        {!apiKey.replacedBy && <MenuItem onSelect={() => setOpen("rotate")}>{t("rotate")}</MenuItem>}
        <MenuLine />
        <MenuItem isDanger onSelect={() => setOpen("revoke")}>
          {t("revoke")}
        </MenuItem>
      </Menu>
      {open === "edit" && <EditKey apiKey={apiKey} onClose={close} />}
      {open === "rotate" && <RotateKey apiKey={apiKey} onClose={close} onMade={setShown} />}
      <RevokeKey apiKey={apiKey} isOpen={open === "revoke"} onClose={close} />
      {shown && <ShownKey made={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

function RevokeKey({ apiKey, isOpen, onClose }: { apiKey: Key; isOpen: boolean; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { relative } = useFormat();
  const client = useQueryClient();
  const { name, lastUsedAt, lastUsedFrom } = apiKey;
  const revoke = async () => {
    await visoli.keys.delete(apiKey.id);
    await client.invalidateQueries({ queryKey: ["keys"] });
    toast(t("revoked"));
  };
  const from = lastUsedFrom ? t("from", { place: lastUsedFrom }) : "";
  return (
    <Confirm
      isOpen={isOpen}
      onClose={onClose}
      title={t("revokeTitle", { name })}
      action={t("revoke")}
      onConfirm={revoke}
    >
      <p>{lastUsedAt ? t("revokeUsed", { when: relative(lastUsedAt), from }) : t("revokeUnused")}</p>
      <p className="mt-2">{t("revokeText")}</p>
    </Confirm>
  );
}
