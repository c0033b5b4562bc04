import { useQueryClient } from "@tanstack/react-query";
import type { Key } from "@visoli/contract/key";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toast.tsx";
import { KeyFields } from "./key-fields.tsx";
import { keyInput } from "./key-input.ts";
import { MESSAGES } from "./messages.ts";
import { presetOf } from "./scope-words.ts";

/** Changes what a key may do, from where and until when; the key itself stays. */
export function EditKey({ apiKey, onClose }: { apiKey: Key; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { me } = useHere();
  const client = useQueryClient();
  const { id, name, scopes, expiresAt, allowedAddresses } = apiKey;
  const values = {
    ...{ name, preset: presetOf(scopes, me.scopes), chosen: scopes },
    ...{ expiry: expiresAt ? "keep" : "never", networks: (allowedAddresses ?? []).join("\n") },
  };
  const form = useForm(values, async (changed) => {
    const input = keyInput(changed, me.scopes);
    await visoli.keys.update(id, { ...input, scopes: input.scopes ?? [...me.scopes] });
    await client.invalidateQueries({ queryKey: ["keys"] });
    onClose();
    toast(t("saved"));
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("editTitle", { name })}>
      <form className="grid gap-4" onSubmit={form.submit}>
        <KeyFields form={form} keeps={expiresAt} />
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("save")}
        </Button>
      </form>
    </Dialog>
  );
}
