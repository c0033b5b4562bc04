import { useQuery } from "@tanstack/react-query";
import type { Passkey } from "@visoli/contract/passkey";
import { KeyRound, Trash2 } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { confirmed } from "../../lib/confirmation.ts";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { MESSAGES } from "./messages.ts";
import { hasPasskeys } from "./webauthn.ts";

/** What one can sign in by without a password. */
export function Passkeys() {
  const t = useMessages(MESSAGES);
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["security", "passkeys"],
    queryFn: ({ signal }) => visoli.me.passkeys.list({ signal }),
  });
  const add = hasPasskeys() && <Button onClick={() => setAdding(true)}>{t("addPasskey")}</Button>;
  return (
    <Card title={t("passkeys")} description={t("passkeysText")} actions={add}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={1} />}
      {data?.data.length === 0 && <p className="text-soft">{t("noPasskeys")}</p>}
      {data && data.data.length > 0 && (
        <ul className="divide-y divide-line">
          {data.data.map((passkey) => (
            <Row key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {!hasPasskeys() && <p className="mt-2 text-[0.8125rem] text-soft">{t("passkeyUnsupported")}</p>}
      {isAdding && <AddPasskey onClose={() => setAdding(false)} />}
    </Card>
  );
}

function Row({ passkey: { id, name, createdAt, lastUsedAt } }: { passkey: Passkey }) {
  const t = useMessages(MESSAGES);
  const { date, relative } = useFormat();
  const [isRemoving, setRemoving] = useState(false);
  const remove = async () => {
    if (!(await confirmed(() => visoli.me.passkeys.delete(id)))) return;
    await queryClient.invalidateQueries({ queryKey: ["security"] });
    toast(t("passkeyRemoved"));
  };
  const facts = [
    t("passkeySince", { date: date(createdAt) }),
    lastUsedAt ? t("passkeyUsed", { when: relative(lastUsedAt) }) : t("passkeyUnused"),
  ];
  return (
    <li className="flex items-center gap-3 py-2.5">
      <KeyRound size={16} aria-hidden className="shrink-0 text-soft" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{name}</p>
        <p className="text-[0.8125rem] text-soft">{facts.join(" · ")}</p>
      </div>
      <IconButton label={t("removePasskey", { name })} onClick={() => setRemoving(true)}>
        <Trash2 size={15} />
      </IconButton>
      <Confirm
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        title={t("removePasskeyTitle", { name })}
        action={t("remove")}
        onConfirm={remove}
      >
        {t("removePasskeyText")}
      </Confirm>
    </li>
  );
}
