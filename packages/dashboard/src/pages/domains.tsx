import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Globe, Plus } from "lucide-react";
import { DomainPanel } from "../features/domains/domain-panel.tsx";
import { DomainTable } from "../features/domains/domain-table.tsx";
import { MESSAGES } from "../features/domains/messages.ts";
import { domainsQuery } from "../features/domains/query.ts";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { Button } from "../ui/button.tsx";
import { Card, Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../ui/states.tsx";

const route = getRouteApi("/domains");

export function DomainsPage() {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const { panel } = route.useSearch();
  const navigate = route.useNavigate();
  const open = (id?: string) => void navigate({ search: id ? { panel: id } : {} });
  const add = may("domains:write") && (
    <Button look="primary" onClick={() => open("new")}>
      <Plus size={16} />
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("description")} actions={add}>
      <Domains onOpen={open} />
      {panel && <DomainPanel id={panel} onOpen={open} onClose={() => open()} />}
    </Page>
  );
}

function Domains({ onOpen }: { onOpen(id: string): void }) {
  const t = useMessages(MESSAGES);
  const { data, error, refetch } = useQuery(domainsQuery);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} />;
  if (data.length === 0)
    return (
      <EmptyState icon={<Globe size={22} />} title={t("empty")}>
        {t("emptyMore", { host: location.host })}
      </EmptyState>
    );
  return (
    <Card isFlush>
      <DomainTable domains={data} onOpen={({ id }) => onOpen(id)} />
    </Card>
  );
}
