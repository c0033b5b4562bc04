import { useQuery } from "@tanstack/react-query";
import { Link as RouterLink, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { Link } from "@visoli/contract/link";
import { type ReactNode, useEffect } from "react";
import { LinkHead } from "../features/link-head/head.tsx";
import { MESSAGES } from "../features/link-head/messages.ts";
import { linkQuery } from "../features/link-head/query.ts";
import { LinkSettings } from "../features/link-head/settings.tsx";
import { LinkHistory } from "../features/link-history/history.tsx";
import { LinkPublicPage } from "../features/link-public/public-page.tsx";
import { LinkQr } from "../features/link-qr/qr.tsx";
import { StatusBadge } from "../features/links/status-badge.tsx";
import { LINK_TABS, type LinkTab } from "../features/statistics/search.ts";
import { Statistics } from "../features/statistics/statistics.tsx";
import { useAddress } from "../features/statistics/use-address.ts";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { buttonClass } from "../ui/button.tsx";
import { useUiMessages } from "../ui/messages.ts";
import { EmptyState, ErrorState, Skeleton, SkeletonRows } from "../ui/states.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { StatisticsContent } from "./statistics-content.tsx";

export function LinkPage() {
  const { linkId } = useParams({ from: "/links/$linkId" });
  const ui = useUiMessages();
  const { may } = useHere();
  const link = useQuery({ ...linkQuery(linkId), enabled: may("links:read") });
  useEffect(() => {
    document.title = `${link.data ? `${link.data.domain}/${link.data.slug}` : "…"} · Visoli`;
  }, [link.data]);
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-1 gap-5 px-4 py-5 sm:px-6 sm:py-7">
      {!may("links:read") && <EmptyState title={ui("noAccess")} />}
      {link.isLoading && <Loading />}
      {link.isError && <ErrorState error={link.error} onRetry={() => void link.refetch()} />}
      {link.data === null && <Missing />}
      {link.data && (
        <>
          <LinkHead link={link.data} badge={<StatusBadge status={link.data.status} />} />
          <LinkTabs link={link.data} />
        </>
      )}
    </div>
  );
}

function LinkTabs({ link }: { link: Link }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const navigate = useNavigate({ from: "/links/$linkId" });
  const { search, change } = useAddress(useSearch({ from: "/links/$linkId" }), (step) => void navigate(step));
  const isThere = link.deletedAt === null;
  const offered: Record<LinkTab, boolean> = {
    ...{ statistics: may("stats:read"), qr: isThere, history: true },
    ...{ public: may("stats:read") && isThere, settings: true },
  };
  const shown = LINK_TABS.filter((tab) => offered[tab]);
  const chosen = shown.find((tab) => tab === search.tab) ?? shown[0] ?? "history";
  const contents: Record<LinkTab, () => ReactNode> = {
    statistics: () => (
      <Statistics search={search} change={change} link={link}>
        <StatisticsContent />
      </Statistics>
    ),
    qr: () => <LinkQr link={link} />,
    history: () => <LinkHistory link={link} />,
    public: () => <LinkPublicPage link={link} />,
    settings: () => <LinkSettings link={link} />,
  };
  return (
    <Tabs
      label={t("tabs")}
      chosen={chosen}
      onChoose={(tab) =>
        change({ tab: tab === shown[0] ? undefined : LINK_TABS.find((each) => each === tab) })
      }
      tabs={shown.map((id) => ({
        ...{ id, label: t(`tab_${id}`) },
        content: id === chosen ? contents[id]() : null,
      }))}
    />
  );
}

function Loading() {
  return (
    <>
      <Skeleton className="h-28 w-full max-w-xl" />
      <SkeletonRows rows={8} />
    </>
  );
}

function Missing() {
  const t = useMessages(MESSAGES);
  return (
    <EmptyState
      title={t("missing")}
      action={
        <RouterLink to="/links" search={{}} className={buttonClass("primary")}>
          {t("toLinks")}
        </RouterLink>
      }
    >
      {t("missingMore")}
    </EmptyState>
  );
}
