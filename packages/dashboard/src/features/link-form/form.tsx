import { useQuery } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import type { Link } from "@visoli/contract/link";
import type { Template } from "@visoli/contract/template";
import { useEffect, useRef, useState } from "react";
import { templatesQuery } from "../../lib/choices.ts";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { Conflict } from "./conflict.tsx";
import { type Draft, withTemplate } from "./draft.ts";
import { MESSAGES } from "./messages.ts";
import { PlanAlert } from "./plan-alert.tsx";
import { Topics } from "./topics.tsx";
import { UrlField } from "./url-field.tsx";
import { type Base, useLinkForm } from "./use-link-form.ts";

type Props = {
  /** The version that is changed; none makes a new link. */
  base: Base | undefined;
  initial: Draft;
  topic: string | undefined;
  onDone(link: Link): void;
  /** Many addresses were pasted where one belongs. */
  onImport(text: string): void;
};

/** Where the link leads, and by topic all else; it asks before what was entered is lost. */
export function LinkForm({ base: begun, initial, topic, onDone, onImport }: Props) {
  const t = useMessages(MESSAGES);
  const isDone = useRef(false);
  const state = useLinkForm(begun, initial, (link) => {
    isDone.current = true;
    onDone(link);
  });
  const { form, base, planProblem } = state;
  const { data: templates = [] } = useQuery(templatesQuery);
  const [pasted, setPasted] = useState<string>();
  const [input, button] = [useRef<HTMLInputElement>(null), useRef<HTMLButtonElement>(null)];
  const isNew = base === undefined;
  useEffect(() => {
    if (isNew) input.current?.focus();
  }, [isNew]);
  const leaving = useLeaving(() => form.isChanged && !isDone.current);
  return (
    <form onSubmit={form.submit} noValidate className="grid grid-cols-1 gap-4">
      <UrlField
        {...{ form, isNew, pasted, onImport }}
        inputRef={input}
        onPasted={setPasted}
        onReady={() => requestAnimationFrame(() => button.current?.focus())}
      />
      {isNew && templates.length > 0 && <TemplateField form={form} templates={templates} />}
      <Topics {...{ form, base, templates, topic }} />
      {planProblem && <PlanAlert problem={planProblem} />}
      {form.problem && <Alert look="alarm">{form.problem}</Alert>}
      <footer className="sticky -bottom-5 z-10 -mx-5 -mb-5 flex justify-end gap-2 border-t bg-surface px-5 py-3">
        <Button ref={button} type="submit" look="primary" isBusy={form.isBusy}>
          {isNew ? t("create") : t("save")}
        </Button>
      </footer>
      <Conflict state={state} />
      <Confirm
        isOpen={leaving.status === "blocked"}
        onClose={() => leaving.reset?.()}
        title={t("discardTitle")}
        action={t("discard")}
        onConfirm={async () => leaving.proceed?.()}
      >
        {t("discardText")}
      </Confirm>
    </form>
  );
}

/** Holds whoever goes away while there is something to lose. */
function useLeaving(isAsked: () => boolean) {
  return useBlocker({ shouldBlockFn: isAsked, enableBeforeUnload: isAsked, withResolver: true });
}

function TemplateField({ form, templates }: { form: Form<Draft>; templates: readonly Template[] }) {
  const t = useMessages(MESSAGES);
  const [chosen, setChosen] = useState("");
  const choose = (id: string) => {
    setChosen(id);
    const found = templates.find((template) => template.id === id);
    if (!found) return;
    const next = withTemplate(form.values, found.fields);
    for (const name of Object.keys(next) as (keyof Draft)[]) form.set(name, next[name]);
  };
  return (
    <Field label={t("template")} hint={t("templateHint")}>
      {(input) => (
        <Select {...input} value={chosen} onChange={(event) => choose(event.target.value)}>
          <option value="">{t("templateNone")}</option>
          {templates.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
