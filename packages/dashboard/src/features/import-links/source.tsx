import { clsx } from "clsx";
import { Upload } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Textarea } from "../../ui/input.tsx";
import { MESSAGES } from "./messages.ts";

type Props = { text: string; onChange(text: string): void; onNext(text: string): void };

/** Where the lines come from: pasted, dropped, or out of a file. */
export function Source({ text, onChange, onNext }: Props) {
  const t = useMessages(MESSAGES);
  const [isOver, setOver] = useState(false);
  const [fault, setFault] = useState<string>();
  const next = (read: string) => {
    if (read.trim() === "") return setFault(t("empty"));
    onNext(read);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    const read = await textOf(file);
    onChange(read);
    next(read);
  };
  const drag = (isIn: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isIn);
  };
  return (
    <section
      aria-label={t("title")}
      className={clsx(
        "grid gap-4 rounded-xl",
        isOver && "outline-2 outline-offset-4 outline-mark outline-dashed",
      )}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        void take(event.dataTransfer.files[0]);
      }}
    >
      <Field label={t("text")} hint={isOver ? t("drop") : t("intro")} fault={fault}>
        {(input) => (
          <Textarea
            {...input}
            className="min-h-56 font-mono text-[0.8125rem]"
            placeholder={t("placeholder")}
            spellCheck={false}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-between gap-2">
        <FileButton onFile={(file) => void take(file)} />
        <Button look="primary" onClick={() => next(text)}>
          {t("next")}
        </Button>
      </div>
    </section>
  );
}

/** UTF-8, and what old spreadsheets write where it is none. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function FileButton({ onFile }: { onFile(file: File | undefined): void }) {
  const t = useMessages(MESSAGES);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        aria-label={t("choose")}
        className="hidden"
        onChange={(event) => onFile(event.target.files?.[0])}
      />
      <Button onClick={() => input.current?.click()}>
        <Upload size={15} />
        {t("choose")}
      </Button>
    </>
  );
}
