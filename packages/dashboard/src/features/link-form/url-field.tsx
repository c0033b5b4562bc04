import type { ClipboardEvent, RefObject } from "react";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import type { Draft } from "./draft.ts";
import { MESSAGES } from "./messages.ts";
import { withScheme } from "./rule-draft.ts";

const isUrl = (text: string) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(withScheme(text));

type Props = {
  form: Form<Draft>;
  inputRef: RefObject<HTMLInputElement | null>;
  isNew: boolean;
  /** Several addresses that were pasted, a line each. */
  pasted: string | undefined;
  onPasted(text: string | undefined): void;
  /** An address was pasted: what comes next is to send it. */
  onReady(): void;
  onImport(text: string): void;
};

/** Where the link leads: paste and go. */
export function UrlField({ form, inputRef, isNew, pasted, onPasted, onReady, onImport }: Props) {
  const t = useMessages(MESSAGES);
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text").trim();
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const isWhole = selectionStart === 0 && selectionEnd === value.length;
    const count = text.split(/\s*[\r\n]+\s*/).filter(isUrl).length;
    onPasted(isNew && count > 1 ? text : undefined);
    if (!isWhole || !isUrl(text) || /\s/.test(text)) return;
    event.preventDefault();
    form.set("url", withScheme(text));
    if (isNew) onReady();
  };
  const count = pasted?.split(/[\r\n]+/).filter((line) => line.trim() !== "").length ?? 0;
  return (
    <>
      <Field label={t("url")} fault={form.fault("url")} {...(isNew && { hint: t("urlHint") })}>
        {(input) => (
          <Input
            {...input}
            ref={inputRef}
            required
            inputMode="url"
            placeholder="https://example.com/a/long/address"
            spellCheck={false}
            value={form.values.url}
            onPaste={paste}
            onBlur={() => form.set("url", withScheme(form.values.url))}
            onChange={(event) => form.set("url", event.target.value)}
          />
        )}
      </Field>
      {pasted && (
        <Alert>
          <span className="flex flex-wrap items-center justify-between gap-2">
            {t("pastedMany", { count })}
            <Button size="small" onClick={() => onImport(pasted)}>
              {t("importThem")}
            </Button>
          </span>
        </Alert>
      )}
    </>
  );
}
