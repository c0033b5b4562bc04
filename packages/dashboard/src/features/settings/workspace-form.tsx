import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Workspace } from "@visoli/contract/workspace";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { TokenInput } from "../../ui/token-input.tsx";
import { MESSAGES } from "./messages.ts";

/** What a workspace is called, and where its links may lead. */
export function WorkspaceForm() {
  const { data, error, refetch } = useQuery({
    queryKey: ["workspace"],
    queryFn: ({ signal }) => visoli.workspace.get({ signal }),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-72 w-full rounded-xl" />;
  return <Form key={data.id} workspace={data} />;
}

function Form({ workspace: { id, name, allowedSchemes } }: { workspace: Workspace }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const client = useQueryClient();
  const isReadOnly = !may("workspace:write");
  const form = useForm({ name, allowedSchemes }, async (values) => {
    const after = await visoli.workspace.update(values);
    client.setQueryData(["workspace"], after);
    form.reset({ name: after.name, allowedSchemes: after.allowedSchemes });
    await client.invalidateQueries({ queryKey: ["me"] });
    toast(t("saved"));
  });
  return (
    <Card title={t("workspaceTitle")} description={t("workspaceText")}>
      <form className="grid max-w-xl gap-4 pt-1" onSubmit={form.submit}>
        <Field label={t("name")} fault={form.fault("name")}>
          {(input) => (
            <Input
              {...input}
              required
              maxLength={100}
              disabled={isReadOnly}
              value={form.values.name}
              onChange={(event) => form.set("name", event.target.value)}
            />
          )}
        </Field>
        <Field label={t("schemes")} hint={t("schemesHint")} fault={form.fault("allowedSchemes")}>
          {(input) =>
            isReadOnly ? (
              <Input {...input} disabled value={allowedSchemes.join(", ")} />
            ) : (
              <TokenInput
                {...input}
                tokens={form.values.allowedSchemes}
                onChange={(schemes) => form.set("allowedSchemes", schemes)}
                placeholder={t("schemesPlaceholder")}
              />
            )
          }
        </Field>
        <div>
          <p className="font-medium">{t("id")}</p>
          <p className="flex items-center gap-1">
            <code className="font-mono text-[0.8125rem] text-soft">{id}</code>
            <CopyButton text={id} what={t("id")} />
          </p>
        </div>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        {!isReadOnly && (
          <Button
            type="submit"
            look="primary"
            isBusy={form.isBusy}
            disabled={!form.isChanged}
            className="justify-self-start"
          >
            {t("save")}
          </Button>
        )}
      </form>
    </Card>
  );
}
