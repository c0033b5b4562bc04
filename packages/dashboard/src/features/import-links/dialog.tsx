import { useState } from "react";
import { useMessages } from "../../lib/messages.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Mapping } from "./mapping.tsx";
import { MESSAGES } from "./messages.ts";
import { Result } from "./result.tsx";
import { Source } from "./source.tsx";
import { type Common, type LinkTable, readTable, refusedText } from "./table.ts";
import { useImport } from "./use-import.ts";

type Props = {
  /** What was pasted elsewhere already. */
  text: string;
  onClose(): void;
  /** Some links were made. */
  onMade(): void;
};

/** Makes many links: a text, what its columns mean, and what became of each line. */
export function ImportDialog({ text: begun, onClose, onMade }: Props) {
  const t = useMessages(MESSAGES);
  const [text, setText] = useState(begun);
  const [table, setTable] = useState<LinkTable | undefined>(() => (begun ? readTable(begun) : undefined));
  const [common, setCommon] = useState<Common>({ domain: "", tags: [] });
  const importing = useImport(onMade);
  const { job } = importing;
  const close = () => {
    importing.cancel();
    onClose();
  };
  const correct = () => {
    if (!table) return;
    setText(refusedText(table, importing.outcomes));
    setTable(undefined);
    importing.reset();
  };
  return (
    <Dialog isOpen onClose={close} title={t("title")} width="wide">
      {!table ? (
        <Source text={text} onChange={setText} onNext={(read) => setTable(readTable(read))} />
      ) : job.state === "idle" ? (
        <Mapping
          {...{ table, common }}
          onTable={setTable}
          onCommon={setCommon}
          onBack={() => setTable(undefined)}
          onMake={() => importing.start(table, common)}
        />
      ) : (
        <Result {...{ table, importing }} onCorrect={correct} onClose={close} />
      )}
    </Dialog>
  );
}
