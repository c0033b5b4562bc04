import { clsx } from "clsx";
import { memo } from "react";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { type Drawn, type RowProps, rowPropsOf } from "./drawn.ts";
import { MESSAGES } from "./messages.ts";
import { nameOf } from "./name.ts";
import { RowMenu } from "./row-menu.tsx";
import { Destination, ShortLink } from "./row-parts.tsx";
import { StatusBadge } from "./status-badge.tsx";

/** The links as cards, for narrow windows. */
export function Cards(drawn: Drawn) {
  const t = useMessages(MESSAGES);
  const { rows, items, before, after } = drawn;
  return (
    <ul aria-label={t("title")} style={{ paddingTop: before, paddingBottom: after }}>
      {items.map(({ index }) => {
        const link = rows[index];
        return link && <Card key={link.id} {...rowPropsOf(drawn, link, index)} />;
      })}
    </ul>
  );
}

const Card = memo(function Card({ link, index, isFocused, chosen, does }: RowProps) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const isChosen = chosen.links.has(link.id);
  const clicks = link.clicks === null ? "–" : format.compact(link.clicks + (link.scans ?? 0));
  return (
    <li
      data-row={link.id}
      className={clsx(
        "flex h-26 gap-3 overflow-hidden border-b py-2 pr-2 pl-3 focus-within:bg-sunken",
        isChosen && "bg-mark-soft",
      )}
    >
      <input
        type="checkbox"
        aria-label={t("choose", { name: nameOf(link) })}
        className="mt-2 block size-5 shrink-0 accent-mark"
        checked={isChosen}
        onClick={(event) => chosen.toggle(index, event.shiftKey)}
        onChange={() => {}}
      />
      <div className="min-w-0 flex-1">
        <ShortLink link={link} isFocused={isFocused} />
        <div className="text-[0.8125rem] text-soft">
          {link.title ? <p className="truncate">{link.title}</p> : <Destination link={link} />}
        </div>
        <div className="mt-1.5 flex min-w-0 items-center gap-2 text-xs text-soft">
          <StatusBadge status={link.status} />
          <span className="tabular shrink-0">
            {t("clicks")}: {clicks}
          </span>
          <span className="shrink-0">{format.relative(link.createdAt)}</span>
          <span className="min-w-0 truncate">{link.tags.join(", ")}</span>
        </div>
      </div>
      <RowMenu link={link} does={does} />
    </li>
  );
});
