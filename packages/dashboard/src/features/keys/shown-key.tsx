import type { KeyWithSecret } from "@visoli/contract/key";
import type { ReactNode } from "react";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { MESSAGES } from "./messages.ts";

/** A key, this once: a click beside must not lose it. */
export function ShownKey({ made: { key, name }, onClose }: { made: KeyWithSecret; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { origin } = location;
  const curl = `curl ${origin}/api/v1/links \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '{"url": "https://example.com"}'`;
  const sdk = `import { Visoli } from "@visoli/sdk";

const visoli = new Visoli({ apiKey: process.env.VISOLI_API_KEY, baseUrl: "${origin}" });
const { shortUrl } = await visoli.links.create({ url: "https://example.com" });`;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      mustAnswer
      title={`${t("shownTitle")}: ${name}`}
      description={t("shownText")}
      width="wide"
      footer={
        <Button look="primary" onClick={onClose}>
          {t("stored")}
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <CodeBlock code={key} what={t("theKey")} />
        <Snippet head={t("envLine")}>
          <CodeBlock code={`VISOLI_API_KEY=${key}`} />
        </Snippet>
        <Snippet head={t("curl")}>
          <CodeBlock code={curl} />
        </Snippet>
        <Snippet head={t("sdk")}>
          <CodeBlock code={sdk} />
        </Snippet>
      </div>
    </Dialog>
  );
}

function Snippet({ head, children }: { head: string; children: ReactNode }) {
  return (
    <section className="grid min-w-0 gap-1.5">
      <h3 className="font-medium">{head}</h3>
      {children}
    </section>
  );
}
