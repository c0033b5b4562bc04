import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { DIMENSIONS } from "@visoli/contract/dimensions";
import { BarChart3 } from "lucide-react";
import { visoli } from "../../lib/api.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { Card } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useView, useWords } from "./view.tsx";

/** Stands where nothing was counted: never, or not in this time. */
export function EmptyReport() {
  const { span, search, question, level } = useView();
  const isNarrow = span.period !== "all" || DIMENSIONS.some((name) => search[name] !== undefined);
  const canLookFurther = isNarrow && level.statisticsDays === null;
  // Whether there ever was a click: with all of the time and no filters, by what is counted alone.
  const everything = { period: "all" as const, metrics: ["clicks" as const], include: "bots" as const };
  const ever = useQuery({
    queryKey: ["stats", "ever", question.link],
    queryFn: ({ signal }) => visoli.stats.get({ ...everything, ...ofLink(question.link) }, { signal }),
    enabled: canLookFurther,
  });
  const hasBefore = (ever.data?.totals.clicks ?? 0) > 0 || (isNarrow && !canLookFurther);
  return <Card>{hasBefore ? <NothingNow canLookFurther={canLookFurther} /> : <NothingEver />}</Card>;
}

const ofLink = (link: string | undefined) => (link ? { link } : {});

function NothingNow({ canLookFurther }: { canLookFurther: boolean }) {
  const t = useWords();
  const { change } = useView();
  const all = Object.fromEntries(DIMENSIONS.map((name) => [name, undefined]));
  const look = () => change({ ...all, period: "all", from: undefined, to: undefined, interval: undefined });
  return (
    <EmptyState
      icon={<BarChart3 size={20} />}
      title={t("none")}
      action={canLookFurther && <Button onClick={look}>{t("allTime")}</Button>}
    >
      {t("noneAbout")}
    </EmptyState>
  );
}

function NothingEver() {
  const t = useWords();
  const { link } = useView();
  return (
    <EmptyState
      icon={<BarChart3 size={20} />}
      title={t("noClicks")}
      action={
        link ? (
          <CopyButton text={link.shortUrl} label={link.shortUrl} />
        ) : (
          <Link to="/links" search={{}} className={buttonClass("primary")}>
            {t("toLinks")}
          </Link>
        )
      }
    >
      {link ? t("noClicksOfLink", { url: link.shortUrl }) : t("noClicksAbout")}
    </EmptyState>
  );
}
