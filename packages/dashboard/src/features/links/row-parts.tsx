import { Link as RouterLink } from "@tanstack/react-router";
import type { Link } from "@visoli/contract/link";
import { clsx } from "clsx";
import { ExternalLink, Lock, Split } from "lucide-react";
import { useEffect, useRef } from "react";
import { useMessages } from "../../lib/messages.ts";
import { CopyButton } from "../../ui/copy.tsx";
import { MESSAGES } from "./messages.ts";
import { nameOf, shownUrl } from "./name.ts";

/** The short link, to open its page, to copy and to visit. */
export function ShortLink({ link, isFocused }: { link: Link; isFocused: boolean }) {
  const t = useMessages(MESSAGES);
  const anchor = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isFocused) anchor.current?.focus({ preventScroll: true });
  }, [isFocused]);
  return (
    <div className="flex min-w-0 items-center">
      <RouterLink
        ref={anchor}
        to="/links/$linkId"
        params={{ linkId: link.id }}
        search={{}}
        preload={false}
        data-link={link.id}
        className="min-w-0 truncate font-medium hover:underline"
        title={nameOf(link)}
      >
        <span className="font-normal text-soft">{link.domain}/</span>
        {link.slug}
      </RouterLink>
      <CopyButton text={link.shortUrl} what={nameOf(link)} />
      <a
        href={link.shortUrl}
        target="_blank"
        rel="noreferrer"
        aria-label={t("visit", { name: nameOf(link) })}
        title={t("visit", { name: nameOf(link) })}
        className="grid size-8 shrink-0 place-items-center rounded-lg text-soft opacity-0 group-hover:opacity-100 hover:bg-sunken hover:text-ink focus-visible:opacity-100 max-md:hidden"
      >
        <ExternalLink size={14} />
      </a>
    </div>
  );
}

/** Where it leads, and what else there is to know at a glance. */
export function Destination({ link }: { link: Link }) {
  const isSplit = link.rules.length > 0;
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <span className="min-w-0 truncate" title={link.url.slice(0, 500)}>
        {shownUrl(link.url).slice(0, 300)}
      </span>
      {isSplit && <Split size={13} aria-hidden className="shrink-0 text-soft" />}
      {link.hasPassword && <Lock size={13} aria-hidden className="shrink-0 text-soft" />}
    </div>
  );
}

const MAX_TAGS = 3;
const TAG = "rounded-md bg-line/60 px-1.5 py-0.5 text-xs font-medium text-soft";

export function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <span className="flex min-w-0 gap-1">
      {tags.slice(0, MAX_TAGS).map((tag) => (
        <span key={tag} className={clsx(TAG, "max-w-32 min-w-0 truncate")}>
          {tag}
        </span>
      ))}
      {tags.length > MAX_TAGS && <span className={clsx(TAG, "shrink-0")}>+{tags.length - MAX_TAGS}</span>}
    </span>
  );
}
