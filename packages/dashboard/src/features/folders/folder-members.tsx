import { useQuery } from "@tanstack/react-query";
import type { Folder, FolderMember } from "@visoli/contract/folder";
import { X } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { keysQuery, membersQuery } from "../../lib/choices.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Select } from "../../ui/input.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toastError } from "../../ui/toast.tsx";
import { AddFolderMember } from "./add-folder-member.tsx";
import { MESSAGES } from "./messages.ts";
import { MEMBER_ROLES } from "./roles.ts";

type Props = { folder: Folder; isManager: boolean; onClose(): void };

/** Who has a role of their own in a folder. */
export function FolderMembers({ folder: { id, name }, isManager, onClose }: Props) {
  const t = useMessages(MESSAGES);
  const choices = useChoices();
  const members = usePages<FolderMember>(["folders", id, "members"], (cursor, signal) =>
    visoli.folders.members.list(id, { limit: 100, ...(cursor && { cursor }) }, { signal }),
  );
  const taken = members.items.map(({ member }) => member);
  return (
    <Dialog isOpen onClose={onClose} title={t("membersTitle", { name })} description={t("membersText")}>
      {members.isLoading && <SkeletonRows rows={2} />}
      {members.error !== null && <ErrorState error={members.error} onRetry={members.retry} />}
      {!members.isLoading && members.error === null && members.items.length === 0 && (
        <p className="py-2 text-soft">{t("noMembers")}</p>
      )}
      <ul className="divide-y divide-line">
        {members.items.map((member) => (
          <Row
            key={member.member}
            folderId={id}
            member={member}
            name={choices.nameOf(member.member)}
            isManager={isManager}
          />
        ))}
      </ul>
      {members.hasMore && (
        <Button isBusy={members.isLoadingMore} onClick={members.loadMore}>
          {t("more")}
        </Button>
      )}
      {isManager && <AddFolderMember folderId={id} taken={taken} {...choices} />}
    </Dialog>
  );
}

/** People and keys of the workspace, as far as one may see them. */
function useChoices() {
  const { may } = useHere();
  const people = useQuery({ ...membersQuery, enabled: may("members:read") }).data ?? [];
  const keys = (useQuery({ ...keysQuery, enabled: may("keys:read") }).data ?? []).filter(
    ({ state }) => state === "active",
  );
  const names = new Map([...people, ...keys].map(({ id, name }) => [id, name]));
  return { people, keys, nameOf: (id: string) => names.get(id) };
}

type RowProps = { folderId: string; member: FolderMember; name: string | undefined; isManager: boolean };

function Row({ folderId, member: { member, role }, name, isManager }: RowProps) {
  const t = useMessages(MESSAGES);
  const [isBusy, setBusy] = useState(false);
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      await queryClient.invalidateQueries({ queryKey: ["folders"] });
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const shown = name ?? member;
  const change = (next: string) =>
    act(() => visoli.folders.members.put(folderId, member, { role: next as FolderMember["role"] }));
  return (
    <li className="flex items-center gap-2 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{shown}</p>
        {member.startsWith("key_") && <p className="text-[0.8125rem] text-soft">{t("key")}</p>}
      </div>
      {isManager ? (
        <>
          <Select
            aria-label={t("roleOf", { name: shown })}
            value={role}
            disabled={isBusy}
            onChange={({ target }) => void change(target.value)}
            className="!w-32"
          >
            {MEMBER_ROLES.map((each) => (
              <option key={each} value={each}>
                {t(`role_${each}`)}
              </option>
            ))}
          </Select>
          <IconButton
            label={t("removeMember", { name: shown })}
            isBusy={isBusy}
            onClick={() => void act(() => visoli.folders.members.delete(folderId, member))}
          >
            <X size={15} />
          </IconButton>
        </>
      ) : (
        <span className="text-soft">{t(`role_${role}`)}</span>
      )}
    </li>
  );
}
