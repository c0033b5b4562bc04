import type { Role } from "@visoli/contract/role";
import { useMessages } from "../../lib/messages.ts";
import { MESSAGES } from "./messages.ts";
import { rolesToGive } from "./roles.ts";

type Props = { own: Role; role: Role; onChange(role: Role): void };

/** A role, with what each may do. */
export function RoleChoice({ own, role, onChange }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium">{t("role")}</legend>
      {rolesToGive(own).map((each) => (
        <label
          key={each}
          className="flex items-start gap-3 rounded-lg border px-3 py-2 has-checked:border-mark has-checked:bg-mark-soft"
        >
          <input
            type="radio"
            name="role"
            value={each}
            checked={each === role}
            onChange={() => onChange(each)}
            className="mt-0.5 size-4 shrink-0 accent-mark"
          />
          <span>
            <span className="block font-medium">{t(`role_${each}`)}</span>
            <span className="block text-[0.8125rem] text-soft">{t(`can_${each}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
