import type { Member } from "@visoli/contract/member";
import type { Role } from "@visoli/contract/role";
import { Check, ChevronDown } from "lucide-react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { mayChange, rolesToGive } from "./roles.ts";

/** What a member is, with a menu where it can be changed. */
export function RoleMenu({ member }: { member: Member }) {
  const t = useMessages(MESSAGES);
  const { may, person, workspace } = useHere();
  const { name, role } = member;
  // Who makes themselves less cannot take it back.
  const isFixed = !may("members:write") || member.id === person.id || !mayChange(workspace.role, member);
  if (isFixed) return <span className="text-soft">{t(`role_${role}`)}</span>;
  const change = async (next: Role) => {
    if (next === role) return;
    try {
      await visoli.members.update(member.id, { role: next });
      await queryClient.invalidateQueries({ queryKey: ["members"] });
      toast(t("changed", { name, role: t(`role_${next}`) }));
    } catch (error) {
      toastError(error);
    }
  };
  const trigger = (
    <button
      type="button"
      aria-label={`${t("roleOf", { name })}: ${t(`role_${role}`)}`}
      className="-ml-2 inline-flex items-center gap-1 rounded-lg px-2 py-1 hover:bg-sunken"
    >
      {t(`role_${role}`)}
      <ChevronDown size={14} aria-hidden className="text-soft" />
    </button>
  );
  return (
    <Menu trigger={trigger} align="start">
      {rolesToGive(workspace.role).map((each) => (
        <MenuItem key={each} onSelect={() => void change(each)}>
          <span className="w-4 self-start pt-0.5 text-mark">{each === role && <Check size={15} />}</span>
          <span className="max-w-60">
            <span className="block font-medium">{t(`role_${each}`)}</span>
            <span className="block text-[0.8125rem] text-soft">{t(`can_${each}`)}</span>
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}
