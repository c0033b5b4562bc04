import { Link as RouterLink } from "@tanstack/react-router";
import type { Problem } from "@visoli/contract/errors";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { MESSAGES } from "./messages.ts";

/** What the plan does not allow, and where that changes. */
export function PlanAlert({ problem }: { problem: Problem }) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const { plan = "", limit, used, resetsAt } = problem;
  const isCounted = limit !== undefined && used !== undefined && resetsAt;
  return (
    <Alert look="warn">
      <p className="font-medium">{problem.detail}</p>
      <p>
        {isCounted
          ? t("planText", { plan, limit, used, resetsAt: format.date(resetsAt) })
          : t("planTextOnly", { plan })}{" "}
        <RouterLink to="/settings/plan" search={{}} className="font-medium underline">
          {t("planLink")}
        </RouterLink>
      </p>
    </Alert>
  );
}
