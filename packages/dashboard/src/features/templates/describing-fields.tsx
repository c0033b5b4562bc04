import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { domainsQuery, foldersQuery, tagsQuery } from "../../lib/choices.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select, Textarea } from "../../ui/input.tsx";
import { TokenInput } from "../../ui/token-input.tsx";
import { type TemplateForm, UTM } from "./draft.ts";
import { MESSAGES } from "./messages.ts";

export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-3 font-semibold">{title}</legend>
      {hint && <p className="-mt-2 text-[0.8125rem] text-soft">{hint}</p>}
      {children}
    </fieldset>
  );
}

/** One line of text. */
export function TextField({
  form,
  name,
  hint,
  type = "text",
}: {
  form: TemplateForm;
  name: "title" | "slugPrefix" | "slugLength" | "maxClicks" | "clickIdParameter";
  hint?: string;
  type?: "text" | "number";
}) {
  const t = useMessages(MESSAGES);
  return (
    <Field label={t(name)} hint={hint} fault={form.fault(`fields.${name}`)}>
      {(input) => (
        <Input
          {...input}
          type={type}
          {...(type === "number" && { min: 1 })}
          value={form.values[name]}
          onChange={(event) => form.set(name, event.target.value)}
        />
      )}
    </Field>
  );
}

/** What it is called, and what a link of it is. */
export function DescribingFields({ form }: { form: TemplateForm }) {
  const t = useMessages(MESSAGES);
  const { data: tags = [] } = useQuery(tagsQuery);
  return (
    <>
      <Field label={t("name")} fault={form.fault("name")}>
        {(input) => (
          <Input
            {...input}
            required
            maxLength={100}
            placeholder={t("namePlaceholder")}
            value={form.values.name}
            onChange={(event) => form.set("name", event.target.value)}
          />
        )}
      </Field>
      <Section title={t("describes")}>
        <Field label={t("tags")} fault={form.fault("fields.tags")}>
          {(input) => (
            <TokenInput
              {...input}
              tokens={form.values.tags}
              onChange={(next) => form.set("tags", next)}
              options={tags.map(({ name }) => ({ value: name }))}
              maxLength={50}
              placeholder={t("tagsPlaceholder")}
            />
          )}
        </Field>
        <Places form={form} />
        <TextField form={form} name="title" />
        <Field label={t("notes")} fault={form.fault("fields.notes")}>
          {(input) => (
            <Textarea
              {...input}
              rows={2}
              value={form.values.notes}
              onChange={(event) => form.set("notes", event.target.value)}
            />
          )}
        </Field>
      </Section>
    </>
  );
}

function Places({ form }: { form: TemplateForm }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const { data: folders = [] } = useQuery(foldersQuery);
  const { data: domains = [] } = useQuery({ ...domainsQuery, enabled: may("domains:read") });
  const { folder, domain } = form.values;
  const isKnown = domain === "" || domains.some(({ host }) => host === domain);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("folder")} fault={form.fault("fields.folder")}>
        {(input) => (
          <Select {...input} value={folder} onChange={(event) => form.set("folder", event.target.value)}>
            <option value="">{t("noFolder")}</option>
            {folders.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("domain")} fault={form.fault("fields.domain")}>
        {(input) => (
          <Select {...input} value={domain} onChange={(event) => form.set("domain", event.target.value)}>
            <option value="">{t("ownDomain")}</option>
            {!isKnown && <option>{domain}</option>}
            {domains.map(({ id, host }) => (
              <option key={id}>{host}</option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

/** What is written into each destination. */
export function CampaignFields({ form }: { form: TemplateForm }) {
  const t = useMessages(MESSAGES);
  const { utm } = form.values;
  return (
    <Section title={t("campaign")} hint={t("campaignHint")}>
      <div className="grid gap-4 sm:grid-cols-2">
        {UTM.map((name) => (
          <Field key={name} label={t(`utm_${name}`)} fault={form.fault(`fields.utm.${name}`)}>
            {(input) => (
              <Input
                {...input}
                maxLength={255}
                value={utm[name]}
                onChange={(event) => form.set("utm", { ...utm, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </Section>
  );
}
