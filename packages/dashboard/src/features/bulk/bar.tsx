import type { Link } from "@visoli/contract/link";
import {
  Archive,
  ArchiveRestore,
  Download,
  FolderInput,
  MoreHorizontal,
  Power,
  RotateCcw,
  Tag,
  TagsIcon,
  Trash2,
  X,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import type { Action } from "./actions.ts";
import { MoveDialog, TagDialog } from "./dialogs.tsx";
import { MESSAGES } from "./messages.ts";

type Props = {
  links: Link[];
  onClear(): void;
  onAct(action: Action): void;
  onExport(): void;
};

/** What can be done with the links that are chosen; it stands at the foot of the window while there are some. */
export function BulkBar(props: Props) {
  const t = useMessages(MESSAGES);
  const { links, onClear, onExport } = props;
  const { may } = useHere();
  return (
    <section
      aria-label={t("bar")}
      className="animate-in sticky bottom-4 z-20 mx-auto flex w-fit max-w-full items-center gap-1 rounded-xl border bg-surface p-1.5 shadow-pop"
    >
      <p role="status" className="tabular px-2.5 font-medium whitespace-nowrap">
        {t("chosen", { count: links.length })}
      </p>
      {may("links:write") && <Actions {...props} />}
      <Button look="quiet" size="small" onClick={onExport} className="max-sm:hidden">
        <Download size={15} />
        {t("export")}
      </Button>
      <IconButton label={t("clear")} onClick={onClear}>
        <X size={16} />
      </IconButton>
    </section>
  );
}

function Actions(props: Props) {
  const t = useMessages(MESSAGES);
  const { links, onAct } = props;
  const [dialog, setDialog] = useState<"tag" | "untag" | "move">();
  const close = () => setDialog(undefined);
  if (links.every(({ deletedAt }) => deletedAt !== null))
    return (
      <Quick icon={<RotateCcw size={15} />} name={t("restore")} onClick={() => onAct({ kind: "restore" })} />
    );
  return (
    <>
      <Quick icon={<Tag size={15} />} name={t("tag")} onClick={() => setDialog("tag")} />
      <Quick icon={<FolderInput size={15} />} name={t("move")} onClick={() => setDialog("move")} />
      <Quick icon={<Trash2 size={15} />} name={t("delete")} onClick={() => onAct({ kind: "delete" })} />
      <MoreActions {...props} onUntag={() => setDialog("untag")} />
      {(dialog === "tag" || dialog === "untag") && (
        <TagDialog links={links} kind={dialog} onClose={close} onAct={onAct} />
      )}
      {dialog === "move" && <MoveDialog links={links} onClose={close} onAct={onAct} />}
    </>
  );
}

function Quick({ icon, name, onClick }: { icon: ReactNode; name: string; onClick(): void }) {
  return (
    <Button look="quiet" size="small" onClick={onClick} className="max-md:hidden">
      {icon}
      {name}
    </Button>
  );
}

function MoreActions({ links, onAct, onExport, onUntag }: Props & { onUntag(): void }) {
  const t = useMessages(MESSAGES);
  const trigger = (
    <IconButton label={t("more")}>
      <MoreHorizontal size={16} />
    </IconButton>
  );
  const isArchived = links.every(({ archived }) => archived);
  const kinds = [
    isArchived
      ? ({ kind: "unarchive", icon: <ArchiveRestore size={15} /> } as const)
      : ({ kind: "archive", icon: <Archive size={15} /> } as const),
    { kind: "disable", icon: <Power size={15} /> } as const,
    { kind: "enable", icon: <Power size={15} /> } as const,
  ];
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={onUntag}>
        <TagsIcon size={15} />
        {t("untag")}
      </MenuItem>
      {kinds.map(({ kind, icon }) => (
        <MenuItem key={kind} onSelect={() => onAct({ kind })}>
          {icon}
          {t(kind)}
        </MenuItem>
      ))}
      <MenuItem isDanger onSelect={() => onAct({ kind: "delete" })}>
        <Trash2 size={15} />
        {t("delete")}
      </MenuItem>
      <MenuItem onSelect={onExport}>
        <Download size={15} />
        {t("export")}
      </MenuItem>
    </Menu>
  );
}
