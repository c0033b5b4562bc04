import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import { visoli } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";

/** Says that the link is in the trash, and brings it back. */
export function TrashNote({ link, deletedAt }: { link: Link; deletedAt: string }) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const { may } = useHere();
  const client = useQueryClient();
  const restoring = useMutation({
    mutationFn: () => visoli.links.restore(link.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["links"] });
      toast(t("restored"));
    },
    onError: toastError,
  });
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg bg-warn-soft px-3 py-2.5 text-warn"
    >
      <p className="min-w-0">{t("inTrash", { time: format.date(deletedAt) })}</p>
      {may("links:write") && (
        <Button size="small" isBusy={restoring.isPending} onClick={() => restoring.mutate()}>
          <span className="text-ink">{t("restore")}</span>
        </Button>
      )}
    </div>
  );
}
