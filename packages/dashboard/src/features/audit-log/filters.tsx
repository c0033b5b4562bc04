import { useQuery } from "@tanstack/react-query";
import { keysQuery, membersQuery } from "../../lib/choices.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { MESSAGES } from "./messages.ts";
import { type AuditSearch, readAuditSearch, TOPICS } from "./search.ts";

type Props = { search: AuditSearch; onChange(search: AuditSearch): void };

export function AuditFilters({ search, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const set = (name: keyof AuditSearch) => (event: { target: { value: string } }) =>
    onChange(readAuditSearch({ ...search, [name]: event.target.value }));
  return (
    <fieldset className="grid grid-cols-2 items-end gap-3 md:grid-cols-3 xl:grid-cols-6">
      <legend className="sr-only">{t("filters")}</legend>
      <Field label={t("actor")}>
        {(input) => (
          <Select {...input} value={search.actor ?? ""} onChange={set("actor")}>
            <option value="">{t("any")}</option>
            <Actors chosen={search.actor} />
          </Select>
        )}
      </Field>
      <Field label={t("topic")}>
        {(input) => (
          <Select {...input} value={search.topic ?? ""} onChange={set("topic")}>
            <option value="">{t("any")}</option>
            {TOPICS.map((topic) => (
              <option key={topic} value={topic}>
                {t(`topic_${topic}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("from")}>
        {(input) => <Input {...input} type="date" value={search.from ?? ""} onChange={set("from")} />}
      </Field>
      <Field label={t("to")}>
        {(input) => <Input {...input} type="date" value={search.to ?? ""} onChange={set("to")} />}
      </Field>
      <Field label={t("subject")}>
        {(input) => (
          <Input {...input} value={search.subject ?? ""} placeholder="lnk_…" onChange={set("subject")} />
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

function Actors({ chosen }: { chosen: string | undefined }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const { data: people = [] } = useQuery({ ...membersQuery, enabled: may("members:read") });
  const { data: keys = [] } = useQuery({ ...keysQuery, enabled: may("keys:read") });
  const known = [...people, ...keys].some(({ id }) => id === chosen) || chosen === "operator";
  return (
    <>
      {chosen && !known && <option>{chosen}</option>}
      {people.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      {keys.map(({ id, name }) => (
        <option key={id} value={id}>
          {`${name} (${t("key")})`}
        </option>
      ))}
      <option value="operator">{t("operator")}</option>
    </>
  );
}
