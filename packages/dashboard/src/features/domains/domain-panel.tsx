import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Domain } from "@visoli/contract/domain";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { SidePanel } from "../../ui/dialog.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { AddDomain } from "./add-domain.tsx";
import { DomainSettings } from "./domain-settings.tsx";
import { MESSAGES } from "./messages.ts";
import { ProveDomain } from "./prove-domain.tsx";
import { domainQuery, forgetDomains } from "./query.ts";

type Props = { id: string; onOpen(id: string): void; onClose(): void };

/** A domain beside the list, from being added to its settings. `id` is `new` for one that is not there yet. */
export function DomainPanel({ id, onOpen, onClose }: Props) {
  const t = useMessages(MESSAGES);
  const isNew = id === "new";
  const { data, error, refetch } = useQuery({ ...domainQuery(id), enabled: !isNew });
  return (
    <SidePanel isOpen onClose={onClose} title={isNew ? t("add") : (data?.value.host ?? t("title"))}>
      {isNew ? (
        <AddDomain onAdded={(domain) => onOpen(domain.id)} />
      ) : data ? (
        <Opened key={data.etag} domain={data.value} etag={data.etag} onClose={onClose} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </SidePanel>
  );
}

function Opened({ domain, etag, onClose }: { domain: Domain; etag: string; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const isWriter = may("domains:write");
  return (
    <div className="grid grid-cols-1 gap-6">
      {domain.verified ? (
        <Alert look="good">{t("done", { host: domain.host })}</Alert>
      ) : (
        <ProveDomain domain={domain} mayCheck={isWriter} />
      )}
      {isWriter && (
        <section className="grid grid-cols-1 gap-4 border-t pt-5">
          <h3 className="font-semibold">{t("settings")}</h3>
          <DomainSettings domain={domain} etag={etag} />
          <RemoveDomain domain={domain} onClose={onClose} />
        </section>
      )}
    </div>
  );
}

function RemoveDomain({ domain: { id, host }, onClose }: { domain: Domain; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const remove = async () => {
    await visoli.domains.delete(id);
    onClose();
    toast(t("removed", { host }));
    await forgetDomains(client);
  };
  return (
    <div className="border-t pt-5">
      <Button look="danger" onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("removeTitle", { host })}
        action={t("remove")}
        onConfirm={remove}
        typed={host}
      >
        {t("removeText")}
      </Confirm>
    </div>
  );
}
