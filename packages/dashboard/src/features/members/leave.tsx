import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { MESSAGES } from "./messages.ts";

/** The way out of the workspace, for whoever is in it. */
export function Leave() {
  const t = useMessages(MESSAGES);
  const { person, workspace } = useHere();
  const [isOpen, setOpen] = useState(false);
  const leave = async () => {
    await visoli.members.delete(person.id);
    // Nothing that is shown is theirs any more.
    location.assign("/app");
  };
  return (
    <div>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {t("leave")}
      </Button>
      <Confirm
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t("leaveTitle", { workspace: workspace.name })}
        action={t("leave")}
        onConfirm={leave}
      >
        {t("leaveText")}
      </Confirm>
    </div>
  );
}
