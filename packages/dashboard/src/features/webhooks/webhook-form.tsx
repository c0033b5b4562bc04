import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Segments } from "../../ui/tabs.tsx";
import { Checkbox, Toggle } from "../../ui/toggle.tsx";
import { CLICKED, EVENT_GROUPS, type EventGroup } from "./events.ts";
import { MESSAGES } from "./messages.ts";
import type { WebhookValues } from "./webhook-values.ts";

type WebhookForm = Form<WebhookValues>;

/** The fields of a webhook. */
export function WebhookFields({ form }: { form: WebhookForm }) {
  const t = useMessages(MESSAGES);
  const { values } = form;
  const hasClicks = values.isAll ? values.withClicks : values.chosen.includes(CLICKED);
  return (
    <>
      <Field label={t("url")} hint={t("urlHint")} fault={form.fault("url")}>
        {(input) => (
          <Input
            {...input}
            required
            inputMode="url"
            placeholder="https://example.com/hooks/visoli"
            value={values.url}
            onChange={(event) => form.set("url", event.target.value)}
          />
        )}
      </Field>
      <Events form={form} />
      {hasClicks && (
        <Field label={t("filterTags")} hint={t("filterTagsHint")} fault={form.fault("filters")}>
          {(input) => (
            <Input
              {...input}
              value={values.tags}
              onChange={(event) => form.set("tags", event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label={t("descriptionField")} hint={t("descriptionHint")} fault={form.fault("description")}>
        {(input) => (
          <Input
            {...input}
            maxLength={200}
            value={values.description}
            onChange={(event) => form.set("description", event.target.value)}
          />
        )}
      </Field>
      <Toggle
        label={t("enabled")}
        hint={t("enabledHint")}
        isOn={values.enabled}
        onChange={(isOn) => form.set("enabled", isOn)}
      />
    </>
  );
}

function Events({ form }: { form: WebhookForm }) {
  const t = useMessages(MESSAGES);
  const { isAll, withClicks } = form.values;
  const fault = form.fault("events");
  return (
    <div className="grid gap-2.5">
      <span className="font-medium">{t("events")}</span>
      <div>
        <Segments
          label={t("which")}
          chosen={isAll ? "all" : "some"}
          onChoose={(id) => form.set("isAll", id === "all")}
          options={[
            { id: "all", label: t("events_all") },
            { id: "some", label: t("events_some") },
          ]}
        />
      </div>
      {isAll ? (
        <Checkbox
          label={t("withClicksToo")}
          isOn={withClicks}
          onChange={(isOn) => form.set("withClicks", isOn)}
        />
      ) : (
        (Object.keys(EVENT_GROUPS) as EventGroup[]).map((group) => (
          <Group key={group} group={group} form={form} />
        ))
      )}
      {fault && (
        <p role="alert" className="text-[0.8125rem] font-medium text-alarm">
          {fault}
        </p>
      )}
    </div>
  );
}

function Group({ group, form }: { group: EventGroup; form: WebhookForm }) {
  const t = useMessages(MESSAGES);
  const { chosen } = form.values;
  return (
    <fieldset className="grid gap-1.5 rounded-lg border p-3 sm:grid-cols-2">
      <legend className="px-1 text-[0.8125rem] font-medium text-soft">{t(`group_${group}`)}</legend>
      {EVENT_GROUPS[group].map((event) => (
        <Checkbox
          key={event}
          label={<code className="font-mono text-[0.8125rem] wrap-anywhere">{event}</code>}
          isOn={chosen.includes(event)}
          onChange={(isOn) =>
            form.set("chosen", isOn ? [...chosen, event] : chosen.filter((each) => each !== event))
          }
        />
      ))}
    </fieldset>
  );
}
