import type { Source } from "./asked.ts";
import { COLUMNS, type ColumnDimension, linkList } from "./where.ts";

/** What groups are made by: what a visit carries itself, or what its link has today. */
export type Key = { dimension: ColumnDimension } | LinkKey;

export type LinkKey = {
  pairs: { value: string; link: string }[];
  /** Visits to links that have none are a group, too, of an empty value; else they are in no group. */
  withNone: boolean;
};

export type Value = string | number;

/** The keys as the columns k0, k1 and so on of visits. */
export type Keys = {
  names: string;
  /** The visits, with the keys and what metrics are made of, and an expression more. */
  visits(source: Source, more?: string[]): string;
  valuesOf(row: Record<string, unknown>): Value[];
};

export function keysOf(keys: Key[]): Keys {
  const read = keys.map((key, index) =>
    "dimension" in key ? readColumn(key.dimension) : readLinks(key, index),
  );
  const columns = read.map(({ column }, index) => `${column} as k${index}`);
  const joins = read.map(({ join }) => join).join(" ");
  return {
    names: read.map((_, index) => `k${index}`).join(", "),
    visits: (source, more = []) =>
      `(select ${[...columns, ...source.columns, ...more].join(", ")}
        from (select * from ${source.table} where ${source.where.sql}) as visits ${joins})`,
    valuesOf: (row) => read.map(({ toValue }, index) => toValue(row[`k${index}`])),
  };
}

type Read = { column: string; join: string; toValue(cell: unknown): Value };

function readColumn(dimension: ColumnDimension): Read {
  return { column: COLUMNS[dimension], join: "", toValue: (cell) => cell as Value };
}

/** Values are numbered in their order, since they may be anything, while the numbers and the links' ids can stand in the SQL. */
function readLinks({ pairs, withNone }: LinkKey, index: number): Read {
  const values = [...new Set(pairs.map(({ value }) => value))].sort(byBytes);
  const numbers = new Map(values.map((value, place) => [value, place + 1]));
  const links = `cast(${linkList(pairs.map(({ link }) => link))}, 'Array(String)')`;
  const places = `cast([${pairs.map(({ value }) => numbers.get(value)).join(",")}], 'Array(UInt32)')`;
  return {
    column: `place${index}`,
    join: `${withNone ? "left" : "inner"} join (
      select pair.1 as link${index}, pair.2 as place${index} from (select arrayJoin(arrayZip(${links}, ${places})) as pair)
    ) as links${index} on visits.link = links${index}.link${index}`,
    toValue: (cell) => values[Number(cell) - 1] ?? "",
  };
}

/** As the click store orders text. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
