import { useMessages } from "../../lib/messages.ts";
import { MESSAGES } from "./messages.ts";
import type { Change } from "./read-changes.ts";

/** Each field with what it was and what it is. */
export function Changes({ changes }: { changes: Change[] }) {
  const t = useMessages(MESSAGES);
  return (
    <dl className="mt-2.5 grid gap-2 rounded-lg bg-sunken p-3 text-[0.8125rem]">
      {changes.map(({ field, before, after }) => (
        <div key={field} className="grid gap-x-4 gap-y-1 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <dt className="font-mono text-soft">{field}</dt>
          <dd className="grid min-w-0 gap-1">
            {before !== undefined && (
              <del className="max-h-40 overflow-y-auto wrap-anywhere text-alarm decoration-alarm/50">
                <span className="sr-only">{t("before")}: </span>
                {before || t("nothingValue")}
              </del>
            )}
            <ins
              className={`max-h-40 overflow-y-auto wrap-anywhere no-underline ${before === undefined ? "" : "text-good"}`}
            >
              {before !== undefined && <span className="sr-only">{t("after")}: </span>}
              {after || t("nothingValue")}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
