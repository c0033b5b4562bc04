import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { HistoryEntry } from "@visoli/contract/history";
import type { Link } from "@visoli/contract/link";
import { History as HistoryIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { useUiMessages } from "../../ui/messages.ts";
import { Card } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useActorName } from "./actors.ts";
import { Changes } from "./changes.tsx";
import { MESSAGES } from "./messages.ts";

type Version = Pick<HistoryEntry, "version" | "at">;

/** What became of a link, version by version, and the way back to each. */
export function LinkHistory({ link }: { link: Link }) {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  const [wanted, setWanted] = useState<Version>();
  const history = useInfiniteQuery({
    queryKey: ["links", "history", link.id],
    queryFn: ({ pageParam, signal }) =>
      visoli.links.history(link.id, { limit: 50, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const entries = history.data?.pages.flatMap(({ data }) => data) ?? [];
  if (history.isError && !history.data)
    return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  return (
    <Card title={t("title")} description={t("about")}>
      {history.isPending && <SkeletonRows rows={4} />}
      {history.data && (
        <ol className="grid grid-cols-1">
          {entries.map((entry, index) => (
            <Item key={entry.version} {...entry} isCurrent={index === 0} onRestore={setWanted}>
              <Changes entry={entry} />
            </Item>
          ))}
          {!history.hasNextPage && (
            <Item
              version={1}
              at={link.createdAt}
              actor={link.createdBy}
              isCurrent={entries.length === 0}
              onRestore={setWanted}
            >
              <p>{t("made")}</p>
            </Item>
          )}
        </ol>
      )}
      {history.hasNextPage && (
        <Button isBusy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {ui("more")}
        </Button>
      )}
      {wanted && <Restore link={link} version={wanted} onClose={() => setWanted(undefined)} />}
    </Card>
  );
}

type ItemProps = Version & {
  actor: string | null;
  isCurrent: boolean;
  onRestore(version: Version): void;
  children: ReactNode;
};

function Item({ version, at, actor, isCurrent, onRestore, children }: ItemProps) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const { may } = useHere();
  const nameOf = useActorName();
  return (
    <li className="grid grid-cols-1 gap-2 border-b py-4 first:pt-1 last:border-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0">
          <span className="font-semibold wrap-anywhere">{nameOf(actor)}</span>{" "}
          <time dateTime={at} title={format.time(at)} className="text-soft">
            {format.relative(at)}
          </time>{" "}
          <span className="text-soft">· {t("version", { version })}</span>
        </p>
        {isCurrent && <Badge look="mark">{t("current")}</Badge>}
        {!isCurrent && may("links:write") && (
          <Button size="small" onClick={() => onRestore({ version, at })}>
            <HistoryIcon size={14} aria-hidden />
            {t("restore")}
          </Button>
        )}
      </div>
      {children}
    </li>
  );
}

function Restore({
  link,
  version: { version, at },
  onClose,
}: {
  link: Link;
  version: Version;
  onClose(): void;
}) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const client = useQueryClient();
  const restore = async () => {
    await visoli.links.rollback(link.id, { version });
    await client.invalidateQueries({ queryKey: ["links"] });
    toast(t("restored", { version }));
  };
  return (
    <Confirm
      isOpen
      isHarmless
      onClose={onClose}
      title={t("restoreTitle", { version })}
      action={t("restore")}
      onConfirm={restore}
    >
      {t("restoreAbout", { time: format.time(at) })}
    </Confirm>
  );
}
