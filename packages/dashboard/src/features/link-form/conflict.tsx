import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { MESSAGES } from "./messages.ts";
import { changedFields, type LinkForm } from "./use-link-form.ts";

/** Somebody else was quicker: theirs or mine. */
export function Conflict({ state }: { state: LinkForm }) {
  const t = useMessages(MESSAGES);
  const { base, conflict, loadTheirs, saveMine } = state;
  if (!base || !conflict) return null;
  const fields = changedFields(base.link, conflict.link);
  return (
    <Dialog
      isOpen
      onClose={loadTheirs}
      title={t("conflictTitle")}
      footer={
        <>
          <Button onClick={loadTheirs}>{t("conflictTheirs")}</Button>
          <Button look="primary" onClick={saveMine}>
            {t("conflictMine")}
          </Button>
        </>
      }
    >
      <p>{fields.length > 0 ? t("conflictFields", { fields: fields.join(", ") }) : t("conflictOnly")}</p>
      <p className="mt-2 text-soft">{t("conflictMore")}</p>
    </Dialog>
  );
}
