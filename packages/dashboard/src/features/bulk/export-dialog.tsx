import type { Link } from "@visoli/contract/link";
import { useEffect, useRef, useState } from "react";
import { download } from "../../lib/download.ts";
import { useMessages } from "../../lib/messages.ts";
import { messageOf } from "../../lib/problem.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toast.tsx";
import { exportCsv } from "./export.ts";
import { MESSAGES } from "./messages.ts";

type Props = {
  /** Reads the links; called anew for each try. */
  read(signal: AbortSignal): Iterable<Link> | AsyncIterable<Link>;
  onClose(): void;
};

/** Writes links into a CSV file, and says how many it read; closing it stops that. */
export function ExportDialog({ read, onClose }: Props) {
  const t = useMessages(MESSAGES);
  const { count, error, start } = useExport(read, onClose);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("exportTitle")}
      footer={
        <>
          <Button onClick={onClose}>{t(error === undefined ? "stop" : "close")}</Button>
          {error !== undefined && (
            <Button look="primary" onClick={start}>
              {t("again")}
            </Button>
          )}
        </>
      }
    >
      {error === undefined ? (
        <p role="status" className="tabular animate-pulse">
          {t("exporting", { count })}
        </p>
      ) : (
        <Alert look="alarm">
          {t("exportBroken")} {messageOf(error)}
        </Alert>
      )}
    </Dialog>
  );
}

function useExport(read: Props["read"], onClose: () => void) {
  const t = useMessages(MESSAGES);
  const [count, setCount] = useState(0);
  const [error, setError] = useState<unknown>();
  const [tries, setTries] = useState(0);
  const latest = useRef({ read, onClose, t });
  latest.current = { read, onClose, t };
  useEffect(() => {
    void tries;
    const stop = new AbortController();
    let exported = 0;
    const onRead = (so: number) => {
      exported = so;
      setCount(so);
    };
    exportCsv(latest.current.read(stop.signal), onRead, stop.signal).then(
      (file) => {
        if (stop.signal.aborted) return;
        download(file, `links-${new Date().toISOString().slice(0, 10)}.csv`);
        toast(latest.current.t("exported", { count: exported }));
        latest.current.onClose();
      },
      (failure: unknown) => !stop.signal.aborted && setError(failure),
    );
    return () => stop.abort();
  }, [tries]);
  const start = () => {
    setError(undefined);
    setCount(0);
    setTries((before) => before + 1);
  };
  return { count, error, start };
}
