import { SettingsFrame } from "../features/settings/frame.tsx";
import { MESSAGES } from "../features/settings/messages.ts";
import { Kept, Recorded } from "../features/settings/privacy.tsx";
import { useMessages } from "../lib/messages.ts";

export function PrivacySettingsPage() {
  const t = useMessages(MESSAGES);
  return (
    <SettingsFrame title={t("navPrivacy")}>
      <Recorded />
      <Kept />
    </SettingsFrame>
  );
}
