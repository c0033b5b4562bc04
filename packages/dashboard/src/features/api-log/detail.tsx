import type { LoggedRequest } from "@visoli/contract/api-log";
import type { ReactNode } from "react";
import { useLanguage } from "../../lib/language.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { CodeBlock, CopyButton } from "../../ui/copy.tsx";
import { SidePanel } from "../../ui/dialog.tsx";
import { MESSAGES } from "./messages.ts";
import { lookOf } from "./table.tsx";

type Props = { request: LoggedRequest; names: Map<string, string>; onClose(): void };

/** All that is known of one call. */
export function RequestDetail({ request, names, onClose }: Props) {
  const t = useMessages(MESSAGES);
  const language = useLanguage();
  const { requestId, at, method, route, status, durationMs, actor } = request;
  const instant = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" });
  const name = names.get(actor);
  return (
    <SidePanel isOpen onClose={onClose} title={`${method} ${route}`}>
      <dl className="grid gap-4">
        <Fact name={t("status")}>
          <Badge look={lookOf(status)}>{status}</Badge>
        </Fact>
        <Fact name={t("time")}>{instant.format(new Date(at))}</Fact>
        <Fact name={t("taken")}>{t("milliseconds", { count: durationMs })}</Fact>
        <Fact name={t("actor")}>
          {name && <span className="mr-2">{name}</span>}
          <code className="font-mono text-[0.8125rem] text-soft">{actor}</code>
        </Fact>
        <Fact name={t("requestId")}>
          <span className="flex items-center gap-1">
            <code className="font-mono text-[0.8125rem]">{requestId}</code>
            <CopyButton text={requestId} what={t("copyId")} />
          </span>
        </Fact>
      </dl>
      <h3 className="mt-6 mb-1.5 font-medium">{t("again")}</h3>
      <CodeBlock
        code={`curl '${location.origin}/api/v1/api-log?requestId=${requestId}' \\\n  -H "Authorization: Bearer $VISOLI_API_KEY"`}
      />
      {status >= 400 && (
        <p className="mt-4">
          <a className="font-medium text-mark underline" href="/docs/errors">
            {t("errors")}
          </a>
        </p>
      )}
    </SidePanel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-[0.8125rem] text-soft">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
