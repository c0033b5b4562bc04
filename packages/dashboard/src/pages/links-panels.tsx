import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ImportDialog } from "../features/import-links/dialog.tsx";
import { LinkPanel, QrPanel } from "../features/link-form/panel.tsx";
import { showChanged, showMade } from "../features/links/query.ts";
import type { LinksSearch } from "../features/links/search.ts";
import { useHere } from "../lib/me.ts";
import { defineMessages, useMessages } from "../lib/messages.ts";
import { SidePanel } from "../ui/dialog.tsx";
import { useUiMessages } from "../ui/messages.ts";

const MESSAGES = defineMessages({ links: "Links" }, { links: "Links" });
type Panel = Pick<LinksSearch, "panel" | "like" | "topic">;
type Props = { search: LinksSearch; open(panel: Panel, ignoreBlocker?: boolean): void };

/** The panels beside the list, as the address says. */
export function LinksPanels({ search, open }: Props) {
  const client = useQueryClient();
  const { may } = useHere();
  const [text, setText] = useState("");
  const { panel, like, slug, topic } = search;
  const close = () => open({});
  if (panel === undefined) return null;
  if (topic === "qr" && panel !== "new") return <QrPanel panel={panel} onClose={close} />;
  if (!may("links:write")) return <NoAccess onClose={close} />;
  if (panel === "import")
    return (
      <ImportDialog
        text={text}
        onClose={() => {
          setText("");
          close();
        }}
        onMade={() => void client.resetQueries({ queryKey: ["links", "list"] })}
      />
    );
  return (
    <LinkPanel
      {...{ panel, like, slug, topic }}
      onClose={close}
      onEdit={(id) => open({ panel: id })}
      onImport={(pasted) => {
        setText(pasted);
        open({ panel: "import" }, true);
      }}
      onMade={(link) => showMade(client, link)}
      onSaved={(link) => showChanged(client, [link])}
    />
  );
}

function NoAccess({ onClose }: { onClose(): void }) {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  return (
    <SidePanel isOpen onClose={onClose} title={t("links")}>
      <p className="text-soft">{ui("noAccess")}</p>
    </SidePanel>
  );
}
