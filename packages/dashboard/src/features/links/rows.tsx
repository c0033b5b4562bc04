import { clsx } from "clsx";
import { memo } from "react";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { type Drawn, type RowProps, rowPropsOf } from "./drawn.ts";
import { MESSAGES } from "./messages.ts";
import { nameOf } from "./name.ts";
import { RowMenu } from "./row-menu.tsx";
import { Destination, ShortLink, Tags } from "./row-parts.tsx";
import { Sparkline } from "./sparkline.tsx";
import { StatusBadge } from "./status-badge.tsx";

const CELL = "px-2 py-0";

/** The links as a table, for windows that have the room. */
export function Rows(drawn: Drawn) {
  const t = useMessages(MESSAGES);
  const { rows, items, before, after, hasStatistics } = drawn;
  return (
    <table
      aria-label={t("title")}
      aria-rowcount={rows.length + 1}
      className="w-full table-fixed border-collapse text-left"
    >
      <Head drawn={drawn} />
      <tbody>
        {before > 0 && <Gap height={before} />}
        {items.map(({ index }) => {
          const link = rows[index];
          return link && <Row key={link.id} {...rowPropsOf(drawn, link, index)} />;
        })}
        {after > 0 && <Gap height={after} />}
      </tbody>
      <caption className="sr-only">{hasStatistics ? t("clicksMore") : t("keysHelp")}</caption>
    </table>
  );
}

function Head({ drawn }: { drawn: Drawn }) {
  const t = useMessages(MESSAGES);
  const { rows, chosen, hasStatistics } = drawn;
  return (
    <thead>
      <tr className="border-b text-xs text-soft">
        <th scope="col" className="w-11 py-2 pl-4">
          <input
            type="checkbox"
            aria-label={t("chooseAll")}
            title={t("chooseAll")}
            className="block size-4 accent-mark"
            checked={chosen.links.size > 0 && chosen.links.size >= rows.length}
            ref={(box) => {
              if (box) box.indeterminate = chosen.links.size > 0 && chosen.links.size < rows.length;
            }}
            onChange={chosen.toggleAll}
          />
        </th>
        <th scope="col" className={clsx(CELL, "w-[35%] xl:w-[29%] font-medium")}>
          {t("link")}
        </th>
        <th scope="col" className={clsx(CELL, "font-medium")}>
          {t("destination")}
        </th>
        <th scope="col" className={clsx(CELL, "w-26 font-medium")}>
          {t("status")}
        </th>
        <th
          scope="col"
          title={t("clicksMore")}
          className={clsx(CELL, "text-right font-medium", hasStatistics ? "w-40" : "w-20")}
        >
          {t("clicks")}
        </th>
        <th scope="col" className={clsx(CELL, "w-36 font-medium max-xl:hidden")}>
          {t("created")}
        </th>
        <th scope="col" className="w-14">
          <span className="sr-only">{t("actions")}</span>
        </th>
      </tr>
    </thead>
  );
}

/** The room of rows that are not drawn. */
function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden style={{ height }}>
      <td />
    </tr>
  );
}

const Row = memo(function Row(props: RowProps) {
  const t = useMessages(MESSAGES);
  const { link, index, isFocused, chosen, does } = props;
  const isChosen = chosen.links.has(link.id);
  return (
    <tr
      data-row={link.id}
      aria-rowindex={index + 2}
      className={clsx(
        "group h-15 border-b focus-within:bg-sunken",
        isChosen ? "bg-mark-soft" : "hover:bg-sunken",
      )}
    >
      <td className="py-0 pl-4">
        <input
          type="checkbox"
          aria-label={t("choose", { name: nameOf(link) })}
          className="block size-4 accent-mark"
          checked={isChosen}
          // A click knows whether the shift key is held, a change does not.
          onClick={(event) => chosen.toggle(index, event.shiftKey)}
          onChange={() => {}}
        />
      </td>
      <td className={CELL}>
        <ShortLink link={link} isFocused={isFocused} />
        {link.title && <p className="truncate text-[0.8125rem] text-soft">{link.title}</p>}
      </td>
      <td className={CELL}>
        <Destination link={link} />
        <Tags tags={link.tags} />
      </td>
      <td className={CELL}>
        <StatusBadge status={link.status} />
      </td>
      <Numbers {...props} />
      <td className="py-0 pr-3 text-right">
        <RowMenu link={link} does={does} />
      </td>
    </tr>
  );
});

function Numbers({ link, counts, hasStatistics }: RowProps) {
  const format = useFormat();
  return (
    <>
      <td className={clsx(CELL, "tabular")}>
        <span className="flex items-center justify-end gap-3">
          {hasStatistics && <Sparkline counts={counts} />}
          <span className="min-w-10 text-right">
            {link.clicks === null ? "–" : format.compact(link.clicks + (link.scans ?? 0))}
          </span>
        </span>
      </td>
      <td className={clsx(CELL, "text-soft max-xl:hidden")}>
        <time dateTime={link.createdAt} title={format.time(link.createdAt)} className="block truncate">
          {format.relative(link.createdAt)}
        </time>
      </td>
    </>
  );
}
