import { useQueryClient } from "@tanstack/react-query";
import type { Domain } from "@visoli/contract/domain";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { type Form, useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select, Textarea } from "../../ui/input.tsx";
import { toast } from "../../ui/toast.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { changesOf, type DomainValues, jsonFault, STATUSES, valuesOf } from "./domain-values.ts";
import { MESSAGES } from "./messages.ts";
import { forgetDomains } from "./query.ts";

type SettingsForm = Form<DomainValues>;

/** What a domain does beside holding links. `etag` is of the state that the form began with. */
export function DomainSettings({ domain, etag }: { domain: Domain; etag: string }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const begun = valuesOf(domain);
  const form: SettingsForm = useForm(begun, async (values) => {
    await visoli.domains.update(domain.id, changesOf(begun, values), { ifMatch: etag });
    await forgetDomains(client);
    toast(t("saved"));
  });
  const { values } = form;
  const isFaulty = [values.apple, values.android].some((text) => jsonFault(text) !== undefined);
  return (
    <form className="grid grid-cols-1 gap-4" onSubmit={form.submit}>
      <UrlField form={form} name="rootUrl" hint={t("rootUrlHint", { host: domain.host })} />
      <UrlField form={form} name="notFoundUrl" />
      <UrlField form={form} name="expiredUrl" />
      <Field label={t("redirectStatus")} fault={form.fault("redirectStatus")}>
        {(input) => (
          <Select
            {...input}
            value={values.redirectStatus}
            onChange={(event) => form.set("redirectStatus", event.target.value)}
          >
            <option value="">{t("status_default")}</option>
            {STATUSES.map((status) => (
              <option key={status} value={status}>
                {t(`status_${status}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Switches form={form} />
      <details className="grid gap-4">
        <summary className="cursor-pointer font-medium">{t("apps")}</summary>
        <div className="mt-3 grid gap-4">
          <FileField form={form} name="apple" path="appleAppSiteAssociation" />
          <FileField form={form} name="android" path="assetLinks" />
        </div>
      </details>
      {form.problem && <Alert look="alarm">{form.problem}</Alert>}
      <Button
        type="submit"
        look="primary"
        isBusy={form.isBusy}
        disabled={!form.isChanged || isFaulty}
        className="justify-self-end"
      >
        {t("save")}
      </Button>
    </form>
  );
}

function UrlField({
  form,
  name,
  hint,
}: {
  form: SettingsForm;
  name: "rootUrl" | "notFoundUrl" | "expiredUrl";
  hint?: string;
}) {
  const t = useMessages(MESSAGES);
  return (
    <Field label={t(name)} fault={form.fault(name)} {...(hint && { hint })}>
      {(input) => (
        <Input
          {...input}
          inputMode="url"
          placeholder="https://"
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  );
}

function Switches({ form }: { form: SettingsForm }) {
  const t = useMessages(MESSAGES);
  const switches = [
    { name: "noindex", label: "noindex", hint: "noindexHint" },
    { name: "isCrawled", label: "robots", hint: "robotsHint" },
    { name: "caseSensitive", label: "caseSensitive", hint: "caseSensitiveHint" },
  ] as const;
  return switches.map(({ name, label, hint }) => (
    <Toggle
      key={name}
      label={t(label)}
      hint={t(hint)}
      isOn={form.values[name]}
      onChange={(isOn) => form.set(name, isOn)}
    />
  ));
}

function FileField({ form, name, path }: { form: SettingsForm; name: "apple" | "android"; path: string }) {
  const t = useMessages(MESSAGES);
  const message = jsonFault(form.values[name]);
  return (
    <Field
      label={t(name)}
      hint={t("json")}
      fault={message === undefined ? form.fault(path) : t("notJson", { message })}
    >
      {(input) => (
        <Textarea
          {...input}
          rows={5}
          spellCheck={false}
          className="font-mono text-[0.8125rem]"
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  );
}
