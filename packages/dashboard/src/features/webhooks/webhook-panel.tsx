import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Webhook, WebhookWithSecret } from "@visoli/contract/webhook";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { SidePanel } from "../../ui/dialog.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { forgetWebhooks, webhookQuery } from "./query.ts";
import { ShownSecret } from "./shown-secret.tsx";
import { WebhookFields } from "./webhook-form.tsx";
import { inputOf, NEW, valuesOf } from "./webhook-values.ts";

/** Adds a webhook, and shows its secret this once. */
export function NewWebhook({ onClose }: { onClose(): void }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const [made, setMade] = useState<WebhookWithSecret>();
  const form = useForm(NEW, async (values) => {
    setMade(await visoli.webhooks.create(inputOf(values)));
    await forgetWebhooks(client);
  });
  if (made) return <ShownSecret secret={made.secret} onClose={onClose} />;
  return (
    <SidePanel isOpen onClose={onClose} title={t("add")}>
      <form className="grid grid-cols-1 gap-4" onSubmit={form.submit}>
        <WebhookFields form={form} />
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-end">
          {t("create")}
        </Button>
      </form>
    </SidePanel>
  );
}

/** Changes a webhook. */
export function EditWebhook({ id, onClose }: { id: string; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const { data, error, refetch } = useQuery(webhookQuery(id));
  return (
    <SidePanel isOpen onClose={onClose} title={t("editTitle")}>
      {data ? (
        <EditForm webhook={data.value} etag={data.etag} onClose={onClose} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </SidePanel>
  );
}

function EditForm({ webhook, etag, onClose }: { webhook: Webhook; etag: string; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const form = useForm(valuesOf(webhook), async (values) => {
    await visoli.webhooks.update(webhook.id, inputOf(values, webhook.filters), { ifMatch: etag });
    await forgetWebhooks(client);
    onClose();
    toast(t("saved"));
  });
  return (
    <form className="grid grid-cols-1 gap-4" onSubmit={form.submit}>
      <WebhookFields form={form} />
      {form.problem && <Alert look="alarm">{form.problem}</Alert>}
      <Button
        type="submit"
        look="primary"
        isBusy={form.isBusy}
        disabled={!form.isChanged}
        className="justify-self-end"
      >
        {t("save")}
      </Button>
    </form>
  );
}
