import type { Template } from "@visoli/contract/template";
import { LayoutTemplate, MoreHorizontal, Plus } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { More } from "../../ui/more.tsx";
import { Card } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { toast } from "../../ui/toast.tsx";
import { saidOf } from "./draft.ts";
import { MESSAGES } from "./messages.ts";
import { fieldNames } from "./names.ts";
import { EditTemplate } from "./template-form.tsx";

/** The templates of the workspace. */
export function TemplateList() {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const [isMaking, setMaking] = useState(false);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-2xl text-soft">{t("text")}</p>
        {may("links:write") && (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus size={16} />
            {t("create")}
          </Button>
        )}
      </div>
      <Templates />
      {isMaking && <EditTemplate onClose={() => setMaking(false)} />}
    </div>
  );
}

function Templates() {
  const t = useMessages(MESSAGES);
  const templates = usePages<Template>(["templates", "list"], (cursor, signal) =>
    visoli.templates.list({ limit: 100, ...(cursor && { cursor }) }, { signal }),
  );
  if (templates.isLoading) return <SkeletonRows />;
  if (templates.error) return <ErrorState error={templates.error} onRetry={templates.retry} />;
  if (templates.items.length === 0)
    return (
      <EmptyState icon={<LayoutTemplate size={22} />} title={t("empty")}>
        {t("emptyMore")}
      </EmptyState>
    );
  return (
    <Card isFlush>
      <TemplateTable templates={templates.items} />
      <More pages={templates} />
    </Card>
  );
}

function TemplateTable({ templates }: { templates: Template[] }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const columns: Column<Template>[] = [
    {
      id: "name",
      head: t("name"),
      cell: ({ name }) => <span className="block max-w-44 truncate font-medium sm:max-w-xs">{name}</span>,
    },
    {
      id: "says",
      head: t("says"),
      cell: ({ fields }) => (
        <span className="block max-w-md truncate text-soft">
          {fieldNames(saidOf(fields), t).join(", ") || t("saysNothing")}
        </span>
      ),
      isExtra: true,
    },
    { id: "updated", head: t("updated"), cell: ({ updatedAt }) => date(updatedAt), isExtra: true },
    {
      id: "menu",
      head: <span className="sr-only">{t("actions", { name: "" })}</span>,
      cell: (template) => <TemplateMenu template={template} />,
      isNumber: true,
    },
  ];
  return <Table label={t("templates")} columns={columns} rows={templates} keyOf={({ id }) => id} />;
}

function TemplateMenu({ template }: { template: Template }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const [open, setOpen] = useState<"edit" | "delete">();
  if (!may("links:write")) return null;
  const { id, name } = template;
  const close = () => setOpen(undefined);
  const remove = async () => {
    await visoli.templates.delete(id);
    await queryClient.invalidateQueries({ queryKey: ["templates"] });
    toast(t("deleted"));
  };
  const trigger = (
    <IconButton label={t("actions", { name })}>
      <MoreHorizontal size={16} />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem onSelect={() => setOpen("edit")}>{t("edit")}</MenuItem>
        <MenuLine />
        <MenuItem isDanger onSelect={() => setOpen("delete")}>
          {t("delete")}
        </MenuItem>
      </Menu>
      {open === "edit" && <EditTemplate template={template} onClose={close} />}
      <Confirm
        isOpen={open === "delete"}
        onClose={close}
        title={t("deleteTitle", { name })}
        action={t("delete")}
        onConfirm={remove}
      >
        {t("deleteText")}
      </Confirm>
    </>
  );
}
