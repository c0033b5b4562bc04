import type { Invitation, InvitationWithUrl } from "@visoli/contract/member";
import { Mail } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { HandOn } from "./invite.tsx";
import { MESSAGES } from "./messages.ts";

/** Who was invited and has not come yet. */
export function Invitations() {
  const t = useMessages(MESSAGES);
  const [shown, setShown] = useState<InvitationWithUrl>();
  const invitations = usePages<Invitation>(["invitations"], (cursor, signal) =>
    visoli.members.invitations.list({ limit: 50, ...(cursor && { cursor }) }, { signal }),
  );
  return (
    <Card title={t("invitations")}>
      {invitations.isLoading && <SkeletonRows rows={1} />}
      {invitations.error !== null && <ErrorState error={invitations.error} onRetry={invitations.retry} />}
      {!invitations.isLoading && invitations.items.length === 0 && (
        <p className="text-soft">{t("noInvitations")}</p>
      )}
      <ul className="divide-y divide-line">
        {invitations.items.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} onShow={setShown} />
        ))}
      </ul>
      {invitations.hasMore && (
        <div className="grid justify-center pt-3">
          <Button isBusy={invitations.isLoadingMore} onClick={invitations.loadMore}>
            {t("more")}
          </Button>
        </div>
      )}
      {shown && <HandOn invitation={shown} onClose={() => setShown(undefined)} />}
    </Card>
  );
}

type RowProps = { invitation: Invitation; onShow(invitation: InvitationWithUrl): void };

function Row({ invitation: { id, email, role, expiresAt }, onShow }: RowProps) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const { may } = useHere();
  const [isBusy, setBusy] = useState(false);
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      await queryClient.invalidateQueries({ queryKey: ["invitations"] });
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const resend = () =>
    act(async () => {
      const sent = await visoli.members.invitations.resend(id);
      if (sent.url !== null) onShow(sent);
      else toast(t("resent"));
    });
  const revoke = () =>
    act(async () => {
      await visoli.members.invitations.delete(id);
      toast(t("revoked"));
    });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
      <Mail size={16} aria-hidden className="shrink-0 text-soft max-sm:hidden" />
      <div className="min-w-48 flex-1">
        <p className="flex items-center gap-2">
          <span className="font-medium wrap-anywhere">{email}</span>
          <Badge>{t(`role_${role}`)}</Badge>
        </p>
        <p className="text-[0.8125rem] text-soft">{t("expires", { date: date(expiresAt) })}</p>
      </div>
      {may("members:write") && (
        <div className="flex gap-2">
          <Button
            size="small"
            aria-label={t("resendOf", { email })}
            isBusy={isBusy}
            onClick={() => void resend()}
          >
            {t("resend")}
          </Button>
          <Button
            size="small"
            look="quiet"
            aria-label={t("revokeOf", { email })}
            isBusy={isBusy}
            onClick={() => void revoke()}
          >
            {t("revoke")}
          </Button>
        </div>
      )}
    </li>
  );
}
