import type { Member } from "@visoli/contract/member";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Badge } from "../../ui/badge.tsx";
import { More } from "../../ui/more.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { MemberMenu } from "./member-menu.tsx";
import { MESSAGES } from "./messages.ts";
import { RoleMenu } from "./role-menu.tsx";

/** Who is in the workspace. */
export function MembersCard() {
  const members = usePages<Member>(["members", "list"], (cursor, signal) =>
    visoli.members.list({ limit: 50, ...(cursor && { cursor }) }, { signal }),
  );
  if (members.isLoading) return <SkeletonRows />;
  if (members.error) return <ErrorState error={members.error} onRetry={members.retry} />;
  return (
    <Card isFlush>
      <MemberTable members={members.items} />
      <More pages={members} />
    </Card>
  );
}

function MemberTable({ members }: { members: Member[] }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const columns: Column<Member>[] = [
    { id: "name", head: t("name"), cell: (member) => <Name member={member} /> },
    { id: "role", head: t("role"), cell: (member) => <RoleMenu member={member} /> },
    { id: "since", head: t("since"), cell: ({ createdAt }) => date(createdAt), isExtra: true },
    {
      id: "menu",
      head: <span className="sr-only">{t("actions", { name: "" })}</span>,
      cell: (member) => <MemberMenu member={member} />,
      isNumber: true,
    },
  ];
  return <Table label={t("title")} columns={columns} rows={members} keyOf={({ id }) => id} />;
}

function Name({ member: { id, name, email } }: { member: Member }) {
  const t = useMessages(MESSAGES);
  const { person } = useHere();
  return (
    <div className="flex max-w-28 items-center gap-3 sm:max-w-80">
      <span
        aria-hidden
        className="grid size-8 shrink-0 place-items-center rounded-full bg-mark-soft font-semibold text-mark max-sm:hidden"
      >
        {name.slice(0, 1).toUpperCase()}
      </span>
      <div className="min-w-0">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium" title={name}>
            {name}
          </span>
          {id === person.id && <Badge>{t("you")}</Badge>}
        </p>
        <p className="truncate text-[0.8125rem] text-soft" title={email}>
          {email}
        </p>
      </div>
    </div>
  );
}
