import type { InvitationInfo } from "@visoli/contract/member";
import type { Role } from "@visoli/contract/role";
import { formPage } from "../core/form.ts";
import { formOf, link, linkButton } from "../core/form-input.ts";
import { dayOf, type Language } from "../core/language.ts";
import { MESSAGES as SHARED } from "../core/messages.ts";
import { words } from "../core/words.ts";
import { MESSAGES } from "./messages.ts";

/** Who looks at it: nobody who is known, the person that it is for, or somebody else. */
export type Reader = { kind: "nobody" } | { kind: "invited" | "other"; email: string };
type To = { token: string; language: Language };

/** What an invitation is for, and how it is accepted. */
export function invitationPage(info: InvitationInfo, to: To, reader: Reader): Response {
  const { language } = to;
  const { workspace, email } = info;
  const say = words(MESSAGES, language);
  const role = words(SHARED, language)(info.role);
  const page = {
    title: say("join", { workspace }),
    paragraphs: [
      say.html("joinText", { workspace, role }),
      say.html("joinFor", { email, day: dayOf(info.expiresAt, language) }),
    ],
    ...wayIn(to, reader),
    language,
  };
  return formPage(page);
}

export function acceptedPage(workspace: string, role: Role, language: Language): Response {
  const say = words(MESSAGES, language);
  return formPage({
    title: say("accepted", { workspace }),
    paragraphs: [say.html("acceptedText", { role: words(SHARED, language)(role) })],
    content: linkButton(say("toDashboard"), "/app"),
    language,
  });
}

/** Somebody who is signed in, but not with the address that was invited. */
export function wrongPersonPage(to: To): Response {
  const { language } = to;
  const say = words(MESSAGES, language);
  const page = {
    title: say("wrongPerson"),
    paragraphs: [say.html("wrongPersonText")],
    content: signInButtons(to),
    language,
  };
  return formPage(page, 403);
}

export function noRoomPage(language: Language): Response {
  const say = words(MESSAGES, language);
  const page = {
    title: say("full"),
    paragraphs: [say.html("fullText")],
    content: linkButton(say("toDashboard"), "/app"),
    language,
  };
  return formPage(page, 402);
}

function wayIn(to: To, reader: Reader): { content: string; footer?: string } {
  const say = words(MESSAGES, to.language);
  switch (reader.kind) {
    case "nobody":
      return { content: signInButtons(to) };
    case "other":
      return {
        content: `<p>${say.html("otherPerson", { email: reader.email })}</p>\n${signInButtons(to)}`,
      };
    case "invited":
      return {
        content: formOf({ language: to.language, button: say("accept") }),
        footer: `${say.html("signedInAs", { email: reader.email })} ${link(say("notYou"), signInPath(to.token))}`,
      };
  }
}

function signInButtons({ token, language }: To): string {
  const say = words(MESSAGES, language);
  const signUp = `/account/sign-up?${new URLSearchParams({ invitation: token })}`;
  return `${linkButton(say("signIn"), signInPath(token))}
${linkButton(say("signUp"), signUp, true)}`;
}

/** Where one signs in, to come back here. */
export function signInPath(token: string): string {
  return `/account/sign-in?${new URLSearchParams({ next: `/account/invitation/${token}` })}`;
}
