import { Link as RouterLink } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { download } from "../../lib/download.ts";
import { useMessages } from "../../lib/messages.ts";
import { messageOf } from "../../lib/problem.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Progress } from "../../ui/progress.tsx";
import { MESSAGES } from "./messages.ts";
import { type LinkTable, reportText } from "./table.ts";
import type { Importing } from "./use-import.ts";

type Props = { table: LinkTable; importing: Importing; onCorrect(): void; onClose(): void };
const MAX_SHOWN = 100;

/** How far the import is, and what became of the lines. */
export function Result(props: Props) {
  const t = useMessages(MESSAGES);
  const { job } = props.importing;
  const { state, done, total, failed } = job;
  const isRunning = state === "running";
  return (
    <div className="grid min-w-0 gap-4">
      <Progress done={done} total={total} label={t("progress")} />
      <p role="status" className="tabular flex flex-wrap gap-x-4 font-medium">
        <span>{t("working", { done, total })}</span>
        {done > failed.length && (
          <span className="text-good">{t("made", { count: done - failed.length })}</span>
        )}
        {failed.length > 0 && <span className="text-alarm">{t("failed", { count: failed.length })}</span>}
      </p>
      {state === "cancelled" && <Alert look="warn">{t("stopped", { done, total })}</Alert>}
      {state === "broken" && (
        <Alert look="alarm">
          {messageOf(job.error)} {t("broken", { done, total })}
        </Alert>
      )}
      {failed.some(({ problem }) => problem.status === 402) && (
        <Alert look="warn">
          {t("planSpent")}{" "}
          <RouterLink to="/settings/plan" search={{}} className="font-medium underline">
            {t("seePlans")}
          </RouterLink>
        </Alert>
      )}
      <Faults {...props} />
      {isRunning ? (
        <Button className="justify-self-end" onClick={props.importing.cancel}>
          {t("stop")}
        </Button>
      ) : (
        <After {...props} />
      )}
    </div>
  );
}

function Faults({ table, importing: { job, outcomes } }: Props) {
  const t = useMessages(MESSAGES);
  const { failed } = job;
  if (failed.length === 0) return null;
  return (
    <ul className="max-h-72 min-w-0 overflow-y-auto rounded-lg border">
      {failed.slice(0, MAX_SHOWN).map(({ index, problem }) => {
        const row = table.rows[index];
        return (
          <li key={index} className="grid min-w-0 gap-0.5 border-b px-3 py-2 last:border-0">
            <p className="truncate">
              <span className="font-medium">{t("lineOf", { line: String(row?.line ?? index + 1) })}</span>{" "}
              <span className="text-soft">{row?.cells.join(" · ").slice(0, 300)}</span>
            </p>
            <p className="wrap-anywhere text-alarm">{outcomes[index]?.fault ?? problem.detail}</p>
          </li>
        );
      })}
      {failed.length > MAX_SHOWN && (
        <li className="px-3 py-2 text-soft">{t("more", { count: failed.length - MAX_SHOWN })}</li>
      )}
    </ul>
  );
}

function After({ table, importing, onCorrect, onClose }: Props) {
  const t = useMessages(MESSAGES);
  const { job, outcomes, goOn } = importing;
  const save = () =>
    download(
      new Blob(["\uFEFF", reportText(table, outcomes)], { type: "text/csv;charset=utf-8" }),
      "import-result.csv",
    );
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button onClick={save}>
        <Download size={15} />
        {t("report")}
      </Button>
      {job.failed.length > 0 && <Button onClick={onCorrect}>{t("again")}</Button>}
      {job.state !== "done" && <Button onClick={goOn}>{t("goOn")}</Button>}
      <Button look="primary" onClick={onClose}>
        {t("close")}
      </Button>
    </div>
  );
}
