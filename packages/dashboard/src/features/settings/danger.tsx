import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Card } from "../../ui/page.tsx";
import { MESSAGES } from "./messages.ts";

/** Ends the workspace. */
export function DangerZone() {
  const t = useMessages(MESSAGES);
  const { workspace } = useHere();
  const [isOpen, setOpen] = useState(false);
  const { name, role } = workspace;
  const remove = async () => {
    await visoli.workspace.delete({ name });
    // Nothing that is shown is there any more.
    location.assign("/app");
  };
  return (
    <Card title={t("danger")}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pt-1">
        <div className="max-w-xl">
          <p className="font-medium">{t("deleteWorkspace")}</p>
          <p className="text-soft">{t(role === "owner" ? "deleteText" : "deleteOwner")}</p>
        </div>
        {role === "owner" && (
          <Button look="danger" onClick={() => setOpen(true)}>
            {t("deleteWorkspace")}
          </Button>
        )}
      </div>
      <Confirm
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t("deleteTitle", { name })}
        action={t("deleteWorkspace")}
        onConfirm={remove}
        typed={name}
      >
        {t("deleteMore")}
      </Confirm>
    </Card>
  );
}
