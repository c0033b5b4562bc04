import { getRouteApi } from "@tanstack/react-router";
import type { LoggedRequest } from "@visoli/contract/api-log";
import { Terminal } from "lucide-react";
import { useState } from "react";
import { RequestDetail } from "../features/api-log/detail.tsx";
import { ApiLogFilters } from "../features/api-log/filters.tsx";
import { MESSAGES } from "../features/api-log/messages.ts";
import { useActorNames, useApiLog } from "../features/api-log/query.ts";
import type { ApiLogSearch } from "../features/api-log/search.ts";
import { ApiLogTable } from "../features/api-log/table.tsx";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { Alert } from "../ui/alert.tsx";
import { useUiMessages } from "../ui/messages.ts";
import { More } from "../ui/more.tsx";
import { Card, Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../ui/states.tsx";
import { Checkbox } from "../ui/toggle.tsx";

const route = getRouteApi("/api-log");

export function ApiLogPage() {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  const { may } = useHere();
  const { w: _, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const [isFollowing, setFollowing] = useState(false);
  const names = useActorNames(search.mode ?? "live");
  if (!may("usage:read")) return <Page title={t("title")}>{<Alert>{ui("noAccess")}</Alert>}</Page>;
  const change = (next: ApiLogSearch) => void navigate({ search: next, replace: true });
  return (
    <Page
      title={t("title")}
      description={t("description")}
      actions={<Checkbox label={t("follow")} isOn={isFollowing} onChange={setFollowing} />}
    >
      <ApiLogFilters search={search} names={names} onChange={change} />
      <Requests search={search} names={names} isFollowing={isFollowing} />
    </Page>
  );
}

type Props = { search: ApiLogSearch; names: Map<string, string>; isFollowing: boolean };

function Requests({ search, names, isFollowing }: Props) {
  const t = useMessages(MESSAGES);
  const log = useApiLog(search, isFollowing);
  const [opened, setOpened] = useState<LoggedRequest>();
  if (log.isLoading) return <SkeletonRows rows={10} />;
  if (log.error) return <ErrorState error={log.error} onRetry={log.retry} />;
  if (log.items.length === 0) {
    const isFiltered = Object.keys(search).length > 0;
    return (
      <EmptyState icon={<Terminal size={22} />} title={t(isFiltered ? "nothing" : "empty")}>
        {!isFiltered && t("emptyMore")}
      </EmptyState>
    );
  }
  return (
    <Card isFlush>
      <ApiLogTable requests={log.items} names={names} onOpen={setOpened} />
      <More pages={log} />
      {opened && <RequestDetail request={opened} names={names} onClose={() => setOpened(undefined)} />}
    </Card>
  );
}
