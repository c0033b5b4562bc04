import { useNavigate } from "@tanstack/react-router";
import { Check, ChevronsUpDown, Plus } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { MESSAGES } from "./messages.ts";

/** Which workspace one is in, the others, and a new one. */
export function WorkspaceMenu() {
  const t = useMessages(MESSAGES);
  const { me, workspace } = useHere();
  const navigate = useNavigate();
  const [isMaking, setMaking] = useState(false);
  const go = (id: string) => void navigate({ to: "/links", search: { w: id } });
  const trigger = (
    <button
      type="button"
      className="flex w-full min-w-0 items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-sunken"
    >
      <span
        aria-hidden
        className="grid size-7 shrink-0 place-items-center rounded-lg bg-mark font-semibold text-on-mark"
      >
        {workspace.name.slice(0, 1).toUpperCase()}
      </span>
      <span className="min-w-0 flex-1 truncate font-semibold">{workspace.name}</span>
      <ChevronsUpDown size={14} aria-hidden className="text-soft" />
    </button>
  );
  return (
    <>
      <Menu trigger={trigger} align="start">
        <MenuHeading>{t("switchWorkspace")}</MenuHeading>
        {me.workspaces.map(({ id, name }) => (
          <MenuItem key={id} onSelect={() => go(id)}>
            <span className="max-w-56 min-w-0 flex-1 truncate">{name}</span>
            {id === workspace.id && <Check size={15} className="text-mark" />}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => setMaking(true)}>
          <Plus size={15} />
          {t("newWorkspace")}
        </MenuItem>
      </Menu>
      {isMaking && <NewWorkspace onClose={() => setMaking(false)} onMade={go} />}
    </>
  );
}

function NewWorkspace({ onClose, onMade }: { onClose(): void; onMade(id: string): void }) {
  const t = useMessages(MESSAGES);
  const form = useForm({ name: "" }, async (values) => {
    const { id } = await visoli.workspaces.create(values);
    onClose();
    onMade(id);
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("newWorkspace")}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <Field label={t("newWorkspaceName")} fault={form.fault("name")}>
          {(input) => (
            <Input
              {...input}
              required
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("make")}
        </Button>
      </form>
    </Dialog>
  );
}
