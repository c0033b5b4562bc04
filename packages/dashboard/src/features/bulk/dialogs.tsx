import { useQuery } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import { useState } from "react";
import { foldersQuery, tagsQuery } from "../../lib/choices.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { TokenInput } from "../../ui/token-input.tsx";
import type { Action } from "./actions.ts";
import { MESSAGES } from "./messages.ts";

type Props = { links: Link[]; onClose(): void; onAct(action: Action): void };

export function TagDialog({ links, kind, onClose, onAct }: Props & { kind: "tag" | "untag" }) {
  const t = useMessages(MESSAGES);
  const { data = [] } = useQuery(tagsQuery);
  const [tags, setTags] = useState<string[]>([]);
  const known =
    kind === "tag" ? data.map(({ name }) => name) : [...new Set(links.flatMap((link) => link.tags))];
  const send = () => {
    onClose();
    onAct({ kind, tags });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`${kind}Title`, { count: links.length })}
      footer={
        <Button look="primary" disabled={tags.length === 0} onClick={send}>
          {t(kind)}
        </Button>
      }
    >
      <Field label={t("tags")} hint={t("tagsHint")}>
        {(input) => (
          <TokenInput
            {...input}
            tokens={tags}
            onChange={setTags}
            options={known.map((value) => ({ value }))}
            maxLength={50}
          />
        )}
      </Field>
    </Dialog>
  );
}

export function MoveDialog({ links, onClose, onAct }: Props) {
  const t = useMessages(MESSAGES);
  const { data: folders = [] } = useQuery(foldersQuery);
  const [folder, setFolder] = useState("");
  const send = () => {
    onClose();
    onAct({ kind: "move", folder: folder === "" ? null : folder });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("moveTitle", { count: links.length })}
      footer={
        <Button look="primary" onClick={send}>
          {t("move")}
        </Button>
      }
    >
      <Field label={t("folder")}>
        {(input) => (
          <Select {...input} value={folder} onChange={(event) => setFolder(event.target.value)}>
            <option value="">{t("noFolder")}</option>
            {folders
              .filter(({ role }) => role !== "viewer")
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </Select>
        )}
      </Field>
    </Dialog>
  );
}
