import { Link as RouterLink } from "@tanstack/react-router";
import type { Link } from "@visoli/contract/link";
import { ArrowLeft, ExternalLink, Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { useFormat } from "../../lib/format.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { MESSAGES } from "./messages.ts";
import { TrashNote } from "./trash-note.tsx";

/** What the link is: its address, where it leads, how it is doing. The page's heading is the short link. */
export function LinkHead({ link, badge }: { link: Link; badge: ReactNode }) {
  const t = useMessages(MESSAGES);
  return (
    <div className="grid grid-cols-1 gap-3">
      <RouterLink
        to="/links"
        search={{}}
        className="flex items-center gap-1.5 justify-self-start text-[0.8125rem] text-soft hover:text-ink"
      >
        <ArrowLeft size={14} aria-hidden />
        {t("back")}
      </RouterLink>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid max-w-full min-w-0 grid-cols-1 gap-1">
          <div className="flex min-w-0 items-center gap-1">
            <h1 className="min-w-0 text-xl font-semibold tracking-tight wrap-anywhere">
              <span className="font-normal text-soft">{link.domain}/</span>
              {link.slug}
            </h1>
            <CopyButton text={link.shortUrl} what={t("copyWhat")} />
            <OpenShort url={link.shortUrl} />
          </div>
          {link.title && <p className="wrap-anywhere">{link.title}</p>}
          <p className="flex min-w-0 gap-1.5 text-soft">
            <span className="shrink-0">{t("leadsTo")}</span>
            <a
              href={link.url}
              target="_blank"
              rel="noreferrer"
              title={link.url.slice(0, 500)}
              className="truncate hover:text-ink hover:underline"
            >
              {link.url.slice(0, 300)}
            </a>
          </p>
          <Facts link={link} badge={badge} />
        </div>
        <EditButton link={link} />
      </header>
      <Notes link={link} />
    </div>
  );
}

function OpenShort({ url }: { url: string }) {
  const t = useMessages(MESSAGES);
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      aria-label={t("open", { url })}
      title={t("open", { url })}
      className={buttonClass("quiet", "icon")}
    >
      <ExternalLink size={15} aria-hidden />
    </a>
  );
}

function Facts({ link, badge }: { link: Link; badge: ReactNode }) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const times = [
    t("created", { time: format.relative(link.createdAt) }),
    ...(link.updatedAt === link.createdAt ? [] : [t("updated", { time: format.relative(link.updatedAt) })]),
    ...(link.startsAt && Date.parse(link.startsAt) > Date.now()
      ? [t("starts", { time: format.relative(link.startsAt) })]
      : []),
    ...(link.expiresAt ? [t("expires", { time: format.relative(link.expiresAt) })] : []),
  ];
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1.5">
      {badge}
      {link.tags.map((tag) => (
        <RouterLink key={tag} to="/links" search={{ tag }} className="max-w-full min-w-0 hover:opacity-80">
          <Badge>{tag}</Badge>
        </RouterLink>
      ))}
      <span className="text-[0.8125rem] text-soft" title={format.time(link.createdAt)}>
        {times.join(" · ")}
      </span>
    </div>
  );
}

/** Leads to the form beside the list of links. */
export function EditButton({ link }: { link: Link }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  if (!may("links:write") || link.deletedAt !== null) return null;
  return (
    <RouterLink to="/links" search={{ panel: link.id }} className={buttonClass("secondary", "small")}>
      <Pencil size={14} aria-hidden />
      {t("edit")}
    </RouterLink>
  );
}

function Notes({ link }: { link: Link }) {
  const t = useMessages(MESSAGES);
  return (
    <>
      {link.deletedAt !== null && <TrashNote link={link} deletedAt={link.deletedAt} />}
      {link.blockedReason !== null && (
        <Alert look="alarm">{t("blocked", { reason: link.blockedReason })}</Alert>
      )}
      {link.flags.length > 0 && <Alert look="warn">{t("flags", { flags: link.flags.join(", ") })}</Alert>}
    </>
  );
}
