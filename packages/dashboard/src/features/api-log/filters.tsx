import type { ReactNode } from "react";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { MESSAGES } from "./messages.ts";
import { type ApiLogSearch, METHODS, readApiLogSearch, STATUSES } from "./search.ts";

type Props = { search: ApiLogSearch; names: Map<string, string>; onChange(search: ApiLogSearch): void };

export function ApiLogFilters({ search, names, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const set = (name: keyof ApiLogSearch) => (event: { target: { value: string } }) =>
    onChange(readApiLogSearch({ ...search, [name]: event.target.value }));
  const choice = (name: "method" | "status" | "key" | "mode", options: ReactNode) => (
    <Field label={t(name)}>
      {(input) => (
        <Select {...input} value={search[name] ?? ""} onChange={set(name)}>
          {name === "mode" ? <option value="">{t("live")}</option> : <option value="">{t("any")}</option>}
          {options}
        </Select>
      )}
    </Field>
  );
  return (
    <fieldset className="grid grid-cols-2 items-end gap-3 md:grid-cols-3 xl:grid-cols-6">
      <legend className="sr-only">{t("filters")}</legend>
      {choice(
        "method",
        METHODS.map((method) => <option key={method}>{method}</option>),
      )}
      {choice(
        "status",
        STATUSES.map((status) => (
          <option key={status} value={status}>
            {t(`status_${status}`)}
          </option>
        )),
      )}
      {choice(
        "key",
        [...names].map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        )),
      )}
      {choice("mode", <option value="test">{t("test")}</option>)}
      <Field label={t("requestId")}>
        {(input) => (
          <Input {...input} value={search.request ?? ""} placeholder="req_…" onChange={set("request")} />
        )}
      </Field>
      {Object.keys(search).length > 0 && (
        <Button look="quiet" onClick={() => onChange({})} className="justify-self-start">
          {t("clear")}
        </Button>
      )}
    </fieldset>
  );
}
