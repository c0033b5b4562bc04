import type { Template } from "@visoli/contract/template";
import { UTM_NAMES, utmOf, withUtm } from "@visoli/contract/utm-url";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import type { Draft } from "./draft.ts";
import { MESSAGES } from "./messages.ts";

const EXAMPLES = { source: "newsletter", medium: "email", campaign: "spring", term: "", content: "" };

/** The campaign parameters of the destination, by name. */
export function UtmTopic({ form, templates }: { form: Form<Draft>; templates: readonly Template[] }) {
  const t = useMessages(MESSAGES);
  const { url } = form.values;
  const utm = utmOf(url);
  const withCampaign = templates.filter(({ fields }) => fields.utm);
  const takeOver = (id: string) => {
    const found = templates.find((template) => template.id === id)?.fields.utm;
    if (found) form.set("url", withUtm(url, found));
  };
  return (
    <>
      {withCampaign.length > 0 && (
        <Field label={t("utmTemplate")}>
          {(input) => (
            <Select
              {...input}
              value=""
              disabled={url === ""}
              onChange={(event) => takeOver(event.target.value)}
            >
              <option value="">–</option>
              {withCampaign.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        {UTM_NAMES.map((name) => (
          <Field key={name} label={t(`utm_${name}`)} fault={form.fault(`utm.${name}`)}>
            {(input) => (
              <Input
                {...input}
                disabled={url === ""}
                placeholder={EXAMPLES[name]}
                maxLength={255}
                value={utm?.[name] ?? ""}
                onChange={({ target }) => form.set("url", withUtm(url, { [name]: target.value || null }))}
              />
            )}
          </Field>
        ))}
      </div>
      <p className="text-[0.8125rem] text-soft">{url === "" ? t("utmFirst") : t("utmHint")}</p>
    </>
  );
}
