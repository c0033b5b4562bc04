import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Orphans } from "@visoli/contract/orphans";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { orphansQuery } from "./queries.ts";
import type { Question } from "./question.ts";
import { useWords } from "./view.tsx";

type Path = Orphans["paths"][number];
const SHOWN = 8;

/** Addresses that were asked for, where nothing is. */
export function OrphansCard({ question }: { question: Question }) {
  const t = useWords();
  const columns = useColumns();
  const orphans = useQuery(orphansQuery(question));
  const paths = orphans.data?.paths.slice(0, SHOWN) ?? [];
  return (
    <Card title={t("orphans")} description={t("orphansAbout")} isFlush>
      {orphans.isError && <ErrorState error={orphans.error} onRetry={() => void orphans.refetch()} />}
      {orphans.isPending && (
        <div className="px-4 pb-3">
          <SkeletonRows rows={3} />
        </div>
      )}
      {orphans.data && paths.length === 0 && <p className="px-4 pb-4 text-soft">{t("noOrphans")}</p>}
      {paths.length > 0 && (
        <Table
          label={t("orphans")}
          columns={columns}
          rows={paths}
          keyOf={({ host, path }) => `${host}${path}`}
        />
      )}
    </Card>
  );
}

function useColumns(): Column<Path>[] {
  const t = useWords();
  const format = useFormat();
  const { may } = useHere();
  const columns: Column<Path>[] = [
    {
      ...{ id: "address", head: t("address") },
      cell: ({ host, path }) => (
        <span className="block max-w-[min(28rem,50vw)] truncate" title={`${host}${path}`}>
          <span className="text-soft">{host}</span>
          {path}
        </span>
      ),
    },
    { id: "visits", head: t("visits"), isNumber: true, cell: ({ visits }) => format.number(visits) },
    {
      ...{ id: "people", head: t("byPeople"), isNumber: true, isExtra: true },
      cell: ({ people }) => format.number(people),
    },
    {
      ...{ id: "last", head: t("lastAt"), isExtra: true },
      cell: ({ lastAt }) => <span title={format.time(lastAt)}>{format.relative(lastAt)}</span>,
    },
  ];
  if (!may("links:write")) return columns;
  const make: Column<Path> = {
    id: "make",
    head: <span className="sr-only">{t("makeLink")}</span>,
    cell: ({ host, path }) => (
      <Link
        to="/links"
        search={{ panel: "new", slug: path.slice(1) }}
        aria-label={t("makeLinkFor", { address: `${host}${path}` })}
        className={buttonClass("secondary", "small")}
      >
        {t("makeLink")}
      </Link>
    ),
  };
  return [...columns, make];
}
