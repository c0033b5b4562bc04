import type { InstanceWorkspace } from "@visoli/contract/instance";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { useDebounced } from "../../lib/use-debounced.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { More } from "../../ui/more.tsx";
import { Card } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { MESSAGES } from "./messages.ts";
import { PlanChoice } from "./plan-choice.tsx";

const REST_MS = 250;
/** The service counts no further. */
const MAX_COUNTED = 100_000;

type Props = { search: string; onSearch(search: string): void };

/** All workspaces of the instance. */
export function Workspaces({ search, onSearch }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <div className="grid gap-4">
      <div className="max-w-md">
        <Field label={t("find")} isLabelHidden>
          {(input) => (
            <Input
              {...input}
              type="search"
              placeholder={t("find")}
              value={search}
              onChange={(event) => onSearch(event.target.value)}
            />
          )}
        </Field>
      </div>
      <List search={search} />
    </div>
  );
}

function List({ search }: { search: string }) {
  const t = useMessages(MESSAGES);
  const asked = useDebounced(search.trim(), REST_MS);
  const workspaces = usePages<InstanceWorkspace>(["instance-workspaces", asked], (cursor, signal) =>
    visoli.admin.workspaces.list(
      { limit: 50, ...(asked && { search: asked }), ...(cursor && { cursor }) },
      { signal },
    ),
  );
  if (workspaces.isLoading) return <SkeletonRows />;
  if (workspaces.error) return <ErrorState error={workspaces.error} onRetry={workspaces.retry} />;
  if (workspaces.items.length === 0) return <EmptyState title={t("noWorkspaces")} />;
  return (
    <Card isFlush>
      <WorkspaceTable workspaces={workspaces.items} />
      <More pages={workspaces} />
    </Card>
  );
}

function WorkspaceTable({ workspaces }: { workspaces: InstanceWorkspace[] }) {
  const t = useMessages(MESSAGES);
  const { number, date } = useFormat();
  const columns: Column<InstanceWorkspace>[] = [
    {
      id: "name",
      head: t("name"),
      cell: ({ id, name }) => (
        <div className="max-w-40 sm:max-w-72">
          <p className="truncate font-medium" title={name}>
            {name}
          </p>
          <p className="truncate font-mono text-xs text-soft">{id}</p>
        </div>
      ),
    },
    { id: "plan", head: t("plan"), cell: (workspace) => <PlanChoice workspace={workspace} /> },
    {
      id: "links",
      head: t("links"),
      cell: ({ links }) => (links >= MAX_COUNTED ? t("orMore", { count: links }) : number(links)),
      isNumber: true,
      isExtra: true,
    },
    {
      id: "members",
      head: t("members"),
      cell: ({ members }) => number(members),
      isNumber: true,
      isExtra: true,
    },
    { id: "created", head: t("created"), cell: ({ createdAt }) => date(createdAt), isExtra: true },
  ];
  return <Table label={t("tab_workspaces")} columns={columns} rows={workspaces} keyOf={({ id }) => id} />;
}
