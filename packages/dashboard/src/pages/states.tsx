import { useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { VisoliError } from "@visoli/sdk";
import { defineMessages, useMessages } from "../lib/messages.ts";
import { buttonClass } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../ui/states.tsx";

const MESSAGES = defineMessages(
  {
    missing: "There is nothing at this address",
    missingMore: "It may have been deleted, or belong to another workspace.",
    home: "To the links",
    failure: "This page could not be opened",
    noWorkspace: "You are not in this workspace",
    noWorkspaceMore:
      "It may have been deleted, or you were taken out of it. Ask whoever sent you the address.",
    ownWorkspace: "To your own workspace",
  },
  {
    missing: "Unter dieser Adresse ist nichts",
    missingMore: "Vielleicht wurde es gelöscht, oder es gehört zu einem anderen Arbeitsbereich.",
    home: "Zu den Links",
    failure: "Diese Seite ließ sich nicht öffnen",
    noWorkspace: "Du bist nicht in diesem Arbeitsbereich",
    noWorkspaceMore:
      "Vielleicht wurde er gelöscht, oder du gehörst nicht mehr dazu. Frag, wer dir die Adresse geschickt hat.",
    ownWorkspace: "Zu deinem Arbeitsbereich",
  },
);

/** Shown where a page fails as a whole. */
export function FailurePage({ error, reset }: { error: unknown; reset?(): void }) {
  const t = useMessages(MESSAGES);
  const router = useRouter();
  const client = useQueryClient();
  const retry = () => {
    void client.resetQueries();
    reset?.();
    void router.invalidate();
  };
  if (error instanceof VisoliError && error.code === "workspace.not_found") return <NoWorkspace />;
  return (
    <Page title={t("failure")}>
      <ErrorState error={error} onRetry={retry} />
    </Page>
  );
}

/** The way back is a plain link: by the router the workspace would stay in the address. */
function NoWorkspace() {
  const t = useMessages(MESSAGES);
  return (
    <Page title={t("noWorkspace")} description={t("noWorkspaceMore")}>
      <p>
        <a href="/app" className={buttonClass("primary")}>
          {t("ownWorkspace")}
        </a>
      </p>
    </Page>
  );
}

export function MissingPage() {
  const t = useMessages(MESSAGES);
  return (
    <Page title={t("missing")} description={t("missingMore")}>
      <p>
        <Link to="/links" search={{}} className={buttonClass("primary")}>
          {t("home")}
        </Link>
      </p>
    </Page>
  );
}

export function PendingPage() {
  return (
    <Page title="…">
      <SkeletonRows rows={8} />
    </Page>
  );
}
