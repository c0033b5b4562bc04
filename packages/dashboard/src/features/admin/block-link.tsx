import type { JudgedLink } from "@visoli/contract/abuse";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Card } from "../../ui/page.tsx";
import { MESSAGES } from "./messages.ts";

/** Blocks a link of any workspace, or lets it go. */
export function BlockLink() {
  const t = useMessages(MESSAGES);
  const [judged, setJudged] = useState<JudgedLink>();
  const [isUnblocking, setUnblocking] = useState(false);
  const form = useForm({ link: "", reason: "" }, async ({ link, reason }) => {
    setJudged(undefined);
    const call = isUnblocking
      ? visoli.admin.links.unblock({ link: link.trim() })
      : visoli.admin.links.block({ link: link.trim(), reason });
    setJudged(await call);
    await queryClient.invalidateQueries({ queryKey: ["reports"] });
  });
  return (
    <Card title={t("blockLink")} description={t("blockLinkText")}>
      <form className="grid max-w-2xl gap-4 pt-1" onSubmit={form.submit}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Text form={form} name="link" label={t("shortUrl")} isRequired />
          <Text form={form} name="reason" label={t("reason")} isRequired={!isUnblocking} />
        </div>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        {judged && <Judged link={judged} />}
        <div className="flex gap-2">
          <Button type="submit" look="danger" isBusy={form.isBusy} onClick={() => setUnblocking(false)}>
            {t("blockAction")}
          </Button>
          <Button type="submit" isBusy={form.isBusy} onClick={() => setUnblocking(true)}>
            {t("unblock")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

type TextProps = {
  form: ReturnType<typeof useForm<{ link: string; reason: string }>>;
  name: "link" | "reason";
  label: string;
  isRequired: boolean;
};

function Text({ form, name, label, isRequired }: TextProps) {
  return (
    <Field label={label} fault={form.fault(name)}>
      {(input) => (
        <Input
          {...input}
          required={isRequired}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  );
}

function Judged({ link: { shortUrl, url, workspace, blockedReason } }: { link: JudgedLink }) {
  const t = useMessages(MESSAGES);
  return (
    <Alert look={blockedReason === null ? "good" : "warn"}>
      <p className="font-medium">{shortUrl}</p>
      <p>{blockedReason === null ? t("isFree") : t("isBlocked", { reason: blockedReason })}</p>
      <p className="max-h-32 overflow-y-auto">
        {t("leadsTo")} {url}
      </p>
      <p>
        {t("inWorkspace")} {workspace}
      </p>
    </Alert>
  );
}
