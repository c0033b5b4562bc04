import { useQueryClient } from "@tanstack/react-query";
import type { Domain } from "@visoli/contract/domain";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { MESSAGES } from "./messages.ts";
import { forgetDomains } from "./query.ts";

/** The first step: which domain. */
export function AddDomain({ onAdded }: { onAdded(domain: Domain): void }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const form = useForm({ host: "" }, async ({ host }) => {
    const domain = await visoli.domains.create({ host: host.trim() });
    await forgetDomains(client);
    onAdded(domain);
  });
  return (
    <form className="grid gap-4" onSubmit={form.submit}>
      <Field label={t("host")} hint={t("hostHint")} fault={form.fault("host")}>
        {(input) => (
          <Input
            {...input}
            required
            autoFocus
            inputMode="url"
            placeholder="go.example.com"
            value={form.values.host}
            onChange={(event) => form.set("host", event.target.value)}
          />
        )}
      </Field>
      {form.problem && <Alert look="alarm">{form.problem}</Alert>}
      <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
        {t("next")}
      </Button>
    </form>
  );
}
