import { Link as RouterLink } from "@tanstack/react-router";
import type { Link } from "@visoli/contract/link";
import { Check, ExternalLink } from "lucide-react";
import { useEffect, useRef } from "react";
import { useMessages } from "../../lib/messages.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { MESSAGES } from "./messages.ts";
import { QrTopic } from "./qr-topic.tsx";
import { Topic } from "./topic.tsx";

/** A link that was made just now: to copy, and to go on. */
export function Made({ link, onAnother, onEdit }: { link: Link; onAnother(): void; onEdit(): void }) {
  const t = useMessages(MESSAGES);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("button")?.focus(), []);
  return (
    <div className="grid grid-cols-1 gap-5">
      <div ref={box} role="status" className="grid grid-cols-1 gap-3 rounded-xl bg-good-soft p-4">
        <p className="flex items-center gap-2 font-medium text-good">
          <Check size={16} aria-hidden />
          {t("made")}
        </p>
        <p className="text-lg font-semibold wrap-anywhere">{link.shortUrl}</p>
        <p className="line-clamp-2 wrap-anywhere">{link.url}</p>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={link.shortUrl} label={t("copyLink")} />
          <a
            href={link.shortUrl}
            target="_blank"
            rel="noreferrer"
            className={buttonClass("secondary", "small")}
          >
            <ExternalLink size={14} />
            {t("openLink")}
          </a>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={onAnother}>
          {t("makeAnother")}
        </Button>
        <Button onClick={onEdit}>{t("editIt")}</Button>
        <RouterLink
          to="/links/$linkId"
          params={{ linkId: link.id }}
          search={{}}
          className={buttonClass("quiet")}
        >
          {t("statistics")}
        </RouterLink>
      </div>
      <Topic title={t("topic_qr")} summary="" isOpenAtFirst>
        <QrTopic link={link} url={link.shortUrl} />
      </Topic>
    </div>
  );
}
