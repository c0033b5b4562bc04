import { Link } from "@tanstack/react-router";
import type { Click } from "@visoli/contract/click";
import { useFormat } from "../../lib/format.ts";
import { useLanguage } from "../../lib/language.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { MESSAGES } from "./messages.ts";

/** Single clicks, newest first. */
export function ClickRows({ clicks }: { clicks: readonly Click[] }) {
  const t = useMessages(MESSAGES);
  const columns = useColumns();
  return <Table label={t("clicks")} columns={columns} rows={clicks} keyOf={({ id }) => id} />;
}

function useColumns(): Column<Click>[] {
  const t = useMessages(MESSAGES);
  const language = useLanguage();
  const time = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  const whole = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
  return [
    {
      ...{ id: "time", head: t("time") },
      cell: ({ at }) => (
        <time dateTime={at} title={whole.format(Date.parse(at))} className="tabular text-soft">
          {time.format(Date.parse(at))}
        </time>
      ),
    },
    { id: "where", head: t("where"), cell: (click) => <Where click={click} /> },
    { id: "link", head: t("link"), cell: (click) => <What click={click} /> },
    {
      ...{ id: "from", head: t("from"), isExtra: true },
      cell: ({ referrer }) => (
        <span className="block max-w-48 truncate">
          {referrer ?? <span className="text-soft">{t("direct")}</span>}
        </span>
      ),
    },
    {
      ...{ id: "with", head: t("with"), isExtra: true },
      cell: ({ bot, browser, os }) => (
        <span className="block max-w-56 truncate">
          {bot ?? ([browser, os].filter(Boolean).join(", ") || "–")}
        </span>
      ),
    },
  ];
}

function Where({ click: { country, city } }: { click: Click }) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  if (country === null) return <span className="text-soft">{t("nowhere")}</span>;
  return (
    <span className="block max-w-56 truncate">
      {format.country(country)}
      {city && <span className="text-soft">, {city}</span>}
    </span>
  );
}

function What({ click: { link, domain, slug, trigger, class: kind } }: { click: Click }) {
  const t = useMessages(MESSAGES);
  return (
    <span className="flex items-center gap-2">
      <Link
        to="/links/$linkId"
        params={{ linkId: link }}
        search={{}}
        title={`${domain}/${slug}`}
        className="max-w-[min(16rem,40vw)] truncate font-medium hover:text-mark hover:underline"
      >
        <span className="font-normal text-soft max-sm:hidden">{domain}/</span>
        {slug}
      </Link>
      {trigger === "qr" && <Badge look="mark">{t("scan")}</Badge>}
      {trigger === "open" && <Badge>{t("open")}</Badge>}
      {isClass(kind) && <Badge look="warn">{t(`class_${kind}`)}</Badge>}
    </span>
  );
}

const CLASSES = ["bot", "preview", "prefetch", "duplicate"] as const;
const isClass = (kind: string): kind is (typeof CLASSES)[number] => CLASSES.some((each) => each === kind);
