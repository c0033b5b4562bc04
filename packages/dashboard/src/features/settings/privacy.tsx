import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Card } from "../../ui/page.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { MESSAGES } from "./messages.ts";

const LINK = "font-medium text-mark underline";

/** What is recorded of visitors, and how one has less of it. */
export function Recorded() {
  const t = useMessages(MESSAGES);
  return (
    <>
      <Card title={t("privacyTitle")} description={t("privacyText")}>
        <dl className="grid gap-4 pt-1">
          {(["always", "optedIn", "never"] as const).map((id) => (
            <Fact key={id} name={t(id)} text={t(`${id}Text`)} />
          ))}
        </dl>
      </Card>
      <Card title={t("optOut")}>
        <div className="grid max-w-2xl gap-2">
          <p>{t("optOutVisitors")}</p>
          <p>
            {t("optOutLinks")}{" "}
            <Link to="/folders" search={{ tab: "templates" }} className={LINK}>
              {t("templates")}
            </Link>
          </p>
        </div>
      </Card>
    </>
  );
}

/** How long what is recorded stays. */
export function Kept() {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const {
    data: usage,
    error,
    refetch,
  } = useQuery({
    queryKey: ["usage"],
    queryFn: ({ signal }) => visoli.usage.get({ signal }),
    enabled: may("usage:read"),
  });
  // Until it is known nothing is said of it.
  const isUnknown = may("usage:read") && !usage;
  const days = (count: number | null | undefined) => (count ? { days: t("days", { count }) } : undefined);
  const [clicks, log] = [days(usage?.statisticsDays), days(usage?.auditDays)];
  const facts = [
    [t("keptVisitors"), t("keptVisitorsText")],
    [t("keptClicks"), isUnknown ? undefined : clicks ? t("keptClicksText", clicks) : t("keptClicksAll")],
    [t("keptTrash"), t("keptTrashText")],
    [t("keptAudit"), isUnknown ? undefined : log ? t("keptAuditText", log) : t("keptAuditAll")],
    [t("keptSecurity"), t("keptSecurityText")],
  ] as const;
  return (
    <>
      <Card title={t("kept")}>
        {error && !usage ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <dl className="grid gap-4 pt-1">
            {facts.map(([name, text]) => (
              <Fact key={name} name={name} text={text} />
            ))}
          </dl>
        )}
      </Card>
      <Card title={t("request")}>
        <p className="max-w-2xl">{t("requestText")}</p>
        <p className="mt-3">
          <a href="/docs/guides/privacy" className={LINK}>
            {t("privacyGuide")}
          </a>
        </p>
      </Card>
    </>
  );
}

function Fact({ name, text }: { name: string; text: string | undefined }) {
  return (
    <div className="grid gap-x-6 gap-y-0.5 sm:grid-cols-[13rem_minmax(0,1fr)]">
      <dt className="font-medium">{name}</dt>
      <dd className="max-w-2xl text-soft">{text ?? <Skeleton className="h-5 w-72 max-w-full" />}</dd>
    </div>
  );
}
