import { SecurityLog } from "../features/security/log.tsx";
import { MESSAGES } from "../features/security/messages.ts";
import { Passkeys } from "../features/security/passkeys.tsx";
import { Password } from "../features/security/password.tsx";
import { Sessions } from "../features/security/sessions.tsx";
import { TwoFactor } from "../features/security/two-factor.tsx";
import { SettingsFrame } from "../features/settings/frame.tsx";
import { useMessages } from "../lib/messages.ts";

export function SecuritySettingsPage() {
  const t = useMessages(MESSAGES);
  return (
    <SettingsFrame title={t("title")}>
      <Password />
      <TwoFactor />
      <Passkeys />
      <Sessions />
      <SecurityLog />
    </SettingsFrame>
  );
}
