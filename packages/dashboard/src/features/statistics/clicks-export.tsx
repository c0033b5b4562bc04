import type { ExportFormat } from "@visoli/contract/click";
import { useEffect, useRef, useState } from "react";
import { visoli } from "../../lib/api.ts";
import { download } from "../../lib/download.ts";
import { useLanguage } from "../../lib/language.ts";
import { messageOf } from "../../lib/problem.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useView, useWords } from "./view.tsx";

/** So much is put together at a time: browsers keep a blob on the disk, not so a list of pieces. */
const PART_BYTES = 8_000_000;

type State = { bytes: number; isDone: boolean; problem?: string };

/** Single clicks into a file, saying how much came. */
export function ClicksExport({
  format,
  name,
  onClose,
}: {
  format: ExportFormat;
  name: string;
  onClose(): void;
}) {
  const t = useWords();
  const language = useLanguage();
  const { question, span } = useView();
  const [state, setState] = useState<State>({ bytes: 0, isDone: false });
  const wanted = useRef({ question, file: `clicks-${span.to}.${format}` });
  useEffect(() => {
    const abort = new AbortController();
    const run = async () => {
      const response = await visoli.clicks.export(
        { ...wanted.current.question, format },
        { signal: abort.signal },
      );
      const file = await collect(response, (bytes) => setState({ bytes, isDone: false }));
      download(file, wanted.current.file);
      setState({ bytes: file.size, isDone: true });
    };
    run().catch((error) => {
      if (!abort.signal.aborted) setState({ bytes: 0, isDone: true, problem: messageOf(error) });
    });
    return () => abort.abort();
  }, [format]);
  const size = sizeText(state.bytes, language);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("exporting", { format: name })}
      footer={!state.isDone && <Button onClick={onClose}>{t("stop")}</Button>}
    >
      {state.problem ? (
        <Alert look="alarm">{state.problem}</Alert>
      ) : (
        <p role="status">{t(state.isDone ? "exportDone" : "exported", { size })}</p>
      )}
    </Dialog>
  );
}

async function collect(response: Response, tell: (bytes: number) => void): Promise<Blob> {
  const type = response.headers.get("content-type") ?? "";
  if (!response.body) return response.blob();
  const reader = response.body.getReader();
  let [whole, part, partBytes] = [new Blob([], { type }), [] as Uint8Array<ArrayBuffer>[], 0];
  const pack = () => {
    whole = new Blob([whole, ...part], { type });
    [part, partBytes] = [[], 0];
  };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    part.push(value);
    partBytes += value.byteLength;
    if (partBytes >= PART_BYTES) pack();
    tell(whole.size + partBytes);
  }
  pack();
  return whole;
}

function sizeText(bytes: number, language: string): string {
  const [unit, size] =
    bytes < 1_000_000 ? (["kilobyte", 1_000] as const) : (["megabyte", 1_000_000] as const);
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(
    bytes / size,
  );
}
