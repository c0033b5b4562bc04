import { useQueryClient } from "@tanstack/react-query";
import type { BulkResult } from "@visoli/contract/bulk";
import type { Link } from "@visoli/contract/link";
import { useRef, useState } from "react";
import { useMessages } from "../../lib/messages.ts";
import { type BulkJob, useBulkJob } from "../../lib/use-bulk-job.ts";
import { toast, toastError } from "../../ui/toast.tsx";
import type { Action } from "./actions.ts";
import { MESSAGES } from "./messages.ts";
import { send, sendUndo } from "./send.ts";

export type Acting = {
  job: BulkJob;
  /** Those that are acted upon. */
  links: Link[];
  act(action: Action, links: Link[]): Promise<void>;
  /** After the server went away. */
  goOn(): void;
  cancel(): void;
  close(): void;
};
type Begun = { action: Action; links: Link[]; from: number };

/** Does things to many links, tells how far it is, and offers to undo it; `onChanged` gets the links as they are then. */
export function useAct(onChanged: (links: Link[]) => void): Acting {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const { job, run, cancel, reset } = useBulkJob<Link>();
  const [links, setLinks] = useState<Link[]>([]);
  const last = useRef<Begun>(undefined);
  async function work({ action, links: all, from }: Begun) {
    const { onResult, changed } = collector(all);
    const { done, failed } = await run(all, (some) => send(action, some), onResult, from);
    onChanged(changed);
    void client.invalidateQueries({ queryKey: ["tags"] });
    last.current = { action, links: all, from: done };
    const lost = new Set(failed.map(({ index }) => index));
    const before = all.slice(0, done).filter((_, index) => !lost.has(index));
    if (before.length === 0) return;
    toast(t(`did_${action.kind}`, { count: before.length }), {
      label: t("undo"),
      run: () => void undo(action, before),
    });
  }
  async function undo(action: Action, before: Link[]) {
    const { onResult, changed } = collector(before);
    const { failed } = await run(before, (some) => sendUndo(action, some), onResult);
    onChanged(changed);
    if (failed.length === 0) toast(t("undone"));
  }
  return {
    ...{ job, links, cancel },
    act: (action, chosen) => {
      setLinks(chosen);
      return work({ action, links: chosen, from: 0 }).catch(toastError);
    },
    goOn: () => void (last.current && work(last.current)),
    close: reset,
  };
}

/** What became of the links: those that were deleted are as before, and in the trash. */
function collector(links: Link[]) {
  const changed: Link[] = [];
  const onResult = (result: BulkResult) => {
    if ("problem" in result) return;
    const before = links[result.index];
    if ("link" in result) changed.push(result.link);
    else if (before) changed.push({ ...before, status: "trashed", deletedAt: new Date().toISOString() });
  };
  return { changed, onResult };
}
