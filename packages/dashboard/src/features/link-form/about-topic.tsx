import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { foldersQuery, tagsQuery } from "../../lib/choices.ts";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, Select, Textarea } from "../../ui/input.tsx";
import { TokenInput } from "../../ui/token-input.tsx";
import type { Draft } from "./draft.ts";
import { MESSAGES } from "./messages.ts";
import { newKey } from "./rule-draft.ts";
import { TextField } from "./text-field.tsx";

type Props = { form: Form<Draft> };

/** What describes the link, for the workspace's own eyes. */
export function AboutTopic({ form }: Props) {
  const t = useMessages(MESSAGES);
  const { data: tags = [] } = useQuery(tagsQuery);
  return (
    <>
      <TextField form={form} name="title" label={t("title")} maxLength={255} />
      <Field label={t("tags")} hint={t("tagsHint")} fault={form.fault("tags")}>
        {(input) => (
          <TokenInput
            {...input}
            tokens={form.values.tags}
            onChange={(next) => form.set("tags", next)}
            options={tags.map(({ name }) => ({ value: name }))}
            maxLength={50}
          />
        )}
      </Field>
      <FolderField form={form} />
      <Field label={t("notes")} fault={form.fault("notes")}>
        {(input) => (
          <Textarea
            {...input}
            maxLength={5_000}
            value={form.values.notes}
            onChange={(event) => form.set("notes", event.target.value)}
          />
        )}
      </Field>
      <TextField
        form={form}
        name="externalId"
        label={t("externalId")}
        hint={t("externalIdHint")}
        maxLength={255}
        spellCheck={false}
      />
      <Metadata form={form} />
    </>
  );
}

function FolderField({ form }: Props) {
  const t = useMessages(MESSAGES);
  const { data: folders = [] } = useQuery(foldersQuery);
  if (folders.length === 0) return null;
  return (
    <Field label={t("folder")} fault={form.fault("folder")}>
      {(input) => (
        <Select
          {...input}
          value={form.values.folder}
          onChange={(event) => form.set("folder", event.target.value)}
        >
          <option value="">{t("noFolder")}</option>
          {folders.map(({ id, name, role }) => (
            <option key={id} value={id} disabled={role === "viewer"}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function Metadata({ form }: Props) {
  const t = useMessages(MESSAGES);
  const { metadata } = form.values;
  const fault = form.fault("metadata");
  const change = (key: string, part: "name" | "value", text: string) =>
    form.set(
      "metadata",
      metadata.map((pair) => (pair.key === key ? { ...pair, [part]: text } : pair)),
    );
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-2">
      <legend className="mb-1.5 font-medium">{t("metadata")}</legend>
      {metadata.map(({ key, name, value }, index) => (
        <div key={key} className="flex items-center gap-2">
          <Input
            aria-label={t("metadataName", { count: index + 1 })}
            maxLength={50}
            value={name}
            onChange={(event) => change(key, "name", event.target.value)}
          />
          <Input
            aria-label={t("metadataValue", { count: index + 1 })}
            maxLength={500}
            value={value}
            onChange={(event) => change(key, "value", event.target.value)}
          />
          <IconButton
            label={t("remove")}
            onClick={() =>
              form.set(
                "metadata",
                metadata.filter((pair) => pair.key !== key),
              )
            }
          >
            <X size={15} />
          </IconButton>
        </div>
      ))}
      {fault && (
        <p role="alert" className="text-[0.8125rem] font-medium text-alarm">
          {fault}
        </p>
      )}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => form.set("metadata", [...metadata, { key: newKey(), name: "", value: "" }])}
      >
        <Plus size={14} />
        {t("add")}
      </Button>
    </fieldset>
  );
}
