import { Download } from "lucide-react";
import { download } from "../../lib/download.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { MESSAGES } from "./messages.ts";

/** The codes, this once: a click beside must not lose them. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const text = codes.join("\n");
  return (
    <Dialog
      isOpen
      onClose={onClose}
      mustAnswer
      title={t("recovery")}
      description={t("recoveryText")}
      footer={
        <>
          <Button
            onClick={() =>
              download(new Blob([`${text}\n`], { type: "text/plain" }), "visoli-recovery-codes.txt")
            }
          >
            <Download size={15} />
            {t("downloadCodes")}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t("stored")}
          </Button>
        </>
      }
    >
      <CodeBlock code={text} what={t("recoveryCodes")} />
    </Dialog>
  );
}
