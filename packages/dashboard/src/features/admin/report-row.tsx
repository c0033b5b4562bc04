import type { Report } from "@visoli/contract/report";
import { type ReactNode, useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { BlockReported } from "./block-reported.tsx";
import { MESSAGES } from "./messages.ts";

/** One complaint, with what is known of the link; its addresses are no links here. */
export function ReportRow({ report }: { report: Report }) {
  const t = useMessages(MESSAGES);
  const { relative } = useFormat();
  const { link, reason, details, contact, createdAt, closedAt, about } = report;
  return (
    <li className="grid gap-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <p className="flex items-center gap-1 font-medium">
            <span className="min-w-0 wrap-anywhere">{link}</span>
            <CopyButton text={link} what={t("shortUrl")} />
          </p>
          <p className="flex flex-wrap items-center gap-2 text-[0.8125rem] text-soft">
            <Badge look="warn">{t(`reason_${reason}`)}</Badge>
            {closedAt
              ? t("closed", { when: relative(closedAt) })
              : t("reported", { when: relative(createdAt) })}
          </p>
        </div>
        <Actions report={report} />
      </div>
      {details && (
        <p className="rounded-lg bg-sunken px-3 py-2 whitespace-pre-wrap wrap-anywhere">{details}</p>
      )}
      <dl className="grid gap-1 text-[0.8125rem]">
        {about ? (
          <>
            <Fact name={t("leadsTo")}>
              {about.url} {about.blockedAt && <Badge look="alarm">{t("alreadyBlocked")}</Badge>}
            </Fact>
            <Fact name={t("inWorkspace")}>{about.workspace}</Fact>
          </>
        ) : (
          <Fact name={t("leadsTo")}>{t("noLink")}</Fact>
        )}
        {contact && <Fact name={t("saidBy")}>{contact}</Fact>}
      </dl>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <dt className="text-soft">{name}</dt>
      <dd className="max-h-32 overflow-y-auto wrap-anywhere">{children}</dd>
    </div>
  );
}

function Actions({ report: { id, state, link, reason, about } }: { report: Report }) {
  const t = useMessages(MESSAGES);
  const [isBlocking, setBlocking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const dismiss = async () => {
    setBusy(true);
    try {
      await visoli.admin.reports.close(id, { state: "dismissed" });
      await queryClient.invalidateQueries({ queryKey: ["reports"] });
      toast(t("dismissed"));
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-wrap gap-2">
      {state === "open" && (
        <Button size="small" isBusy={isBusy} onClick={() => void dismiss()}>
          {t("dismiss")}
        </Button>
      )}
      {state !== "blocked" && about && (
        <Button size="small" look="danger" onClick={() => setBlocking(true)}>
          {t("block")}
        </Button>
      )}
      {isBlocking && <BlockReported {...{ id, link, reason }} onClose={() => setBlocking(false)} />}
    </div>
  );
}
