import { useQuery } from "@tanstack/react-query";
import type { Session } from "@visoli/contract/person";
import { Monitor } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { confirmed } from "../../lib/confirmation.ts";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";

/** Does what ends sessions, and says so. */
function useEnd() {
  const [isBusy, setBusy] = useState(false);
  const end = async (act: () => Promise<unknown>, said: () => string) => {
    setBusy(true);
    try {
      if (!(await confirmed(act))) return;
      await queryClient.invalidateQueries({ queryKey: ["security"] });
      toast(said());
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, end };
}

/** Where one is signed in. */
export function Sessions() {
  const t = useMessages(MESSAGES);
  const { isBusy, end } = useEnd();
  const { data, error, refetch } = useQuery({
    queryKey: ["security", "sessions"],
    queryFn: ({ signal }) => visoli.me.sessions.list({ signal }),
  });
  const endOthers = () => {
    let count = 0;
    const act = async () => {
      count = (await visoli.me.sessions.deleteOthers()).ended;
    };
    void end(act, () => t("endedOthers", { count }));
  };
  const others = data && data.data.length > 1 && (
    <Button isBusy={isBusy} onClick={endOthers}>
      {t("endOthers")}
    </Button>
  );
  return (
    <Card title={t("sessions")} description={t("sessionsText")} actions={others}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={2} />}
      <ul className="divide-y divide-line">
        {data?.data.map((session) => (
          <Row key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  );
}

function Row({ session: { id, device, network, isCurrent, createdAt, lastUsedAt } }: { session: Session }) {
  const t = useMessages(MESSAGES);
  const { relative, date } = useFormat();
  const { isBusy, end } = useEnd();
  const facts = [
    network ?? t("unknownNetwork"),
    t("signedIn", { when: relative(createdAt) }),
    t("lastUsed", { date: date(lastUsedAt) }),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
      <Monitor size={16} aria-hidden className="shrink-0 text-soft" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device}
          {isCurrent && <Badge look="good">{t("current")}</Badge>}
        </p>
        <p className="text-[0.8125rem] text-soft wrap-anywhere">{facts.join(" · ")}</p>
      </div>
      {!isCurrent && (
        <Button
          size="small"
          aria-label={t("endOf", { device })}
          isBusy={isBusy}
          onClick={() =>
            void end(
              () => visoli.me.sessions.delete(id),
              () => t("ended"),
            )
          }
        >
          {t("end")}
        </Button>
      )}
    </li>
  );
}
