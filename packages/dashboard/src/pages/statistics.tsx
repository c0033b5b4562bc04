import { useNavigate, useSearch } from "@tanstack/react-router";
import { useReport } from "../features/statistics/report.tsx";
import { Statistics } from "../features/statistics/statistics.tsx";
import { useAddress } from "../features/statistics/use-address.ts";
import { useWords } from "../features/statistics/view.tsx";
import { useHere } from "../lib/me.ts";
import { useUiMessages } from "../ui/messages.ts";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/states.tsx";
import { StatisticsActions, StatisticsBody } from "./statistics-content.tsx";

/** Statistics of the workspace, or of whatever filters leave of it. */
export function StatisticsPage() {
  const t = useWords();
  const ui = useUiMessages();
  const { may } = useHere();
  const navigate = useNavigate({ from: "/statistics" });
  const { search, change } = useAddress(useSearch({ from: "/statistics" }), (step) => void navigate(step));
  if (!may("stats:read"))
    return (
      <Page title={t("title")}>
        <EmptyState title={ui("noAccess")} />
      </Page>
    );
  return (
    <Statistics search={search} change={change}>
      <Content />
    </Statistics>
  );
}

function Content() {
  const t = useWords();
  const data = useReport();
  return (
    <Page title={t("title")} description={t("description")} actions={<StatisticsActions data={data} />}>
      <StatisticsBody data={data} />
    </Page>
  );
}
