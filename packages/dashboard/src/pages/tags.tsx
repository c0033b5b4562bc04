import { Link } from "@tanstack/react-router";
import type { Tag } from "@visoli/contract/tag";
import { TagIcon } from "lucide-react";
import { MESSAGES } from "../features/tags/messages.ts";
import { TagTable } from "../features/tags/tag-table.tsx";
import { visoli } from "../lib/api.ts";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { usePages } from "../lib/use-pages.ts";
import { Alert } from "../ui/alert.tsx";
import { buttonClass } from "../ui/button.tsx";
import { useUiMessages } from "../ui/messages.ts";
import { More } from "../ui/more.tsx";
import { Card, Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../ui/states.tsx";

export function TagsPage() {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  const { may } = useHere();
  return (
    <Page title={t("title")} description={t("description")}>
      {may("links:read") ? <Tags /> : <Alert>{ui("noAccess")}</Alert>}
    </Page>
  );
}

function Tags() {
  const t = useMessages(MESSAGES);
  const tags = usePages<Tag>(["tags", "list"], (cursor, signal) =>
    visoli.tags.list({ limit: 100, ...(cursor && { cursor }) }, { signal }),
  );
  if (tags.isLoading) return <SkeletonRows />;
  if (tags.error) return <ErrorState error={tags.error} onRetry={tags.retry} />;
  if (tags.items.length === 0)
    return (
      <EmptyState
        icon={<TagIcon size={22} />}
        title={t("empty")}
        action={
          <Link to="/links" search={{}} className={buttonClass()}>
            {t("toLinks")}
          </Link>
        }
      >
        {t("emptyMore")}
      </EmptyState>
    );
  return (
    <Card isFlush>
      <TagTable tags={tags.items} />
      <More pages={tags} />
    </Card>
  );
}
