import { useQuery } from "@tanstack/react-query";
import type { InstanceWorkspace } from "@visoli/contract/instance";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { queryClient } from "../../lib/query.ts";
import { Badge } from "../../ui/badge.tsx";
import { Select } from "../../ui/input.tsx";
import { toast, toastError } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";

/** A workspace's plan, to be chosen for it. */
export function PlanChoice({ workspace: { id, name, plan, granted } }: { workspace: InstanceWorkspace }) {
  const t = useMessages(MESSAGES);
  const [isBusy, setBusy] = useState(false);
  const { data } = useQuery({
    queryKey: ["plans"],
    queryFn: ({ signal }) => visoli.plans.list({ signal }),
    staleTime: 300_000,
  });
  const change = async (next: string) => {
    setBusy(true);
    try {
      const after = await visoli.admin.workspaces.setPlan(id, { plan: next || null });
      await Promise.all(
        ["instance-workspaces", "usage"].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
      toast(t("planSet", { name, plan: after.plan }));
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const names = data?.data.map((each) => each.name) ?? [plan];
  return (
    <div className="flex items-center gap-2">
      <Select
        aria-label={t("planOf", { name })}
        value={granted ? plan : ""}
        disabled={isBusy}
        onChange={({ target }) => void change(target.value)}
        className="!w-36"
      >
        <option value="">{granted ? t("planDefault") : plan}</option>
        {names.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </Select>
      {granted && <Badge look="mark">{t("granted")}</Badge>}
    </div>
  );
}
