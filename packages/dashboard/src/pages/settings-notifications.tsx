import { SettingsFrame } from "../features/settings/frame.tsx";
import { MESSAGES } from "../features/settings/messages.ts";
import { NotificationsForm } from "../features/settings/notifications.tsx";
import { useMessages } from "../lib/messages.ts";

export function NotificationSettingsPage() {
  const t = useMessages(MESSAGES);
  return (
    <SettingsFrame title={t("navNotifications")}>
      <NotificationsForm />
    </SettingsFrame>
  );
}
