import type { SecurityEvent, SecurityEventKind } from "@visoli/contract/person";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { MESSAGES } from "./messages.ts";

const PAGE = 15;
/** What somebody else may have done. */
const SUSPICIOUS: readonly SecurityEventKind[] = [
  "sign_in.refused",
  "sign_in.wrong_code",
  "code.used_twice",
  "password.wrong",
];

type Underscored<Text extends string> = Text extends `${infer Head}.${infer Tail}`
  ? Underscored<`${Head}_${Tail}`>
  : Text;

const keyOf = (kind: SecurityEventKind) =>
  `event_${kind.replaceAll(".", "_")}` as `event_${Underscored<SecurityEventKind>}`;

/** What happened at the doors of the account. */
export function SecurityLog() {
  const t = useMessages(MESSAGES);
  const log = usePages<SecurityEvent>(["security", "log"], (cursor, signal) =>
    visoli.me.securityLog.list({ limit: PAGE, ...(cursor && { cursor }) }, { signal }),
  );
  return (
    <Card title={t("log")} description={t("logText")}>
      {log.isLoading && <SkeletonRows rows={5} />}
      {log.error !== null && <ErrorState error={log.error} onRetry={log.retry} />}
      {!log.isLoading && log.error === null && log.items.length === 0 && (
        <p className="text-soft">{t("noLog")}</p>
      )}
      <ol className="divide-y divide-line">
        {log.items.map((event) => (
          <Entry key={event.id} event={event} />
        ))}
      </ol>
      {log.hasMore && (
        <div className="grid justify-center pt-3">
          <Button size="small" isBusy={log.isLoadingMore} onClick={log.loadMore}>
            {t("more")}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Entry({ event: { kind, at, device, network } }: { event: SecurityEvent }) {
  const t = useMessages(MESSAGES);
  const { time } = useFormat();
  const from = [device, network].filter(Boolean).join(" · ");
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
      <div className="min-w-0">
        <p className={SUSPICIOUS.includes(kind) ? "font-medium text-alarm" : "font-medium"}>
          {t(keyOf(kind))}
        </p>
        {from && <p className="text-[0.8125rem] text-soft wrap-anywhere">{from}</p>}
      </div>
      <time dateTime={at} className="tabular text-[0.8125rem] text-soft">
        {time(at)}
      </time>
    </li>
  );
}
