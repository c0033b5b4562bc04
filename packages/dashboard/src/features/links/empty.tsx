import { Link as RouterLink } from "@tanstack/react-router";
import { Archive, Link2, Search, Trash2 } from "lucide-react";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { MESSAGES } from "./messages.ts";
import { countFilters, type LinksSearch } from "./search.ts";
import { viewOf } from "./toolbar.tsx";

/** What stands in place of an empty list. */
export function EmptyLinks({
  search,
  onClear,
  onCreate,
}: {
  search: LinksSearch;
  onClear(): void;
  onCreate(): void;
}) {
  const t = useMessages(MESSAGES);
  const view = viewOf(search);
  if (search.q || countFilters(search) > 0)
    return (
      <EmptyState
        icon={<Search size={22} />}
        title={t("noneFound")}
        action={<Button onClick={onClear}>{t("clear")}</Button>}
      >
        {t("noneFoundMore")}
      </EmptyState>
    );
  if (view === "archived")
    return (
      <EmptyState icon={<Archive size={22} />} title={t("noneArchived")}>
        {t("noneArchivedMore")}
      </EmptyState>
    );
  if (view === "trashed")
    return (
      <EmptyState icon={<Trash2 size={22} />} title={t("noneTrashed")}>
        {t("noneTrashedMore")}
      </EmptyState>
    );
  return <FirstLink onCreate={onCreate} />;
}

function FirstLink({ onCreate }: { onCreate(): void }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const curl = [
    `curl ${location.origin}/api/v1/links \\`,
    `  -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`,
    `  -d '{"url": "https://example.com/a/long/address"}'`,
  ].join("\n");
  return (
    <>
      <EmptyState
        icon={<Link2 size={22} />}
        title={t("first")}
        action={
          may("links:write") && (
            <Button look="primary" onClick={onCreate}>
              {t("byHand")}
            </Button>
          )
        }
      >
        {t("firstMore")}
      </EmptyState>
      {may("keys:write") && (
        <div className="mx-auto grid max-w-2xl gap-2 px-4 pb-10">
          <p className="text-soft">{t("byCurl")}</p>
          <CodeBlock code={curl} />
          <p>
            <RouterLink to="/keys" search={{}} className={buttonClass("secondary", "small")}>
              {t("makeKey")}
            </RouterLink>
          </p>
        </div>
      )}
    </>
  );
}
