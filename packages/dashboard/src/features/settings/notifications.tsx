import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Alert as AlertKind, Notifications, SummaryRhythm } from "@visoli/contract/notification";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { MESSAGES } from "./messages.ts";

const SUMMARIES = ["off", "daily", "weekly"] as const satisfies readonly SummaryRhythm[];
const ALERTS = ["quota", "broken_links", "traffic"] as const satisfies readonly AlertKind[];

/** The mails that one gets about the workspace. */
export function NotificationsForm() {
  const { data, error, refetch } = useQuery({
    queryKey: ["notifications"],
    queryFn: ({ signal }) => visoli.notifications.get({ signal }),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-108 w-full rounded-xl" />;
  return <Form initial={data} />;
}

function Form({ initial }: { initial: Notifications }) {
  const t = useMessages(MESSAGES);
  const { workspace } = useHere();
  const client = useQueryClient();
  const form = useForm(initial, async (values) => {
    const after = await visoli.notifications.update(values);
    client.setQueryData(["notifications"], after);
    form.reset(after);
    toast(t("saved"));
  });
  const { alerts } = form.values;
  const toggle = (kind: AlertKind, isOn: boolean) =>
    form.set(
      "alerts",
      isOn
        ? ALERTS.filter((each) => each === kind || alerts.includes(each))
        : alerts.filter((each) => each !== kind),
    );
  return (
    <Card title={t("notificationsTitle")} description={t("notificationsText", { name: workspace.name })}>
      <form className="grid max-w-xl gap-5 pt-1" onSubmit={form.submit}>
        <MailOff />
        <Rhythm form={form} />
        <fieldset className="grid gap-4 border-t pt-4">
          <legend className="sr-only">{t("alerts")}</legend>
          <p aria-hidden className="font-semibold">
            {t("alerts")}
          </p>
          {ALERTS.map((kind) => (
            <Toggle
              key={kind}
              label={t(`alert_${kind}`)}
              hint={t(`alert_${kind}Hint`)}
              isOn={alerts.includes(kind)}
              onChange={(isOn) => toggle(kind, isOn)}
            />
          ))}
        </fieldset>
        {form.problem && <Alert look="alarm">{form.problem}</Alert>}
        <Button
          type="submit"
          look="primary"
          isBusy={form.isBusy}
          disabled={!form.isChanged}
          className="justify-self-start"
        >
          {t("save")}
        </Button>
      </form>
    </Card>
  );
}

function Rhythm({ form }: { form: ReturnType<typeof useForm<Notifications>> }) {
  const t = useMessages(MESSAGES);
  const { summary, timezone } = form.values;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label={t("summary")} fault={form.fault("summary")}>
        {(input) => (
          <Select
            {...input}
            value={summary}
            onChange={({ target }) => form.set("summary", target.value as SummaryRhythm)}
          >
            {SUMMARIES.map((each) => (
              <option key={each} value={each}>
                {t(`summary_${each}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("timezone")} hint={t("timezoneHint")} fault={form.fault("timezone")}>
        {(input) => (
          <Select {...input} value={timezone} onChange={({ target }) => form.set("timezone", target.value)}>
            {zonesWith(timezone).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

/** The zones that the browser knows, and the one that is set. */
function zonesWith(zone: string): string[] {
  return [...new Set([zone, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

function MailOff() {
  const t = useMessages(MESSAGES);
  const { data } = useQuery({
    queryKey: ["auth", "options"],
    queryFn: ({ signal }) => visoli.auth.options({ signal }),
    staleTime: 300_000,
  });
  return data?.isMailOn === false ? <Alert look="warn">{t("mailOff")}</Alert> : null;
}
