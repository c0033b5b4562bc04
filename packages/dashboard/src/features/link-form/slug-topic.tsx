import { useQuery } from "@tanstack/react-query";
import { domainsQuery } from "../../lib/choices.ts";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { TokenInput } from "../../ui/token-input.tsx";
import type { Draft } from "./draft.ts";
import { MESSAGES } from "./messages.ts";
import { isSlug, slugPreview } from "./slug.ts";
import { TextField } from "./text-field.tsx";
import type { Base } from "./use-link-form.ts";

type Props = { form: Form<Draft>; base: Base | undefined };

/** Under which address the link is reached. */
export function SlugTopic({ form, base }: Props) {
  const t = useMessages(MESSAGES);
  const { values } = form;
  const isFaulty = values.slug !== "" && !isSlug(values.slug);
  const isRenamed = base !== undefined && values.slug !== base.link.slug;
  return (
    <>
      {!base && <DomainField form={form} />}
      <TextField
        form={form}
        name="slug"
        label={t("slug")}
        hint={isFaulty ? t("slugFaulty") : base ? undefined : t("slugHint")}
        spellCheck={false}
        maxLength={190}
        required={base !== undefined}
      />
      <p role="status" className="-mt-2 text-[0.8125rem] wrap-anywhere text-soft">
        {t("slugNow", { url: slugPreview(values, location.host) })}
        {isRenamed && ` ${t("slugOld", { slug: base.link.slug })}`}
      </p>
      {!base && values.slug === "" && (
        <div className="grid grid-cols-2 gap-3">
          <TextField
            form={form}
            name="slugLength"
            label={t("slugLength")}
            type="number"
            min={4}
            max={64}
            placeholder="7"
          />
          <TextField
            form={form}
            name="slugPrefix"
            label={t("slugPrefix")}
            placeholder="team"
            spellCheck={false}
          />
        </div>
      )}
      <Field label={t("aliases")} hint={t("aliasesHint")} fault={form.fault("aliases")}>
        {(input) => (
          <TokenInput
            {...input}
            tokens={values.aliases}
            onChange={(aliases) => form.set("aliases", aliases)}
            maxLength={190}
          />
        )}
      </Field>
    </>
  );
}

function DomainField({ form }: { form: Form<Draft> }) {
  const t = useMessages(MESSAGES);
  const { data: domains = [] } = useQuery(domainsQuery);
  return (
    <Field label={t("domain")} fault={form.fault("domain")}>
      {(input) => (
        <Select
          {...input}
          value={form.values.domain}
          onChange={(event) => form.set("domain", event.target.value)}
        >
          <option value="">{location.host}</option>
          {domains
            .filter(({ verified }) => verified)
            .map(({ id, host }) => (
              <option key={id} value={host}>
                {host}
              </option>
            ))}
        </Select>
      )}
    </Field>
  );
}
