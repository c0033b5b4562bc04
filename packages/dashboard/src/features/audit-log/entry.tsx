import { Link } from "@tanstack/react-router";
import type { AuditEntry } from "@visoli/contract/audit";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Changes } from "./changes.tsx";
import { MESSAGES } from "./messages.ts";
import { changesOf, subjectName } from "./read-changes.ts";

type Key = keyof (typeof MESSAGES)["en"];
type Props = { entry: AuditEntry; onSubject(id: string): void };

/** Who did what and from where, with what it changed on demand. */
export function Entry({ entry, onSubject }: Props) {
  const t = useMessages(MESSAGES);
  const { time } = useFormat();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const changes = changesOf(entry);
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
        <div className="grid min-w-0 flex-1 basis-72 gap-0.5">
          <p className="wrap-anywhere">
            <Actor entry={entry} /> {useActionWords(entry.action)}{" "}
            <Subject entry={entry} onSubject={onSubject} />
          </p>
          {entry.from && (
            <p className="text-[0.8125rem] text-soft">{t("fromNetwork", { network: entry.from })}</p>
          )}
        </div>
        <div className="flex items-center gap-2">
          <time dateTime={entry.at} className="tabular text-[0.8125rem] text-soft">
            {time(entry.at)}
          </time>
          {changes.length > 0 && (
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={id}
              aria-label={t(isOpen ? "hide" : "show")}
              onClick={() => setOpen(!isOpen)}
              className="grid size-7 place-items-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
            >
              <ChevronRight size={16} className={isOpen ? "rotate-90" : undefined} />
            </button>
          )}
        </div>
      </div>
      <div id={id}>{isOpen && <Changes changes={changes} />}</div>
    </li>
  );
}

function Actor({ entry: { actor } }: { entry: AuditEntry }): ReactNode {
  const t = useMessages(MESSAGES);
  if (actor.type === "operator") return <span className="font-medium">{t("operator")}</span>;
  return (
    <>
      <span className="font-medium" title={actor.id}>
        {actor.name ?? actor.id}
      </span>
      {actor.type === "key" && <Badge className="ml-1.5 align-text-bottom">{t("key")}</Badge>}
    </>
  );
}

/** An action in words; one that has none is named as the API does. */
function useActionWords(action: string): ReactNode {
  const t = useMessages(MESSAGES);
  const key = action.replaceAll(".", "_");
  const isKnown = (text: string): text is Key => text in MESSAGES.en;
  return isKnown(key) ? t(key) : <code className="font-mono text-[0.8125rem]">{action}</code>;
}

function Subject({ entry, onSubject }: Props) {
  const t = useMessages(MESSAGES);
  const { subject } = entry;
  const name = subjectName(entry) ?? subject;
  const look =
    "rounded-md bg-sunken px-1.5 py-0.5 text-left text-[0.8125rem] underline decoration-edge underline-offset-4 hover:decoration-ink";
  const isGone = entry.action === "link.delete";
  if (subject.startsWith("lnk_") && !isGone)
    return (
      <Link to="/links/$linkId" params={{ linkId: subject }} search={{}} className={look} title={subject}>
        {name}
      </Link>
    );
  return (
    <button
      type="button"
      className={look}
      title={`${t("onlyThis")}: ${subject}`}
      onClick={() => onSubject(subject)}
    >
      {name}
    </button>
  );
}
