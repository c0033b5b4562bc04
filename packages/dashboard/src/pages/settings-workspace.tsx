import { DangerZone } from "../features/settings/danger.tsx";
import { SettingsFrame } from "../features/settings/frame.tsx";
import { Logo } from "../features/settings/logo.tsx";
import { MESSAGES } from "../features/settings/messages.ts";
import { WorkspaceForm } from "../features/settings/workspace-form.tsx";
import { useMessages } from "../lib/messages.ts";

export function WorkspaceSettingsPage() {
  const t = useMessages(MESSAGES);
  return (
    <SettingsFrame title={t("settings")}>
      <WorkspaceForm />
      <Logo />
      <DangerZone />
    </SettingsFrame>
  );
}
