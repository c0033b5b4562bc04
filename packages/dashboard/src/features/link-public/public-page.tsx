import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import type { PublicStatistics } from "@visoli/contract/public-stats";
import { VisoliError } from "@visoli/sdk";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { visoli } from "../../lib/api.ts";
import { membersQuery } from "../../lib/choices.ts";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { CodeBlock } from "../../ui/copy.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { MESSAGES } from "./messages.ts";
import { PublicForm } from "./public-form.tsx";

/** null: there is none. */
function pageQuery(id: string) {
  return queryOptions({
    queryKey: ["links", "public", id],
    queryFn: async ({ signal }): Promise<PublicStatistics | null> => {
      try {
        return await visoli.links.publicStatistics.get(id, { signal });
      } catch (error) {
        if (error instanceof VisoliError && error.status === 404) return null;
        throw error;
      }
    },
  });
}

/** The page that shows a link's statistics to everybody: on or off, and what is on it. */
export function LinkPublicPage({ link }: { link: Link }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const page = useQuery(pageQuery(link.id));
  if (page.isError) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />;
  return (
    <Card title={t("title")} description={t("about")}>
      <div className="grid max-w-2xl gap-5">
        {page.isPending && <SkeletonRows rows={3} />}
        {page.data && <Published link={link} page={page.data} />}
        {page.data === null && may("links:write") && <PublicForm link={link} />}
      </div>
    </Card>
  );
}

function Published({ link, page }: { link: Link; page: PublicStatistics }) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const { may } = useHere();
  const members = useQuery({ ...membersQuery, enabled: may("members:read") });
  const name = members.data?.find(({ id }) => id === page.createdBy)?.name ?? t("unknown");
  const [asking, setAsking] = useState<"end" | "renew">();
  return (
    <>
      <Alert look="good">{t("isOn")}</Alert>
      <div className="grid gap-1.5">
        <p className="font-medium">{t("address")}</p>
        <CodeBlock code={page.url} what={t("copyWhat")} />
        <p className="text-[0.8125rem] text-soft">{t("made", { time: format.date(page.createdAt), name })}</p>
      </div>
      <ul className="flex flex-wrap gap-1.5" aria-label={t("options")}>
        {page.show.map((part) => (
          <li key={part}>
            <Badge>{t(`part_${part}`)}</Badge>
          </li>
        ))}
        <li>
          <Badge>{page.timezone}</Badge>
        </li>
      </ul>
      <div className="flex flex-wrap gap-2">
        <a href={page.url} target="_blank" rel="noreferrer" className={buttonClass()}>
          <ExternalLink size={15} aria-hidden />
          {t("open")}
        </a>
        {may("links:write") && (
          <>
            <Button onClick={() => setAsking(asking === "renew" ? undefined : "renew")}>{t("renew")}</Button>
            <Button look="danger" onClick={() => setAsking("end")}>
              {t("end")}
            </Button>
          </>
        )}
      </div>
      {asking === "renew" && <PublicForm link={link} page={page} onDone={() => setAsking(undefined)} />}
      {asking === "end" && <End link={link} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function End({ link, onClose }: { link: Link; onClose(): void }) {
  const t = useMessages(MESSAGES);
  const client = useQueryClient();
  const end = async () => {
    await visoli.links.publicStatistics.delete(link.id);
    await client.invalidateQueries({ queryKey: ["links", "public", link.id] });
    toast(t("ended"));
  };
  return (
    <Confirm isOpen onClose={onClose} title={t("endTitle")} action={t("end")} onConfirm={end}>
      {t("endAbout")}
    </Confirm>
  );
}
