import { Appearance } from "../features/account/appearance.tsx";
import { MESSAGES } from "../features/account/messages.ts";
import { OwnData } from "../features/account/own-data.tsx";
import { Profile } from "../features/account/profile.tsx";
import { SettingsFrame } from "../features/settings/frame.tsx";
import { useMessages } from "../lib/messages.ts";

export function AccountSettingsPage() {
  const t = useMessages(MESSAGES);
  return (
    <SettingsFrame title={t("title")}>
      <Profile />
      <Appearance />
      <OwnData />
    </SettingsFrame>
  );
}
