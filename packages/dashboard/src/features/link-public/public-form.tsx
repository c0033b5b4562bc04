import { useQueryClient } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import type { PublicPart, PublicStatistics } from "@visoli/contract/public-stats";
import { type FormEvent, useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { useForm } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { toast } from "../../ui/toast.tsx";
import { Checkbox } from "../../ui/toggle.tsx";
import { MESSAGES } from "./messages.ts";
import { PARTS } from "./parts.ts";

type Values = { show: PublicPart[]; timezone: string };

/** Makes a page; where there is one already, its address ends, and that is asked first. */
export function PublicForm({ link, page, onDone }: { link: Link; page?: PublicStatistics; onDone?(): void }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const publish = async (values: Values) => {
    await visoli.links.publicStatistics.create(link.id, values);
    await client.invalidateQueries({ queryKey: ["links", "public", link.id] });
    toast(t("madePublic"));
    onDone?.();
  };
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const form = useForm<Values>({ show: page?.show ?? [...PARTS], timezone: page?.timezone ?? own }, publish);
  const submit = (event: FormEvent) => {
    if (!page) return form.submit(event);
    event.preventDefault();
    setAsking(true);
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium">{t("options")}</legend>
        {PARTS.map((part) => (
          <Checkbox
            key={part}
            label={t(`part_${part}`)}
            isOn={form.values.show.includes(part)}
            onChange={(isOn) =>
              form.set(
                "show",
                PARTS.filter((each) => (each === part ? isOn : form.values.show.includes(each))),
              )
            }
          />
        ))}
      </fieldset>
      <Field label={t("zone")} fault={form.fault("timezone")}>
        {(input) => (
          <Select
            {...input}
            className="max-w-xs"
            value={form.values.timezone}
            onChange={(event) => form.set("timezone", event.target.value)}
          >
            {[...new Set([form.values.timezone, own, "UTC", ...Intl.supportedValuesOf("timeZone")])].map(
              (zone) => (
                <option key={zone}>{zone}</option>
              ),
            )}
          </Select>
        )}
      </Field>
      {form.problem && <Alert look="alarm">{form.problem}</Alert>}
      <Button type="submit" look="primary" isBusy={form.isBusy} className="justify-self-start">
        {t(page ? "renew" : "make")}
      </Button>
      <Confirm
        isOpen={isAsking}
        isHarmless
        onClose={() => setAsking(false)}
        title={t("renewTitle")}
        action={t("renew")}
        onConfirm={() => publish(form.values)}
      >
        {t("renewAbout")}
      </Confirm>
    </form>
  );
}
