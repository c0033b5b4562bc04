import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { MESSAGES } from "./messages.ts";

const RECEIVER = `import { Webhook } from "standardwebhooks";

// in the receiver, with the body as it came:
const event = new Webhook(process.env.VISOLI_WEBHOOK_SECRET).verify(body, headers);`;

/** A webhook's secret, this once. */
export function ShownSecret({ secret, onClose }: { secret: string; onClose(): void }) {
  const t = useMessages(MESSAGES);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      mustAnswer
      width="wide"
      title={t("secretTitle")}
      description={t("secretText")}
      footer={
        <Button look="primary" onClick={onClose}>
          {t("stored")}
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <CodeBlock code={secret} what={t("theSecret")} />
        <section className="grid grid-cols-1 gap-1.5">
          <h3 className="font-medium">{t("verify")}</h3>
          <CodeBlock code={RECEIVER} />
        </section>
      </div>
    </Dialog>
  );
}
