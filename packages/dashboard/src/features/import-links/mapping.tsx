import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { domainsQuery, tagsQuery } from "../../lib/choices.ts";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { Checkbox } from "../../ui/toggle.tsx";
import { TokenInput } from "../../ui/token-input.tsx";
import { MESSAGES } from "./messages.ts";
import {
  type ColumnField,
  type Common,
  FIELDS,
  faultOf,
  type KnownField,
  type LinkTable,
  withHead,
} from "./table.ts";

type Props = {
  table: LinkTable;
  common: Common;
  onTable(table: LinkTable): void;
  onCommon(common: Common): void;
  onBack(): void;
  onMake(): void;
};
const SHOWN = 5;
const MAX_CELL = 120;

/** What the columns hold, with the first lines beneath. */
export function Mapping(props: Props) {
  const t = useMessages(MESSAGES);
  const { table, onTable, onBack, onMake } = props;
  const fault = faultOf(table);
  const count = table.rows.length;
  return (
    <div className="grid min-w-0 gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="tabular font-medium">
          {t("found", { count })}
        </p>
        <Checkbox
          label={t("hasHead")}
          isOn={table.hasHead}
          onChange={(hasHead) => onTable(withHead(table, hasHead))}
        />
      </div>
      <Columns table={table} onTable={onTable} />
      <ForAll {...props} />
      {fault && (
        <Alert look="warn">
          {fault.code === "noUrl" ? t("noUrl") : t("twice", { field: nameOf(fault.field, t) })}
        </Alert>
      )}
      <div className="flex flex-wrap justify-between gap-2">
        <Button onClick={onBack}>{t("back")}</Button>
        <Button look="primary" disabled={fault !== undefined || count === 0} onClick={onMake}>
          {t("make", { count })}
        </Button>
      </div>
    </div>
  );
}

type T = ReturnType<typeof useMessages<keyof (typeof MESSAGES)["en"]>>;

function nameOf(field: ColumnField, t: T): string {
  return field.startsWith("metadata.")
    ? t("metadata", { name: field.slice(9) })
    : t(`field_${field as KnownField | ""}`);
}

/** The first lines as a table; each column's head says what it holds. */
function Columns({ table, onTable }: Pick<Props, "table" | "onTable">) {
  const t = useMessages(MESSAGES);
  const { names, fields, rows } = table;
  const choose = (index: number, field: string) =>
    onTable({ ...table, fields: fields.map((each, at) => (at === index ? (field as ColumnField) : each)) });
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
      tabIndex={0}
      aria-label={t("mapping")}
      className="overflow-x-auto rounded-lg border"
    >
      <table className="w-full border-collapse text-left text-[0.8125rem]">
        <caption className="sr-only">{t("preview")}</caption>
        <thead>
          <tr className="border-b align-bottom">
            <th scope="col" className="px-3 py-2 font-medium text-soft">
              {t("line")}
            </th>
            {names.map((name, index) => (
              <th key={`column ${index + 1}`} scope="col" className="min-w-40 px-1.5 py-2 font-medium">
                <ColumnSelect
                  name={name}
                  field={fields[index] ?? ""}
                  onChoose={(field) => choose(index, field)}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(({ line, cells }) => (
            <tr key={line} className="border-b last:border-0">
              <td className="tabular px-3 py-1.5 text-soft">{line}</td>
              {names.map((_, index) => (
                <td
                  key={`column ${index + 1}`}
                  className={`max-w-60 truncate px-3 py-1.5 ${fields[index] ? "" : "text-soft line-through"}`}
                >
                  {(cells[index] ?? "").slice(0, MAX_CELL)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ColumnSelect({
  name,
  field,
  onChoose,
}: {
  name: string;
  field: ColumnField;
  onChoose(field: string): void;
}) {
  const t = useMessages(MESSAGES);
  const id = useId();
  const metadata = field.startsWith("metadata.") ? field : `metadata.${name}`;
  return (
    <>
      <label htmlFor={id} className="mb-1 block max-w-60 truncate px-1.5 font-normal text-soft">
        {t("column", { name })}
      </label>
      <Select id={id} value={field} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{t("field_")}</option>
        {FIELDS.map((each) => (
          <option key={each} value={each}>
            {t(`field_${each}`)}
          </option>
        ))}
        <option value={metadata}>{t("metadata", { name: metadata.slice(9) })}</option>
      </Select>
    </>
  );
}

function ForAll({ common, onCommon, table }: Props) {
  const t = useMessages(MESSAGES);
  const { data: domains = [] } = useQuery(domainsQuery);
  const { data: tags = [] } = useQuery(tagsQuery);
  const hosts = domains.filter(({ verified }) => verified);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("tags")}>
        {(input) => (
          <TokenInput
            {...input}
            tokens={common.tags}
            onChange={(next) => onCommon({ ...common, tags: next })}
            options={tags.map(({ name }) => ({ value: name }))}
            maxLength={50}
          />
        )}
      </Field>
      {hosts.length > 0 && !table.fields.includes("domain") && (
        <Field label={t("domain")}>
          {(input) => (
            <Select
              {...input}
              value={common.domain}
              onChange={(event) => onCommon({ ...common, domain: event.target.value })}
            >
              <option value="">{location.host}</option>
              {hosts.map(({ id, host }) => (
                <option key={id}>{host}</option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}
