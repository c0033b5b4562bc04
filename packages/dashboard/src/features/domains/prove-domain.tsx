import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Domain } from "@visoli/contract/domain";
import type { ReactNode } from "react";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { CodeBlock, CopyButton } from "../../ui/copy.tsx";
import { MESSAGES } from "./messages.ts";
import { forgetDomains } from "./query.ts";

const LOOK_MS = 15_000;

/** How to prove that a domain is one's own, and what was seen of it; looks again and again while it stands there. */
export function ProveDomain({ domain, mayCheck }: { domain: Domain; mayCheck: boolean }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const { host, verification } = domain;
  const check = useQuery({
    queryKey: ["domain-check", domain.id],
    queryFn: async () => {
      const checked = await visoli.domains.verify(domain.id);
      if (checked.verified) await forgetDomains(client);
      return checked;
    },
    enabled: mayCheck,
    refetchInterval: LOOK_MS,
  });
  const seen = check.data?.verification.checked;
  return (
    <div className="grid grid-cols-1 gap-5">
      <Step number={1} title={t("prove", { host })}>
        <p className="text-soft">{t("proveText")}</p>
        <RecordToCopy record={verification.dns} host={host} />
        <details>
          <summary className="cursor-pointer text-soft">{t("orFile")}</summary>
          <p className="mt-2 mb-1.5 text-soft wrap-anywhere">
            {t("orFileText", { url: verification.http.url })}
          </p>
          <CodeBlock code={verification.http.content} />
        </details>
      </Step>
      <Step number={2} title={t("point")}>
        <p className="text-soft wrap-anywhere">{t("pointText", { host, target: location.hostname })}</p>
      </Step>
      {mayCheck && (
        <Step number={3} title={t("check")}>
          {seen && (
            <Alert look="warn">
              {seen.dns && <p>{t("seenDns", { said: seen.dns })}</p>}
              {seen.http && <p>{t("seenHttp", { said: seen.http })}</p>}
            </Alert>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button look="primary" isBusy={check.isFetching} onClick={() => void check.refetch()}>
              {t("check")}
            </Button>
            <span className="text-[0.8125rem] text-soft">{t("checking")}</span>
          </div>
        </Step>
      )}
    </div>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-2">
      <span
        aria-hidden
        className="grid size-6 place-items-center rounded-full bg-mark-soft text-xs font-semibold text-mark"
      >
        {number}
      </span>
      <div className="grid grid-cols-1 gap-2.5">
        <h3 className="font-semibold wrap-anywhere">{title}</h3>
        {children}
      </div>
    </section>
  );
}

function RecordToCopy({ record, host }: { record: Domain["verification"]["dns"]; host: string }) {
  const t = useMessages(MESSAGES);
  // What stands before the registered name: a guess, as the last two labels.
  const short = record.name.replace(`.${host.split(".").slice(-2).join(".")}`, "");
  return (
    <>
      <dl className="grid gap-2 rounded-lg border bg-sunken p-3">
        <Cell name={t("type")} value={record.type} />
        <Cell name={t("name")} value={record.name} />
        <Cell name={t("value")} value={record.value} />
      </dl>
      <p className="text-[0.8125rem] text-soft wrap-anywhere">{t("nameHint", { short })}</p>
    </>
  );
}

function Cell({ name, value }: { name: string; value: string }) {
  return (
    <div className="grid grid-cols-[4rem_minmax(0,1fr)_auto] items-center gap-2">
      <dt className="text-soft">{name}</dt>
      <dd className="font-mono text-[0.8125rem] wrap-anywhere">{value}</dd>
      <CopyButton text={value} what={name} />
    </div>
  );
}
