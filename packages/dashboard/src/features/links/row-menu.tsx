import { Link as RouterLink } from "@tanstack/react-router";
import type { Link } from "@visoli/contract/link";
import {
  Archive,
  ArchiveRestore,
  BarChart3,
  Copy,
  MoreHorizontal,
  Pencil,
  Power,
  QrCode,
  RotateCcw,
  Trash2,
} from "lucide-react";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { MESSAGES } from "./messages.ts";
import { nameOf } from "./name.ts";

/** What is done to one link at once. */
export type RowAction = "archive" | "unarchive" | "disable" | "enable" | "delete" | "restore";

export type RowDoes = {
  act(action: RowAction, link: Link): void;
  /** Opens the form; `topic` opens a part of it. */
  edit(link: Link, topic?: string): void;
  duplicate(link: Link): void;
};

/** All that can be done with a link. */
export function RowMenu({ link, does }: { link: Link; does: RowDoes }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const trigger = (
    <IconButton label={t("more", { name: nameOf(link) })}>
      <MoreHorizontal size={16} />
    </IconButton>
  );
  const isTrashed = link.deletedAt !== null;
  return (
    <Menu trigger={trigger}>
      <MenuItem asChild>
        <RouterLink to="/links/$linkId" params={{ linkId: link.id }} search={{}}>
          <BarChart3 size={15} />
          {t("statistics")}
        </RouterLink>
      </MenuItem>
      {!isTrashed && (
        <MenuItem onSelect={() => does.edit(link, "qr")}>
          <QrCode size={15} />
          {t("qr")}
        </MenuItem>
      )}
      {may("links:write") &&
        (isTrashed ? <Restore link={link} does={does} /> : <Changes link={link} does={does} />)}
    </Menu>
  );
}

function Restore({ link, does }: { link: Link; does: RowDoes }) {
  const t = useMessages(MESSAGES);
  return (
    <MenuItem onSelect={() => does.act("restore", link)}>
      <RotateCcw size={15} />
      {t("restore")}
    </MenuItem>
  );
}

function Changes({ link, does }: { link: Link; does: RowDoes }) {
  const t = useMessages(MESSAGES);
  const archive = link.archived ? "unarchive" : "archive";
  const power = link.disabled ? "enable" : "disable";
  return (
    <>
      <MenuItem onSelect={() => does.edit(link)}>
        <Pencil size={15} />
        {t("edit")}
      </MenuItem>
      <MenuItem onSelect={() => does.duplicate(link)}>
        <Copy size={15} />
        {t("duplicate")}
      </MenuItem>
      <MenuLine />
      <MenuItem onSelect={() => does.act(archive, link)}>
        {link.archived ? <ArchiveRestore size={15} /> : <Archive size={15} />}
        {t(archive)}
      </MenuItem>
      <MenuItem onSelect={() => does.act(power, link)}>
        <Power size={15} />
        {t(power)}
      </MenuItem>
      <MenuItem isDanger onSelect={() => does.act("delete", link)}>
        <Trash2 size={15} />
        {t("delete")}
      </MenuItem>
    </>
  );
}
