import type { Link } from "@visoli/contract/link";
import { useMessages } from "../../lib/messages.ts";
import { messageOf } from "../../lib/problem.ts";
import { useDebounced } from "../../lib/use-debounced.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Progress } from "../../ui/progress.tsx";
import { MESSAGES } from "./messages.ts";
import type { Acting } from "./use-act.ts";

/** What is quick shows no dialog. */
const QUICK_MS = 500;
const MAX_SHOWN = 100;

/** How far it is, and in the end which links failed and why. */
export function ActingDialog({ acting }: { acting: Acting }) {
  const { state, failed } = acting.job;
  const isRunning = state === "running";
  const isSlow = useDebounced(isRunning, QUICK_MS) && isRunning;
  if (isSlow) return <Running acting={acting} />;
  if (state === "cancelled" || state === "broken" || (state === "done" && failed.length > 0))
    return <Ended acting={acting} />;
  return null;
}

function Running({ acting: { job, cancel } }: { acting: Acting }) {
  const t = useMessages(MESSAGES);
  const { done, total } = job;
  return (
    <Dialog
      isOpen
      onClose={cancel}
      title={t("working", { done, total })}
      footer={<Button onClick={cancel}>{t("stop")}</Button>}
    >
      <Progress done={done} total={total} label={t("progress")} />
    </Dialog>
  );
}

function Ended({ acting: { job, links, goOn, close } }: { acting: Acting }) {
  const t = useMessages(MESSAGES);
  const { done, total, failed, state } = job;
  const title = { cancelled: t("stoppedTitle"), broken: t("brokenTitle") }[state as "cancelled" | "broken"];
  return (
    <Dialog
      isOpen
      onClose={close}
      title={title ?? t("failedTitle", { count: failed.length })}
      footer={
        <>
          <Button onClick={close}>{t("close")}</Button>
          {state !== "done" && (
            <Button look="primary" onClick={goOn}>
              {t("goOn")}
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-3">
        {state === "cancelled" && <p>{t("stopped", { done: done - failed.length, total })}</p>}
        {state === "broken" && (
          <Alert look="alarm">
            {messageOf(job.error)} {t("broken", { done: done - failed.length, total })}
          </Alert>
        )}
        {state === "done" && done > failed.length && (
          <p>{t("failedRest", { count: done - failed.length })}</p>
        )}
        <Failures
          failed={failed.map(({ index, problem }) => ({ link: links[index], text: problem.detail }))}
        />
      </div>
    </Dialog>
  );
}

function Failures({ failed }: { failed: { link: Link | undefined; text: string }[] }) {
  return (
    <ul className="grid gap-2">
      {failed.slice(0, MAX_SHOWN).map(({ link, text }) => (
        <li key={link?.id ?? text} className="min-w-0 border-b pb-2 last:border-0">
          <p className="truncate font-medium">{link ? `${link.domain}/${link.slug}` : ""}</p>
          <p className="text-soft wrap-anywhere">{text}</p>
        </li>
      ))}
    </ul>
  );
}
