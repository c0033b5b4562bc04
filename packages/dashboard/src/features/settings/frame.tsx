import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { Page } from "../../ui/page.tsx";
import { MESSAGES } from "./messages.ts";

const PLACES = [
  { id: "navWorkspace", to: "/settings/workspace", group: "workspace" },
  { id: "navPlan", to: "/settings/plan", group: "workspace" },
  { id: "navPrivacy", to: "/settings/privacy", group: "workspace" },
  { id: "navNotifications", to: "/settings/notifications", group: "workspace" },
  { id: "navAccount", to: "/settings/account", group: "account" },
  { id: "navSecurity", to: "/settings/security", group: "account" },
] as const;

/** A page of settings, with the ways to the others beside it. */
export function SettingsFrame({
  title,
  description,
  children,
}: {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Page title={title} description={description}>
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-[11rem_minmax(0,1fr)]">
        <SettingsNavigation />
        <div className="grid min-w-0 content-start gap-5">{children}</div>
      </div>
    </Page>
  );
}

function SettingsNavigation() {
  const t = useMessages(MESSAGES);
  const { workspace } = useHere();
  const bar = useRef<HTMLElement>(null);
  // Where it is a bar that scrolls, the page that is open shall be seen.
  useEffect(() => {
    bar.current
      ?.querySelector("[aria-current=page]")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);
  const heads = { workspace: workspace.name, account: t("you") };
  return (
    <nav
      ref={bar}
      aria-label={t("settings")}
      className="flex min-w-0 gap-1 overflow-x-auto border-b pb-2 lg:sticky lg:top-7 lg:grid lg:content-start lg:gap-4 lg:self-start lg:overflow-visible lg:border-0 lg:pb-0"
    >
      {(["workspace", "account"] as const).map((group) => (
        <div key={group} className="flex gap-1 lg:grid lg:min-w-0 lg:gap-0.5">
          <p className="truncate px-2.5 pb-1 text-xs font-medium text-soft max-lg:hidden">{heads[group]}</p>
          {PLACES.filter((place) => place.group === group).map(({ id, to }) => (
            <Link
              key={id}
              to={to}
              search={{}}
              className="rounded-lg px-2.5 py-1.5 font-medium whitespace-nowrap text-soft hover:bg-sunken hover:text-ink"
              activeProps={{ className: "bg-mark-soft !text-ink", "aria-current": "page" }}
              activeOptions={{ includeSearch: false }}
            >
              {t(id)}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
