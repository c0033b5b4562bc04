import { useQuery } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import type { ReactNode } from "react";
import { foldersQuery } from "../../lib/choices.ts";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Card } from "../../ui/page.tsx";
import { EditButton } from "./head.tsx";
import { MESSAGES } from "./messages.ts";

type Word = keyof (typeof MESSAGES)["en"];
type Line = [name: Word, value: ReactNode];

/** All that is set of a link, to read. */
export function LinkSettings({ link }: { link: Link }) {
  const t = useMessages(MESSAGES);
  const lines = useLines(link).filter(([, value]) => value !== null && value !== "");
  return (
    <Card title={t("settings")} description={t("settingsAbout")} actions={<EditButton link={link} />}>
      <dl className="grid gap-x-6 sm:grid-cols-[12rem_minmax(0,1fr)]">
        {lines.map(([name, value]) => (
          <div key={name} className="grid border-b py-2 last:border-0 sm:col-span-2 sm:grid-cols-subgrid">
            <dt className="text-soft">{t(name)}</dt>
            <dd className="min-w-0 wrap-anywhere whitespace-pre-line">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function useLines(link: Link): Line[] {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const folders = useQuery({ ...foldersQuery, enabled: link.folder !== null });
  const folder = folders.data?.find(({ id }) => id === link.folder)?.name ?? link.folder;
  const yes = (isOn: boolean) => (isOn ? t("yes") : null);
  const time = (at: string | null) => at && format.time(at);
  return [
    ["destination", link.url],
    ["slug", link.slug],
    ["aliases", link.aliases.join(", ")],
    ["folder", folder],
    ["tags", link.tags.join(", ")],
    ["notes", link.notes],
    ["externalId", link.externalId],
    ["metadata", pairs(link.metadata)],
    ["startsAt", time(link.startsAt)],
    ["expiresAt", time(link.expiresAt)],
    ["expiredUrl", link.expiredUrl],
    ["maxClicks", link.maxClicks === null ? null : format.number(link.maxClicks)],
    ["password", link.hasPassword ? t("isSet") : null],
    ["redirectStatus", link.redirectStatus === null ? null : String(link.redirectStatus)],
    ["forwardQuery", yes(link.forwardQuery)],
    ["forwardPath", yes(link.forwardPath)],
    ["rules", link.rules.length > 0 ? t("ruleCount", { count: link.rules.length }) : null],
    ["preview", link.preview && pairs(link.preview)],
    ["cloak", yes(link.cloak)],
    ["noindex", yes(link.noindex)],
    ["ios", link.ios],
    ["android", link.android],
    ["pixels", link.pixels.map(({ provider, id }) => `${provider}: ${id}`).join("\n")],
    ["noVisitors", link.trackVisitors ? null : t("notCounted")],
    ["clickIdParameter", link.clickIdParameter],
  ];
}

const pairs = (record: Record<string, string | null | undefined>) =>
  Object.entries(record)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
