import { useQueryClient } from "@tanstack/react-query";
import type { KeyLinkAccess, KeyWithSecret } from "@visoli/contract/key";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { KeyFields, type KeyValues } from "./key-fields.tsx";
import { keyInput } from "./key-input.ts";
import { MESSAGES } from "./messages.ts";
import type { KeyMode } from "./query.ts";
import { ShownKey } from "./shown-key.tsx";

const EMPTY: KeyValues = { name: "", preset: "links", chosen: [], expiry: "never", networks: "" };

/** Makes a key, and shows it this once. */
export function CreateKey({ mode, onClose }: { mode: KeyMode; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { me } = useHere();
  const client = useQueryClient();
  const [made, setMade] = useState<KeyWithSecret>();
  const [linkAccess, setLinkAccess] = useState<KeyLinkAccess>("all");
  const form = useForm(EMPTY, async (values) => {
    const input = keyInput(values, me.scopes);
    setMade(await visoli.keys.create({ ...input, mode, linkAccess }));
    await client.invalidateQueries({ queryKey: ["keys"] });
  });
  if (made) return <ShownKey made={made} onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} title={t(mode === "live" ? "create" : "createTest")}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <KeyFields form={form} />
        <Field
          label={t("linkAccess")}
          fault={form.fault("linkAccess")}
          {...(linkAccess === "own" && { hint: t("ownLinksHint") })}
        >
          {(input) => (
            <Select
              {...input}
              value={linkAccess}
              onChange={(event) => setLinkAccess(event.target.value === "own" ? "own" : "all")}
            >
              <option value="all">{t("linkAccess_all")}</option>
              <option value="own">{t("linkAccess_own")}</option>
            </Select>
          )}
        </Field>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("create")}
        </Button>
      </form>
    </Dialog>
  );
}
