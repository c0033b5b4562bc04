import { Link } from "@tanstack/react-router";
import type { Folder } from "@visoli/contract/folder";
import { FolderIcon, Plus } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { More } from "../../ui/more.tsx";
import { Card } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { FolderForm } from "./folder-form.tsx";
import { FolderMenu } from "./folder-menu.tsx";
import { MESSAGES } from "./messages.ts";

/** The folders that one sees. */
export function FolderList() {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const [isMaking, setMaking] = useState(false);
  const create = may("links:write") && (
    <Button look="primary" onClick={() => setMaking(true)}>
      <Plus size={16} />
      {t("create")}
    </Button>
  );
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-2xl text-soft">{t("foldersText")}</p>
        {create}
      </div>
      <Folders />
      {isMaking && <FolderForm onClose={() => setMaking(false)} />}
    </div>
  );
}

function Folders() {
  const t = useMessages(MESSAGES);
  const folders = usePages<Folder>(["folders", "list"], (cursor, signal) =>
    visoli.folders.list({ limit: 100, ...(cursor && { cursor }) }, { signal }),
  );
  if (folders.isLoading) return <SkeletonRows />;
  if (folders.error) return <ErrorState error={folders.error} onRetry={folders.retry} />;
  if (folders.items.length === 0)
    return (
      <EmptyState icon={<FolderIcon size={22} />} title={t("empty")}>
        {t("emptyMore")}
      </EmptyState>
    );
  return (
    <Card isFlush>
      <FolderTable folders={folders.items} />
      <More pages={folders} />
    </Card>
  );
}

function FolderTable({ folders }: { folders: Folder[] }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const columns: Column<Folder>[] = [
    {
      id: "name",
      head: t("name"),
      cell: ({ id, name }) => (
        <Link
          to="/links"
          search={{ folder: id }}
          title={t("open", { name })}
          className="block max-w-44 truncate font-medium underline decoration-edge underline-offset-4 hover:decoration-ink sm:max-w-md"
        >
          {name}
        </Link>
      ),
    },
    { id: "own", head: t("own"), cell: ({ role }) => t(`role_${role}`) },
    {
      id: "everybody",
      head: t("everybody"),
      cell: ({ defaultRole }) => t(`default_${defaultRole}`),
      isExtra: true,
    },
    { id: "created", head: t("created"), cell: ({ createdAt }) => date(createdAt), isExtra: true },
    {
      id: "menu",
      head: <span className="sr-only">{t("actions", { name: "" })}</span>,
      cell: (folder) => <FolderMenu folder={folder} />,
      isNumber: true,
    },
  ];
  return <Table label={t("folders")} columns={columns} rows={folders} keyOf={({ id }) => id} />;
}
