import { useQueryClient } from "@tanstack/react-query";
import type { ExportFormat } from "@visoli/contract/click";
import type { Dimension } from "@visoli/contract/dimensions";
import { ChevronDown, Download, Lock } from "lucide-react";
import { useState } from "react";
import { foldersQuery } from "../../lib/choices.ts";
import { download } from "../../lib/download.ts";
import { useFormat } from "../../lib/format.ts";
import { useLanguage } from "../../lib/language.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { toastError } from "../../ui/toast.tsx";
import { ClicksExport } from "./clicks-export.tsx";
import { listsCsv, type NamedList, seriesCsv } from "./csv.ts";
import { plainName } from "./plain-name.ts";
import { type Headline, linkNamesQuery, listQuery, orderOf } from "./queries.ts";
import { hasDimension } from "./question.ts";
import { TABS, type TabsName } from "./search.ts";
import { useView, useWords } from "./view.tsx";
import { WORDS } from "./words.ts";

const FORMATS = ["csv", "ndjson", "parquet"] as const satisfies readonly ExportFormat[];
const NAMES: Record<ExportFormat, string> = { csv: "CSV", ndjson: "NDJSON", parquet: "Parquet" };

type Props = { headline: Headline | undefined; fruits: Headline | undefined };

/** What is seen, as files. */
export function ExportMenu({ headline, fruits }: Props) {
  const t = useWords();
  const { level, currency, span } = useView();
  const saveLists = useListsExport();
  const [format, setFormat] = useState<ExportFormat>();
  const isFull = level.statistics === "full";
  const trigger = (
    <Button size="small">
      <Download size={15} aria-hidden />
      {t("export")}
      <ChevronDown size={14} aria-hidden className="text-soft" />
    </Button>
  );
  const saveSeries = () => {
    if (headline) save(seriesCsv(headline.stats, fruits?.stats, currency), `chart-${span.to}.csv`);
  };
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem onSelect={saveSeries} isDisabled={!headline}>
          {t("exportSeries")}
        </MenuItem>
        <MenuItem onSelect={() => void saveLists().catch(toastError)}>{t("exportLists")}</MenuItem>
        <MenuLine />
        <MenuHeading>{t("exportClicks")}</MenuHeading>
        {FORMATS.map((each) => (
          <MenuItem key={each} isDisabled={!isFull} onSelect={() => setFormat(each)}>
            <span className="flex-1">{NAMES[each]}</span>
            {!isFull && (
              <>
                <Lock size={13} aria-hidden />
                <span className="sr-only">{t("locked")}</span>
              </>
            )}
          </MenuItem>
        ))}
      </Menu>
      {format && <ClicksExport format={format} name={NAMES[format]} onClose={() => setFormat(undefined)} />}
    </>
  );
}

const save = (csv: string, name: string) => download(new Blob([csv], { type: "text/csv" }), name);

/** All lists that are in front, up to 1,000 entries each, in one question. */
function useListsExport(): () => Promise<void> {
  const client = useQueryClient();
  const { search, question, level, span, link } = useView();
  const [words, format, language] = [useMessages(WORDS), useFormat(), useLanguage()];
  return async () => {
    const order = orderOf("clicks", 1_000, undefined, ["visitors", "scans"]);
    const topics = Object.keys(TABS) as TabsName[];
    const inFront = topics.map(
      (topic): Dimension => search[topic] ?? (link && topic === "links" ? "slug" : TABS[topic][0]),
    );
    const dimensions = inFront.filter((dimension) => hasDimension(level, dimension));
    const [links, folders, ...lists] = await Promise.all([
      dimensions.includes("link") ? client.ensureQueryData(linkNamesQuery(question, order)) : undefined,
      dimensions.includes("folder") ? client.ensureQueryData(foldersQuery) : [],
      ...dimensions.map(async (dimension) => client.fetchQuery(listQuery(question, dimension, order))),
    ]);
    const named = dimensions.map((dimension, index): NamedList => {
      const nameOf = (value: string) =>
        (dimension === "link" && links?.get(value)) ||
        (dimension === "folder" && folders.find(({ id }) => id === value)?.name) ||
        plainName(dimension, value, { t: words, format, language });
      return { dimension, entries: lists[index] ?? [], nameOf };
    });
    save(listsCsv(named), `lists-${span.to}.csv`);
  };
}
