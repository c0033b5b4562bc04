import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Invitations } from "../features/members/invitations.tsx";
import { Invite } from "../features/members/invite.tsx";
import { Leave } from "../features/members/leave.tsx";
import { MembersCard } from "../features/members/members-card.tsx";
import { MESSAGES } from "../features/members/messages.ts";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { useUiMessages } from "../ui/messages.ts";
import { Page } from "../ui/page.tsx";

export function MembersPage() {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  const { may } = useHere();
  const [isInviting, setInviting] = useState(false);
  if (!may("members:read")) return <Page title={t("title")}>{<Alert>{ui("noAccess")}</Alert>}</Page>;
  const invite = may("members:write") && (
    <Button look="primary" onClick={() => setInviting(true)}>
      <UserPlus size={16} />
      {t("invite")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("description")} actions={invite}>
      <MembersCard />
      <Invitations />
      <Leave />
      {isInviting && <Invite onClose={() => setInviting(false)} />}
    </Page>
  );
}
