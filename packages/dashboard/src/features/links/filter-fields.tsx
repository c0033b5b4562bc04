import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { domainsQuery, foldersQuery, keysQuery, membersQuery, tagsQuery } from "../../lib/choices.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { Checkbox } from "../../ui/toggle.tsx";
import { MESSAGES } from "./messages.ts";
import { type LinksSearch, SHOWN, statusesOf } from "./search.ts";

type Props = {
  search: LinksSearch;
  onChange(changes: { [Name in keyof LinksSearch]: LinksSearch[Name] | undefined }): void;
};

/** Everything that the list can be narrowed down by. */
export function FilterFields({ search, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const { data: tags = [] } = useQuery(tagsQuery);
  const { data: folders = [] } = useQuery(foldersQuery);
  const { data: domains = [] } = useQuery(domainsQuery);
  const hosts = domains.filter(({ verified }) => verified).map(({ host }) => host);
  const option = (value: string, name = value) => ({ value, name });
  return (
    <div className="grid gap-3">
      <Statuses search={search} onChange={onChange} />
      <Choice
        label={t("tag")}
        value={search.tag}
        options={tags.map(({ name }) => option(name))}
        onChange={(tag) => onChange({ tag })}
      />
      <Choice
        label={t("folder")}
        value={search.folder}
        options={folders.map(({ id, name }) => option(id, name))}
        onChange={(folder) => onChange({ folder })}
      />
      <Choice
        label={t("domain")}
        value={search.domain}
        options={[...new Set([location.host, ...hosts])].map((host) => option(host))}
        onChange={(domain) => onChange({ domain })}
      />
      <Maker search={search} onChange={onChange} />
      <div className="grid grid-cols-2 gap-2">
        <Day label={t("from")} value={search.from} onChange={(from) => onChange({ from })} />
        <Day label={t("to")} value={search.to} onChange={(to) => onChange({ to })} />
      </div>
    </div>
  );
}

function Statuses({ search, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const chosen = statusesOf(search.status);
  const toggle = (status: (typeof SHOWN)[number], isOn: boolean) => {
    const next = SHOWN.filter((each) => (each === status ? isOn : chosen.includes(each)));
    onChange({ status: next.length > 0 ? next.join(",") : undefined });
  };
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{t("status")}</legend>
      <div className="grid grid-cols-2 gap-x-2 gap-y-1.5">
        {SHOWN.map((status) => (
          <Checkbox
            key={status}
            label={t(`status_${status}`)}
            isOn={chosen.includes(status)}
            onChange={(isOn) => toggle(status, isOn)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Maker({ search, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const { data: members = [] } = useQuery({ ...membersQuery, enabled: may("members:read") });
  const { data: keys = [] } = useQuery({ ...keysQuery, enabled: may("keys:read") });
  const options = (list: readonly { id: string; name: string | null }[]) =>
    list.map(({ id, name }) => (
      <option key={id} value={id}>
        {name ?? id}
      </option>
    ));
  const isUnknown = search.maker && ![...members, ...keys].some(({ id }) => id === search.maker);
  return (
    <ChoiceFrame label={t("maker")} value={search.maker} onChange={(maker) => onChange({ maker })}>
      {isUnknown && <option value={search.maker}>{search.maker}</option>}
      <optgroup label={t("members")}>{options(members)}</optgroup>
      {keys.length > 0 && <optgroup label={t("keys")}>{options(keys)}</optgroup>}
    </ChoiceFrame>
  );
}

type ChoiceProps = { label: string; value: string | undefined; onChange(value: string | undefined): void };

function Choice({ options, ...frame }: ChoiceProps & { options: { value: string; name: string }[] }) {
  const isUnknown = frame.value !== undefined && !options.some(({ value }) => value === frame.value);
  return (
    <ChoiceFrame {...frame}>
      {isUnknown && <option value={frame.value}>{frame.value}</option>}
      {options.map(({ value, name }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </ChoiceFrame>
  );
}

function ChoiceFrame({ label, value, onChange, children }: ChoiceProps & { children: ReactNode }) {
  const t = useMessages(MESSAGES);
  return (
    <Field label={label}>
      {(input) => (
        <Select
          {...input}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value || undefined)}
        >
          <option value="">{t("any")}</option>
          {children}
        </Select>
      )}
    </Field>
  );
}

function Day({ label, value, onChange }: ChoiceProps) {
  return (
    <Field label={label}>
      {(input) => (
        <Input
          {...input}
          type="date"
          className="!px-2"
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      )}
    </Field>
  );
}
