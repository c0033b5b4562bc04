import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download, Plus, Upload } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ActingDialog } from "../features/bulk/acting-dialog.tsx";
import { BulkBar } from "../features/bulk/bar.tsx";
import { ExportDialog } from "../features/bulk/export-dialog.tsx";
import { useAct } from "../features/bulk/use-act.ts";
import { useChosen } from "../features/links/chosen.ts";
import { LinksContent } from "../features/links/content.tsx";
import { MESSAGES } from "../features/links/messages.ts";
import { linksQuery, showChanged } from "../features/links/query.ts";
import type { RowDoes } from "../features/links/row-menu.tsx";
import { type LinksSearch, optionsOf, unfiltered } from "../features/links/search.ts";
import { Toolbar } from "../features/links/toolbar.tsx";
import { visoli } from "../lib/api.ts";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { useShortcut } from "../lib/shortcuts.ts";
import { Button } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { LinksPanels } from "./links-panels.tsx";

/** The workspace's links: found, chosen, made and changed. */
export function LinksPage() {
  const t = useMessages(MESSAGES);
  const { search, change, open } = useLinksSearch();
  const input = useRef<HTMLInputElement>(null);
  const options = useMemo(() => optionsOf(search), [search]);
  const list = useInfiniteQuery(linksQuery(options));
  const rows = useMemo(() => list.data?.pages.flatMap(({ data }) => data) ?? [], [list.data]);
  const chosen = useChosen(rows);
  const client = useQueryClient();
  const acting = useAct((links) => {
    showChanged(client, links);
    chosen.clear();
  });
  const [isExporting, setExporting] = useState<"chosen" | "all">();
  const does: RowDoes = {
    act: (kind, link) => void acting.act({ kind }, [link]),
    edit: (link, topic) => open({ panel: link.id, ...(topic && { topic }) }),
    duplicate: (link) => open({ panel: "new", like: link.id }),
  };
  const some = [...chosen.links.values()];
  // What was chosen in one list is not in another one.
  const listKey = JSON.stringify(options);
  const clear = useRef(chosen.clear);
  clear.current = chosen.clear;
  useEffect(() => {
    void listKey;
    clear.current();
  }, [listKey]);
  useShortcut("/", () => input.current?.focus());
  useShortcut("c", () => open({ panel: "new" }));
  return (
    <Page title={t("title")} actions={<Actions open={open} onExport={() => setExporting("all")} />}>
      <div className="grid min-w-0 gap-3">
        <Toolbar search={search} onChange={change} inputRef={input} />
        <LinksContent
          {...{ search, list, rows, chosen, does }}
          onClear={() => change({ ...EMPTY, ...unfiltered(search) })}
          onCreate={() => open({ panel: "new" })}
        />
        {some.length > 0 && (
          <BulkBar
            links={some}
            onClear={chosen.clear}
            onAct={(action) => void acting.act(action, some)}
            onExport={() => setExporting("chosen")}
          />
        )}
      </div>
      <LinksPanels search={search} open={open} />
      <ActingDialog acting={acting} />
      {isExporting && (
        <ExportDialog
          read={(signal) => (isExporting === "chosen" ? some : visoli.links.all(options, { signal }))}
          onClose={() => setExporting(undefined)}
        />
      )}
    </Page>
  );
}

const EMPTY: Record<keyof LinksSearch, undefined> = {
  ...{
    q: undefined,
    tag: undefined,
    domain: undefined,
    folder: undefined,
    status: undefined,
    maker: undefined,
  },
  ...{ from: undefined, to: undefined, sort: undefined, order: undefined },
  ...{ panel: undefined, like: undefined, slug: undefined, topic: undefined },
};

type Panel = Pick<LinksSearch, "panel" | "like" | "topic">;

/** The address, and two ways to change it: filters replace what it was, a panel is a step that one goes back from. */
function useLinksSearch() {
  const search = useSearch({ from: "/links" });
  const navigate = useNavigate({ from: "/links" });
  const change = useCallback(
    (changes: { [Name in keyof LinksSearch]: LinksSearch[Name] | undefined }) =>
      void navigate({
        search: (before) => withoutNothing({ ...before, ...changes }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const open = useCallback(
    (panel: Panel, ignoreBlocker = false) =>
      void navigate({
        search: (before) =>
          withoutNothing({
            ...{ ...before, panel: undefined, like: undefined, slug: undefined, topic: undefined },
            ...panel,
          }),
        resetScroll: false,
        ignoreBlocker,
      }),
    [navigate],
  );
  return { search, change, open };
}

function withoutNothing(search: { [Name in keyof LinksSearch]: LinksSearch[Name] | undefined }): LinksSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

function Actions({ open, onExport }: { open(panel: Panel): void; onExport(): void }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  return (
    <>
      <Button onClick={onExport}>
        <Download size={15} />
        <span className="max-sm:sr-only">{t("exportAll")}</span>
      </Button>
      {may("links:write") && (
        <>
          <Button onClick={() => open({ panel: "import" })}>
            <Upload size={15} />
            <span className="max-sm:sr-only">{t("import")}</span>
          </Button>
          <Button look="primary" className="max-lg:hidden" onClick={() => open({ panel: "new" })}>
            <Plus size={16} />
            {t("byHand")}
          </Button>
        </>
      )}
    </>
  );
}
