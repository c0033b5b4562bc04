import type { FolderMember } from "@visoli/contract/folder";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { useForm } from "../../lib/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { Problem } from "../../ui/problem.tsx";
import { MESSAGES } from "./messages.ts";
import { MEMBER_ROLES } from "./roles.ts";

type Named = { id: string; name: string };
type Props = { folderId: string; taken: string[]; people: Named[]; keys: Named[] };

const START: { member: string; role: FolderMember["role"] } = { member: "", role: "editor" };

/** Gives a person or a key a role in a folder. */
export function AddFolderMember({ folderId, taken, people, keys }: Props) {
  const t = useMessages(MESSAGES);
  const form = useForm(START, async ({ member, role }) => {
    await visoli.folders.members.put(folderId, member, { role });
    await queryClient.invalidateQueries({ queryKey: ["folders"] });
    form.reset(START);
  });
  const { member, role } = form.values;
  const free = (some: Named[]) => some.filter(({ id }) => !taken.includes(id));
  return (
    <form className="mt-3 grid gap-3 border-t pt-4" onSubmit={form.submit}>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_9rem]">
        <Field label={t("who")} fault={form.fault("member")}>
          {(input) => (
            <Select
              {...input}
              required
              value={member}
              onChange={({ target }) => form.set("member", target.value)}
            >
              <option value="">{t("choose")}</option>
              <Choices label={t("people")} choices={free(people)} />
              <Choices label={t("keys")} choices={free(keys)} />
            </Select>
          )}
        </Field>
        <Field label={t("role")} fault={form.fault("role")}>
          {(input) => (
            <Select
              {...input}
              value={role}
              onChange={({ target }) => form.set("role", target.value as FolderMember["role"])}
            >
              {MEMBER_ROLES.map((each) => (
                <option key={each} value={each}>
                  {t(`role_${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <p className="text-[0.8125rem] text-soft">{t(`can_${role}`)}</p>
      <Problem form={form} />
      <Button
        type="submit"
        look="primary"
        isBusy={form.isBusy}
        disabled={member === ""}
        className="justify-self-end"
      >
        {t("addMember")}
      </Button>
    </form>
  );
}

function Choices({ label, choices }: { label: string; choices: Named[] }) {
  if (choices.length === 0) return null;
  return (
    <optgroup label={label}>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}
