import type { LinkStatus } from "@visoli/contract/link";
import { useMessages } from "../../lib/messages.ts";
import { Badge, type BadgeLook } from "../../ui/badge.tsx";
import { MESSAGES } from "./messages.ts";

const LOOKS: Record<LinkStatus, BadgeLook> = {
  active: "good",
  scheduled: "mark",
  expired: "warn",
  disabled: "plain",
  archived: "plain",
  blocked: "alarm",
  broken: "alarm",
  trashed: "plain",
};

export function StatusBadge({ status }: { status: LinkStatus }) {
  const t = useMessages(MESSAGES);
  return (
    <Badge look={LOOKS[status]} className="shrink-0">
      {t(`status_${status}`)}
    </Badge>
  );
}
