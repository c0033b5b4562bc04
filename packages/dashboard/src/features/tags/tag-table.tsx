import { Link } from "@tanstack/react-router";
import type { Tag } from "@visoli/contract/tag";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { RenameTag } from "./rename.tsx";

export function TagTable({ tags }: { tags: Tag[] }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const columns: Column<Tag>[] = [
    {
      id: "name",
      head: t("name"),
      cell: ({ name }) => (
        <Link
          to="/links"
          search={{ tag: name }}
          title={t("open", { name })}
          className="block max-w-44 truncate font-medium underline decoration-edge underline-offset-4 hover:decoration-ink sm:max-w-md"
        >
          {name}
        </Link>
      ),
    },
    { id: "links", head: t("links"), cell: ({ links }) => t("linkCount", { count: links }), isNumber: true },
  ];
  const actions: Column<Tag> = {
    id: "actions",
    head: <span className="sr-only">{t("actions")}</span>,
    cell: (tag) => <Actions tag={tag} />,
    isNumber: true,
  };
  return (
    <Table
      label={t("title")}
      columns={may("links:write") ? [...columns, actions] : columns}
      rows={tags}
      keyOf={({ id }) => id}
    />
  );
}

function Actions({ tag }: { tag: Tag }) {
  const t = useMessages(MESSAGES);
  const [open, setOpen] = useState<"rename" | "delete">();
  const { id, name, links } = tag;
  const remove = async () => {
    await visoli.tags.delete(id);
    await Promise.all(["tags", "links"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
    toast(t("deleted"));
  };
  return (
    <div className="flex justify-end gap-1">
      <IconButton label={t("renameOf", { name })} onClick={() => setOpen("rename")}>
        <Pencil size={15} />
      </IconButton>
      <IconButton label={t("deleteOf", { name })} onClick={() => setOpen("delete")}>
        <Trash2 size={15} />
      </IconButton>
      {open === "rename" && <RenameTag tag={tag} onClose={() => setOpen(undefined)} />}
      <Confirm
        isOpen={open === "delete"}
        onClose={() => setOpen(undefined)}
        title={t("deleteTitle", { name })}
        action={t("delete")}
        onConfirm={remove}
      >
        {t("deleteText", { count: links })}
      </Confirm>
    </div>
  );
}
