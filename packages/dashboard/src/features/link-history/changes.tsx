import { useQuery } from "@tanstack/react-query";
import type { HistoryEntry } from "@visoli/contract/history";
import { foldersQuery } from "../../lib/choices.ts";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { type Difference, differencesOf } from "./difference.ts";
import { MESSAGES, type Word } from "./messages.ts";

/** What a change did, in words. */
export function Changes({ entry }: { entry: HistoryEntry }) {
  const nameOf = useFieldName();
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[10rem_minmax(0,1fr)]">
      {differencesOf(entry).map((difference) => (
        <div key={difference.field} className="contents">
          <dt className="text-soft">{nameOf(difference.field)}</dt>
          <dd className="min-w-0 wrap-anywhere max-sm:pb-1">
            <Told difference={difference} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useFieldName(): (field: string) => string {
  const t = useMessages(MESSAGES);
  return (field) => (`field_${field}` in MESSAGES.en ? t(`field_${field}` as Word) : field);
}

function Told({ difference }: { difference: Difference }) {
  const t = useMessages(MESSAGES);
  const write = useValue(difference.field);
  switch (difference.kind) {
    case "secret":
      return <>{t("changed")}</>;
    case "values":
      return <FromTo from={write(difference.from)} to={write(difference.to)} />;
    case "list":
      return (
        <>
          {difference.added.length > 0 && (
            <p className="text-good">{t("added", { list: difference.added.join(", ") })}</p>
          )}
          {difference.removed.length > 0 && (
            <p className="text-alarm">{t("removed", { list: difference.removed.join(", ") })}</p>
          )}
        </>
      );
    case "whole":
      return <Whole from={difference.from} to={difference.to} />;
  }
}

function FromTo({ from, to }: { from: string; to: string }) {
  return (
    <>
      <del className="text-soft">{shortened(from)}</del>
      <span aria-hidden> → </span>
      <ins className="no-underline">{shortened(to)}</ins>
    </>
  );
}

/** Rules and the like: how many, and all of it on demand. */
function Whole({ from, to }: { from: unknown; to: unknown }) {
  const t = useMessages(MESSAGES);
  const size = (value: unknown) => (Array.isArray(value) ? value.length : Number(value !== null));
  const count = (value: unknown) => t("count", { count: size(value) });
  return (
    <>
      <FromTo from={count(from)} to={count(to)} />
      <details className="mt-1">
        <summary className="cursor-pointer text-[0.8125rem] text-soft">{t("details")}</summary>
        {([t("before"), t("after")] as const).map((head, index) => (
          <div key={head}>
            <p className="mt-1 text-xs text-soft">{head}</p>
            <pre className="rounded-lg bg-sunken p-2 text-xs whitespace-pre-wrap">
              {JSON.stringify(index === 0 ? from : to, null, 2)}
            </pre>
          </div>
        ))}
      </details>
    </>
  );
}

const DATES = new Set(["startsAt", "expiresAt", "deletedAt"]);
const MOST = 300;
const shortened = (text: string) => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);

function useValue(field: string): (value: string | number | boolean | null) => string {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const folders = useQuery({ ...foldersQuery, enabled: field === "folder" });
  return (value) => {
    if (value === null || value === "") return t("none");
    if (typeof value === "boolean") return t(value ? "on" : "off");
    if (typeof value === "number") return field === "redirectStatus" ? `${value}` : format.number(value);
    if (DATES.has(field)) return format.time(value);
    return (field === "folder" && folders.data?.find(({ id }) => id === value)?.name) || value;
  };
}
