import { clsx } from "clsx";
import type { ReactNode } from "react";

export type Column<Row> = {
  id: string;
  head: ReactNode;
  cell(row: Row): ReactNode;
  isNumber?: boolean;
  /** Left out where the window is narrow. */
  isExtra?: boolean;
};

/** Rows of a list that is not endless; narrow windows scroll it sideways. `onOpen` is a shortcut: a cell must have the link, too. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
  onOpen,
}: {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
  onOpen?(row: Row): void;
}) {
  return (
    <div className="relative overflow-x-auto">
      <table aria-label={label} className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b text-xs text-soft">
            {columns.map((column) => (
              <th key={column.id} scope="col" className={cellClass(column, "py-2 font-medium")}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              className={clsx("border-b last:border-0", onOpen && "cursor-pointer hover:bg-sunken")}
              onClick={onOpen && ((event) => isPlain(event.target) && onOpen(row))}
            >
              {columns.map((column) => (
                <td key={column.id} className={cellClass(column, "py-2.5")}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass<Row>({ isNumber, isExtra }: Column<Row>, more: string): string {
  return clsx(
    "px-3 whitespace-nowrap sm:px-4",
    isNumber && "tabular text-right",
    isExtra && "max-md:hidden",
    more,
  );
}

/** A click on something that does something itself opens nothing. */
const isPlain = (target: EventTarget) =>
  !(target instanceof Element && target.closest("a,button,input,label,select"));
