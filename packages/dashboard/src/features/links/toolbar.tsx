import { useQuery } from "@tanstack/react-query";
import { Search, SlidersHorizontal, X } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { foldersQuery, keysQuery, membersQuery } from "../../lib/choices.ts";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { useDebounced } from "../../lib/use-debounced.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { Popover } from "../../ui/popover.tsx";
import { Segments } from "../../ui/tabs.tsx";
import { FilterFields } from "./filter-fields.tsx";
import { MESSAGES } from "./messages.ts";
import { countFilters, type LinkSort, type LinksSearch, SHOWN, statusesOf, unfiltered } from "./search.ts";

const REST_MS = 250;
const ORDERS = [
  "createdAt_desc",
  "createdAt_asc",
  "updatedAt_desc",
  "updatedAt_asc",
  "slug_asc",
  "slug_desc",
  "expiresAt_asc",
  "expiresAt_desc",
] as const;

type Props = {
  search: LinksSearch;
  /** Sets these; what is undefined is taken out of the address. */
  onChange(changes: { [Name in keyof LinksSearch]: LinksSearch[Name] | undefined }): void;
};

/** What is looked for, and in which order. */
export function Toolbar({
  search,
  onChange,
  inputRef,
}: Props & { inputRef: RefObject<HTMLInputElement | null> }) {
  const t = useMessages(MESSAGES);
  const count = countFilters(search);
  const trigger = (
    <Button>
      <SlidersHorizontal size={15} />
      {count > 0 ? t("filterCount", { count }) : t("filter")}
    </Button>
  );
  return (
    <div className="grid gap-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField search={search} onChange={onChange} inputRef={inputRef} />
        <View search={search} onChange={onChange} />
        <Popover trigger={trigger} align="end">
          <FilterFields search={search} onChange={onChange} />
        </Popover>
        <SortSelect search={search} onChange={onChange} />
      </div>
      {count > 0 && <Chips search={search} onChange={onChange} />}
    </div>
  );
}

function SearchField({
  search,
  onChange,
  inputRef,
}: Props & { inputRef: RefObject<HTMLInputElement | null> }) {
  const t = useMessages(MESSAGES);
  const [text, setText] = useState(search.q ?? "");
  const sent = useRef(search.q ?? "");
  const rested = useDebounced(text.trim(), REST_MS);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (rested === sent.current) return;
    sent.current = rested;
    latest.current({ q: rested === "" ? undefined : rested });
  }, [rested]);
  // The address changed by itself: back, or filters were cleared.
  useEffect(() => {
    const q = search.q ?? "";
    if (q === sent.current) return;
    sent.current = q;
    setText(q);
  }, [search.q]);
  return (
    <div className="relative min-w-48 flex-1 basis-64">
      <Search size={15} aria-hidden className="absolute top-2.5 left-3 text-soft" />
      <Input
        ref={inputRef}
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        maxLength={200}
        className="pl-9"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
    </div>
  );
}

const VIEWS = ["shown", "archived", "trashed"] as const;
export type LinksView = (typeof VIEWS)[number];

/** Which of the three kinds of list it is. */
export function viewOf(search: LinksSearch): LinksView {
  return VIEWS.find((view) => view === search.status) ?? "shown";
}

function View({ search, onChange }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <Segments
      label={t("view")}
      options={VIEWS.map((id) => ({ id, label: t(`view_${id}`) }))}
      chosen={viewOf(search)}
      onChoose={(id) => onChange({ status: id === "shown" ? undefined : id })}
    />
  );
}

function SortSelect({ search, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const sort = search.sort ?? "createdAt";
  const order = search.order ?? (sort === "slug" ? "asc" : "desc");
  const choose = (value: string) => {
    const [name, direction] = value.split("_") as [LinkSort, "asc" | "desc"];
    const isUsual = value === "createdAt_desc";
    onChange({ sort: isUsual ? undefined : name, order: isUsual ? undefined : direction });
  };
  return (
    <Select
      aria-label={t("sort")}
      className="!w-auto max-w-44"
      value={`${sort}_${order}`}
      onChange={(event) => choose(event.target.value)}
    >
      {ORDERS.map((each) => (
        <option key={each} value={each}>
          {t(`sort_${each}`)}
        </option>
      ))}
    </Select>
  );
}

/** The filters that are set, each to be taken away. */
function Chips({ search, onChange }: Props) {
  const t = useMessages(MESSAGES);
  const chips = useChips(search);
  return (
    <ul className="flex flex-wrap items-center gap-1.5">
      {chips.map(({ name, value, without }) => (
        <li key={name} className="flex min-w-0 items-center rounded-lg bg-mark-soft pl-1">
          <Badge look="mark" className="!max-w-64">
            {name}: {value}
          </Badge>
          <IconButton label={t("without", { name })} className="!size-6" onClick={() => onChange(without)}>
            <X size={13} />
          </IconButton>
        </li>
      ))}
      <li>
        <Button
          look="quiet"
          size="small"
          onClick={() => onChange({ ...nothing(search), ...unfiltered(search) })}
        >
          {t("clear")}
        </Button>
      </li>
    </ul>
  );
}

function nothing(search: LinksSearch) {
  return Object.fromEntries(Object.keys(search).map((name) => [name, undefined]));
}

function useChips(search: LinksSearch) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const { may } = useHere();
  const { data: folders = [] } = useQuery({ ...foldersQuery, enabled: search.folder !== undefined });
  const makers = search.maker !== undefined;
  const { data: members = [] } = useQuery({ ...membersQuery, enabled: makers && may("members:read") });
  const { data: keys = [] } = useQuery({ ...keysQuery, enabled: makers && may("keys:read") });
  const named = (id: string, list: readonly { id: string; name: string | null }[]) =>
    list.find((each) => each.id === id)?.name ?? id;
  const { tag, folder, domain, maker, from, to } = search;
  const statuses = statusesOf(search.status).filter((status) => SHOWN.some((shown) => shown === status));
  const chip = (name: string, value: string | undefined, without: Parameters<Props["onChange"]>[0]) =>
    value ? [{ name, value, without }] : [];
  return [
    ...chip(t("status"), statuses.map((status) => t(`status_${status}`)).join(", "), { status: undefined }),
    ...chip(t("tag"), tag, { tag: undefined }),
    ...chip(t("folder"), folder && named(folder, folders), { folder: undefined }),
    ...chip(t("domain"), domain, { domain: undefined }),
    ...chip(t("maker"), maker && named(maker, [...members, ...keys]), { maker: undefined }),
    ...chip(t("from"), from && format.date(`${from}T00:00`), { from: undefined }),
    ...chip(t("to"), to && format.date(`${to}T00:00`), { to: undefined }),
  ];
}
